/** Random electorates for properties, and every ending and every change of small ones, tried one by one. */
import fc from 'fast-check';
import type { Electorate } from '../../../domain/ballot/judge';
import { VOTE_CLASSES, type VoteClass } from '../../../domain/ballot/replies';
import { isOpenVote, type Vote } from '../../../domain/ballot/vote';
import type { Rule, Threshold } from '../../../domain/procedure/rule-schema';

const base = fc.constantFrom('cast' as const, 'present' as const, 'seats' as const);
const share = fc.constantFrom('1/2', '2/3', '0.75', '1/4', '0.55', '1');
const threshold: fc.Arbitrary<Threshold> = fc.oneof(
  fc.record({ atLeast: share, of: base }),
  fc.record({ moreThan: share, of: base }),
);
const n = fc.integer({ min: 1, max: 4 });
const quorum = fc.option(
  fc.record(
    { atLeast: fc.oneof(n, share), over: fc.constantFrom('present' as const, 'cast' as const) },
    { requiredKeys: ['atLeast'] },
  ),
  { nil: undefined },
);

const kind = <K extends Rule['kind']>(k: K) => fc.constant(k);

/** Rules for a house, where seats need have no weight in common with sides. */
export const houseRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: kind('any'), quorum }),
  fc.record({ kind: kind('all') }),
  fc.record({ kind: kind('nOfM'), n, quorum }),
  fc.record({ kind: kind('share'), inFavour: threshold, quorum }),
  fc.record({ kind: kind('majority'), of: base, quorum }),
  fc.record({ kind: kind('twoThirds'), of: base, quorum }),
  fc.record({ kind: kind('weighted'), inFavour: threshold, quorum }),
  fc.record({
    kind: kind('requiredConsent'),
    seats: fc.subarray(['k0', 'k1', 'office'], { minLength: 1 }),
    abstentionBlocks: fc.boolean(),
    quorum,
  }),
  fc.record({ kind: kind('silence'), endWhenAllAgreed: fc.boolean() }),
  fc.record({ kind: kind('isoDualThreshold'), quorum }),
  fc.record({
    kind: kind('doubleMajority'),
    units: threshold,
    weight: threshold,
    passesWithAgainstBelow: fc.integer({ min: 1, max: 3 }),
    quorum,
  }),
  fc.record({ kind: kind('returnAndApproval'), returnRate: share, approvalRate: share, abstentionsBelow: share }),
  fc.record({ kind: kind('consultThenRefer') }),
);

export const jointRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: kind('unanimityOfSides'), abstentionBlocks: fc.boolean() }),
  fc.record({ kind: kind('consensus') }),
  fc.record({ kind: kind('silence'), endWhenAllAgreed: fc.boolean() }),
  fc.record({ kind: kind('optIn'), atLeast: n }),
);

const voteClass = fc.constantFrom<VoteClass | null>(null, null, null, 'for', 'for', ...VOTE_CLASSES);
const particulars = fc.record({
  class: voteClass,
  weight: fc.constantFrom('1', '2.5', '0.50', '3'),
  reasoned: fc.boolean(),
  participating: fc.boolean(),
  silenceCounts: fc.boolean(),
  role: fc.constantFrom('office', 'ministry'),
});

const votes = (prefix: string, sides: number, maxLength: number): fc.Arbitrary<readonly Vote[]> =>
  fc
    .array(fc.tuple(particulars, fc.nat({ max: sides - 1 })), { minLength: 1, maxLength })
    .map((given) => given.map(([p, side], i) => ({ ...p, key: `${prefix}${i}`, side: `S${side}` })));

/** The offices of one house. */
export const house = (maxLength = 5): fc.Arbitrary<readonly Electorate[]> =>
  fc.record({ rule: houseRule, votes: votes('k', 1, maxLength), onlyReasoned: fc.boolean() }).map((e) => [e]);

/** One position for each side, and the consents of their participants. */
export const joint = (): fc.Arbitrary<readonly Electorate[]> =>
  fc
    .record({
      rule: jointRule,
      positions: fc.array(particulars, { minLength: 1, maxLength: 3 }),
      consents: fc.array(fc.tuple(particulars, fc.nat({ max: 3 })), { maxLength: 3 }),
    })
    .map(({ rule, positions, consents }) => [
      { rule, votes: positions.map((p, i) => ({ ...p, key: `position:S${i}`, side: `S${i}` })) },
      ...(consents.length === 0
        ? []
        : [
            {
              rule: { kind: 'all' as const },
              votes: consents.map(([p, side], i) => ({ ...p, key: `consent:${i}`, side: `S${side}` })),
            },
          ]),
    ]);

export const ballot = (): fc.Arbitrary<Readonly<{ electorates: readonly Electorate[]; joint: boolean }>> =>
  fc.oneof(
    house().map((electorates) => ({ electorates, joint: false })),
    joint().map((electorates) => ({ electorates, joint: true })),
  );

/** The electorates with one vote in place of another. */
export const replaced = (electorates: readonly Electorate[], old: Vote, vote: Vote): readonly Electorate[] =>
  electorates.map((e) => ({ ...e, votes: e.votes.map((v) => (v === old ? vote : v)) }));

const ENDS: readonly (VoteClass | null)[] = ['for', 'against', 'neutral', null];

/** All that an open vote may end as: what holds may go on holding, and what is not confirmed is no silent consent. */
export function endsOf(v: Vote): readonly Vote[] {
  const ends = ENDS.flatMap((c): Vote[] => {
    const end = { ...v, class: c };
    if (c === 'against')
      return [
        { ...end, reasoned: true },
        { ...end, reasoned: false },
      ];
    return [v.class === 'provisional' && c === null ? { ...end, silenceCounts: false } : end];
  });
  return v.class === null ? ends : [...ends, { ...v, isEnded: true } as Vote];
}

/** Every ending of the open votes. */
export function everyEnding(electorates: readonly Electorate[]): readonly (readonly Electorate[])[] {
  const isToCome = (v: Vote) => isOpenVote(v) && !('isEnded' in v);
  const open = electorates.flatMap((e) => e.votes).find(isToCome);
  if (!open) return [electorates];
  const ends = endsOf(open).map((v) => ({ ...v, isEnded: true }));
  return ends.flatMap((end) => everyEnding(replaced(electorates, open, end)));
}
