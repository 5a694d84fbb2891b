/**
 * What a ballot of one or two electorates comes to, its votes taken as they stand.
 *
 * 1. The first electorate answers by the step's rule: the offices of a house, or the positions of sides. Any
 *    further one holds the consents of participants, who all must be *for*. All must pass.
 * 2. A side that does not take part is gone with all its participants: their consents leave the count. In an
 *    opt-in step *object* means the same as *does not take part*, and who is not *for* takes no part.
 * 3. A joint step in which fewer than two sides are left is negative, whatever its rule says.
 * 4. While a reserve stands, or an agreement ad referendum waits for its confirmation, nothing passes.
 * 5. A request for changes returns the text, unless no answer that is still to come, the requester's own included,
 *    could save it: a rule that is lost already beats it, and so does a referral.
 */
import { endings } from './endings';
import { type Electorate, judge } from './judge';
import { partakers } from './rules/opt-in';
import { isHeld, isOpenVote, type Result, type Verdict, type Vote } from './vote';

export type Reading = Readonly<{
  /** Whether sides answer each other: fewer than two left is then too few. */
  joint: boolean;
  /** Whether the ballot ends with what stands: who has not answered has no voice in it. */
  closing?: boolean;
}>;

/** What a ballot's votes say, and whether too few sides were left to agree on anything. */
export type Outcome = Readonly<{ result: Result; tooFew: boolean }>;

/** What the votes come to as they stand. Pure; independent of their order. */
export function resultOf(electorates: readonly Electorate[], reading: Reading): Outcome {
  const plain = verdictOf(electorates, reading.joint);
  const counting = inCount(electorates).flatMap((e) => e.votes);
  if (!counting.some((v) => v.class === 'returns')) return plain;
  const mayComeIn = (v: Vote) => v.class === 'returns' || (!reading.closing && isOpenVote(v));
  for (const ending of endings(electorates, mayComeIn)) {
    const { result } = verdictOf(ending, reading.joint);
    if (result === 'positive' || result === 'undecided') return { result: 'returned', tooFew: false };
  }
  return plain;
}

/** The verdict alone: a request for changes is then an answer that is neither for nor against. */
function verdictOf(electorates: readonly Electorate[], joint: boolean): Outcome & Readonly<{ result: Verdict }> {
  const judged = electoratesAsFinal(electorates);
  const verdict = worst(judged.map(judge));
  const tooFew = isTooFew(electorates, judged, joint);
  if (tooFew) return { result: 'negative', tooFew };
  const held = inCount(electorates).some((e) => e.votes.some(isHeld));
  return { result: held && verdict === 'positive' ? 'undecided' : verdict, tooFew };
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  (['negative', 'refer', 'undecided'] as const).find((v) => verdicts.includes(v)) ?? 'positive';

function isTooFew([first]: readonly Electorate[], judged: readonly Electorate[], joint: boolean): boolean {
  const isOptIn = first?.rule.kind === 'optIn';
  const [positions, ...consents] = judged;
  const answering = positions?.votes.filter((v) => v.class !== 'leaves' && (!isOptIn || v.class === 'for')) ?? [];
  const left = new Set([...answering, ...consents.flatMap((e) => e.votes)].map((v) => v.side));
  const isBelow = isOptIn && positions !== undefined && judge(positions) === 'negative';
  return isBelow || (joint && left.size < 2);
}

/** The electorates with those alone who count: what has left, or belongs to a side that has, is marked so. Pure. */
export const inCount = (electorates: readonly Electorate[]): readonly Electorate[] =>
  withoutSides(electorates, (v, isOptIn) => v.class === 'leaves' || (isOptIn && v.class === 'neutral'));

/** As `inCount`, with what is still to come taken as never coming: an open position in an opt-in takes no part. */
const electoratesAsFinal = (electorates: readonly Electorate[]): readonly Electorate[] =>
  withoutSides(electorates, (v, isOptIn) => v.class === 'leaves' || (isOptIn && v.class !== 'for'));

function withoutSides(
  electorates: readonly Electorate[],
  isGone: (position: Vote, isOptIn: boolean) => boolean,
): readonly Electorate[] {
  const [first, ...consents] = electorates;
  if (!first) return [];
  const isOptIn = first.rule.kind === 'optIn';
  const votes = first.votes.map((v): Vote => (isOptIn && v.class === 'against' ? { ...v, class: 'leaves' } : v));
  const gone = new Set(votes.filter((v) => isGone(v, isOptIn)).map((v) => v.side));
  const staying = consents.map((e) => ({
    ...e,
    votes: e.votes.filter((v) => v.class !== 'leaves' && !gone.has(v.side)),
  }));
  return [{ ...first, votes }, ...staying];
}

/** The sides that take part, where the rule is opt-in; null under every other. Pure. */
export function takesPart([first]: readonly Electorate[]): readonly string[] | null {
  return first?.rule.kind === 'optIn' ? [...new Set(partakers(first.votes).map((v) => v.side))] : null;
}
