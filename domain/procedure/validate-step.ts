/** What may be wrong with a step wherever it stands, and what only a house may not do. */
import type { ReplyKind } from '../ballot/replies';
import { type Placed, type Problem, problem } from './problems';
import type { Step } from './schema';
import { timeProblems } from './validate-time';

type Check = (step: Step, pointer: string) => readonly Problem[];

/** The indexes of those that stand earlier in the list already. Pure. */
export const duplicates = (keys: readonly string[]): readonly number[] =>
  keys.flatMap((key, i) => (keys.indexOf(key) < i ? [i] : []));

/** The key at that place is an earlier one's. Pure. */
export const twice = (pointer: string): Problem =>
  problem('DuplicateKey', pointer, 'this key is taken by an earlier one');

/** Everything wrong with steps that hold in a house and between sides alike. Pure. */
export const stepProblems = (placed: readonly Placed[]): readonly Problem[] => [
  ...duplicates(placed.map(({ step }) => step.key)).map((i) => twice(`${placed[i]?.pointer}/key`)),
  ...placed.flatMap(({ step, pointer }) =>
    [seatProblems, sectionProblems, ruleProblems, offerProblems, timeProblems].flatMap((check) => check(step, pointer)),
  ),
];

/** Everything wrong with the steps of a house. Pure. */
export const houseProblems = (placed: readonly Placed[]): readonly Problem[] => [
  ...stepProblems(placed),
  ...placed.flatMap(({ step, pointer }) => betweenSidesOnly(step, pointer)),
];

const betweenSidesOnly: Check = ({ consents, rule, offers = [] }, pointer) => [
  ...(consents === undefined
    ? []
    : [
        problem(
          'ConsentsOutsideJointStep',
          `${pointer}/consents`,
          'participants consent to each other in a joint step',
        ),
      ]),
  ...(rule.kind === 'optIn' || rule.kind === 'unanimityOfSides'
    ? [problem('RuleBetweenSides', `${pointer}/rule/kind`, 'this rule counts sides: in a house there is one')]
    : []),
  ...offers.flatMap((kind, k) =>
    kind === 'doesNotTakePart'
      ? [problem('OfferBetweenSides', `${pointer}/offers/${k}`, 'a side may stay away; an office of a house may not')]
      : [],
  ),
];

/** A seat is the same seat whatever sections it answers for. */
const seatProblems: Check = ({ seats }, pointer) =>
  duplicates(seats.map(({ sections: _, ...seat }) => JSON.stringify(Object.entries(seat).toSorted()))).map((k) =>
    problem('DuplicateSeat', `${pointer}/seats/${k}`, 'this seat is asked already'),
  );

const sectionProblems: Check = ({ seats, completeness, atDeadline }, pointer) => [
  ...seats.flatMap(({ sections = [] }, k) =>
    duplicates(sections).map((j) => twice(`${pointer}/seats/${k}/sections/${j}`)),
  ),
  ...sectionsInVain(completeness, `${pointer}/completeness`),
  ...sectionsInVain(atDeadline?.referUp, `${pointer}/atDeadline/referUp`),
];

/** An office that is not asked on a text answers for no section of it. Pure. */
export const sectionsInVain = (spec: object | null | undefined, pointer: string): readonly Problem[] =>
  spec && 'sections' in spec
    ? [problem('WithoutEffect', `${pointer}/sections`, 'sections say which seats of a step are asked again')]
    : [];

const ruleProblems: Check = ({ rule, seats, deadline, atDeadline }, pointer) => [
  // Several participants may bring more seats, but one participant must be enough.
  ...tooFew(rule.kind === 'nOfM' ? rule.n : 0, seats.length, `${pointer}/rule/n`),
  ...('quorum' in rule && typeof rule.quorum?.atLeast === 'number'
    ? tooFew(rule.quorum.atLeast, seats.length, `${pointer}/rule/quorum/atLeast`)
    : []),
  ...(rule.kind === 'requiredConsent' ? notAsked(rule.seats, seats, `${pointer}/rule/seats`) : []),
  ...(rule.kind === 'consultThenRefer' && atDeadline?.referUp === undefined
    ? [problem('ReferralMissing', `${pointer}/rule/kind`, 'who is asked after a disagreement: atDeadline.referUp')]
    : []),
  ...(rule.kind === 'silence' && deadline === undefined
    ? [problem('DeadlineMissing', `${pointer}/rule/kind`, 'silence lasts until a deadline')]
    : []),
];

const tooFew = (needed: number, asked: number, pointer: string): readonly Problem[] =>
  needed > asked ? [problem('TooFewSeats', pointer, `${needed} are needed and ${asked} asked`)] : [];

/** A seat is named by its role here; by its id (`organization:function`) only the directory can tell. */
const notAsked = (named: readonly string[], seats: Step['seats'], pointer: string): readonly Problem[] =>
  named.flatMap((name, i) =>
    name.includes(':') || seats.some((seat) => 'role' in seat && seat.role === name)
      ? []
      : [problem('SeatNotAsked', `${pointer}/${i}`, 'this step asks no such seat, which could never agree')],
  );

/** What a kind of reply needs to be known of the step, and what is said in vain where the kind is not offered. */
const offerProblems: Check = (step, pointer) => {
  const { offers } = step;
  const offered = (kind: ReplyKind): boolean => offers?.includes(kind) ?? false;
  const needs = (kind: ReplyKind, field: 'extension' | 'adReferendum') =>
    offered(kind) && step[field] === undefined
      ? [problem('FieldMissing', `${pointer}/offers/${offers?.indexOf(kind)}`, `this reply needs the field “${field}”`)]
      : [];
  const inVain = (field: 'adReferendum' | 'returnAtOnce' | 'negativeNeedsReason', isUseful: boolean) =>
    step[field] === undefined || isUseful
      ? []
      : [problem('WithoutEffect', `${pointer}/${field}`, 'the step offers no reply of which this could be said')];
  return [
    ...(offers && !offers.some((kind) => AGREEING.includes(kind))
      ? [problem('NoPathToAgreed', `${pointer}/offers`, 'nobody could agree')]
      : []),
    ...duplicates(offers ?? []).map((k) => twice(`${pointer}/offers/${k}`)),
    ...needs('requestExtension', 'extension'),
    ...needs('agreeAdReferendum', 'adReferendum'),
    ...inVain('adReferendum', offered('agreeAdReferendum')),
    ...inVain('returnAtOnce', offered('requestChanges')),
    // Where nothing is said of the offers everybody may object.
    ...inVain('negativeNeedsReason', offers === undefined || offered('object')),
  ];
};

const AGREEING: readonly ReplyKind[] = ['agree', 'agreeWithComments', 'agreeWithStatement'];
