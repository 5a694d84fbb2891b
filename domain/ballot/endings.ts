/**
 * The endings of a ballot that matter.
 *
 * Trying every ending of the votes still to come would take too long for a large ballot. These few are enough,
 * because of what the rules have in common (a test compares them with every ending of small ballots):
 *
 * 1. Under each rule an answer *for* never does worse than any other, and each single condition of a rule is at its
 *    worst when all are against, or all abstain, or all keep silent. So endings in which all do the same find the
 *    best and the worst.
 * 2. What holds a ballot may go on holding it to the end, while the others do their best.
 * 3. In an opt-in a side's consents count only if the side takes part. There the best ending is that of a side
 *    which stays away when one of its participants is not *for*, and the worst one in which it takes part although
 *    its participants refuse.
 */
import type { Electorate } from './judge';
import type { VoteClass } from './replies';
import { isHeld, type Vote } from './vote';

type Ended = (v: Vote, electorate: number) => VoteClass | null;

/** The endings that decide what is still possible, of the votes that may still change, one after the other. Pure. */
export function* endings(
  electorates: readonly Electorate[],
  isFree: (v: Vote) => boolean,
): Generator<readonly Electorate[]> {
  if (!electorates.some((e) => e.votes.some(isFree))) {
    yield electorates;
    return;
  }
  const best = bestAnswer(electorates, isFree);
  const ways: readonly Ended[] = [
    () => 'for',
    () => 'against',
    () => 'neutral',
    () => null,
    best,
    (_, electorate) => (electorate === 0 ? 'for' : 'against'),
    (v, electorate) => (isHeld(v) ? v.class : best(v, electorate)),
  ];
  for (const way of ways) yield endedBy(electorates, isFree, way);
}

const endedBy = (electorates: readonly Electorate[], isFree: (v: Vote) => boolean, way: Ended) =>
  electorates.map((e, i) => ({
    ...e,
    votes: e.votes.map((v) => (isFree(v) ? answered(v, way(v, i)) : v)),
  }));

/** A vote with another answer. What was agreed ad referendum and never confirmed is no silent consent. Pure. */
export function answered(v: Vote, answer: VoteClass | null): Vote {
  const isUnconfirmed = v.class === 'provisional' && answer === null;
  const hasObjected = v.hasObjected || answer === 'against';
  return {
    ...v,
    class: answer,
    reasoned: true,
    ...(isUnconfirmed ? { silenceCounts: false } : {}),
    ...(hasObjected ? { hasObjected } : {}),
  };
}

function bestAnswer([first, ...consents]: readonly Electorate[], isFree: (v: Vote) => boolean): Ended {
  const refusing = new Set(
    consents
      .flatMap((e) => e.votes.filter((v) => v.class !== 'for' && v.class !== 'leaves' && !isFree(v)))
      .map((v) => v.side),
  );
  const isOptIn = first?.rule.kind === 'optIn';
  return (v, electorate) => (isOptIn && electorate === 0 && refusing.has(v.side) ? 'against' : 'for');
}
