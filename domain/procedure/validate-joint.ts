/** Equal footing: who has a voice in a joint step, and by which rule. */
import { classOf, type ReplyKind } from '../ballot/replies';
import { type Placed, type Problem, problem } from './problems';
import type { RuleKind } from './rule-schema';
import type { Step } from './schema';

/**
 * The rules under which no side is committed by others. Silence is one where every profile allows it, which is seen
 * when the sides are known. Majorities and weights belong inside a house.
 */
const BETWEEN_SIDES: readonly RuleKind[] = ['unanimityOfSides', 'consensus', 'optIn', 'silence'];

/** Everything wrong with a step between sides. Pure. */
export function jointStepProblems({ step, pointer }: Placed): readonly Problem[] {
  const { consents, seats } = step;
  return [
    ...consentProblems(consents, pointer),
    ...seats.flatMap((seat, k) => positionProblems(seat, `${pointer}/seats/${k}`)),
    ...ruleProblems(step, pointer),
    ...houseOnly(step, pointer),
  ];
}

function ruleProblems({ rule, offers }: Step, pointer: string): readonly Problem[] {
  const isOptIn = rule.kind === 'optIn';
  const message = 'between sides the rule is unanimity of sides, consensus, opt-in, or silence where all allow it';
  return [
    ...(BETWEEN_SIDES.includes(rule.kind) ? [] : [problem('NotUnanimous', `${pointer}/rule/kind`, message)]),
    ...(isOptIn && rule.atLeast < 2
      ? [problem('TooFewSides', `${pointer}/rule/atLeast`, 'with fewer than two sides nothing is agreed')]
      : []),
    ...(!isOptIn && offers?.includes('doesNotTakePart')
      ? [problem('LeavesOutsideOptIn', `${pointer}/offers`, 'who stays away would leave the count, and be bound')]
      : []),
    ...(offers && !offers.some((kind) => isRefusal(kind, isOptIn))
      ? [problem('NoPathToNotAgreed', `${pointer}/offers`, 'nobody could object')]
      : []),
  ];
}

/** In an opt-in staying away says the same as objecting. */
const isRefusal = (kind: ReplyKind, isOptIn: boolean): boolean =>
  classOf(kind) === 'against' || (isOptIn && kind === 'doesNotTakePart');

const houseOnly = ({ atDeadline, completeness, negativeNeedsReason }: Step, pointer: string): readonly Problem[] => [
  ...(atDeadline?.referUp
    ? [problem('ReferUpBetweenSides', `${pointer}/atDeadline/referUp`, 'nobody stands above the sides')]
    : []),
  ...(completeness
    ? [problem('CompletenessBetweenSides', `${pointer}/completeness`, 'a file is received by an office of a house')]
    : []),
  ...(negativeNeedsReason
    ? [problem('ReasonBetweenSides', `${pointer}/negativeNeedsReason`, 'no side owes another one its reasons')]
    : []),
];

function consentProblems(consents: Step['consents'], pointer: string): readonly Problem[] {
  const message = 'every participant gives its own consent: profile “consent” of each-participant';
  if (!consents) return [problem('ConsentMissing', pointer, message)];
  if (consents.profile !== 'consent') return [problem('ConsentMissing', `${pointer}/consents/profile`, message)];
  return consents.of === 'each-participant' ? [] : [problem('ConsentMissing', `${pointer}/consents/of`, message)];
}

function positionProblems(seat: Step['seats'][number], pointer: string): readonly Problem[] {
  const message = 'every side gives one position: profile “position” of each-side';
  if (!('profile' in seat) || seat.profile !== 'position') {
    return [problem('SeatWithoutVoice', pointer, `no other seat has a voice between sides; ${message}`)];
  }
  return seat.of === 'each-side' ? [] : [problem('PositionMissing', `${pointer}/of`, message)];
}
