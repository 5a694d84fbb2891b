/**
 * What would still change a result.
 *
 * 1. While a ballot is open every reply can be given or changed, except by a seat that has left. In an opt-in a
 *    side that stays away may still come in.
 * 2. The smallest turn is the fewest replies, given or changed, after which the votes come to another result. Of
 *    several of one size, one that asks those who have not answered is told.
 * 3. One kind of answer is enough to look for, as with `endings`; only in an opt-in may some sides have to come in
 *    while others stay away.
 */
import { type Answer, type Change, changed, sideChanges, uniformChanges } from './changes';
import type { Electorate } from './judge';
import { inCount, type Reading, resultOf } from './result';
import { isFixed } from './tally';
import { isOpenVote, type Result, type Vote } from './vote';

export type Turn = Readonly<{
  to: Result;
  /** How many seats would have to answer how. */
  replies: Readonly<Partial<Record<Answer, number>>>;
  /** One such set of seats, by their keys. */
  seats: readonly Readonly<{ key: string; answer: Answer }>[];
}>;

export type WouldChange = Readonly<{
  open: number;
  /** The smallest number of further *for* that makes the result positive; 0 where it is, null where none can. */
  forNeeded: number | null;
  /** Whether one *against* of an open seat ends it as negative. */
  againstEnds: boolean;
  /** The smallest set of replies, given or changed, that turns the result; null where none can. */
  turn: Turn | null;
}>;

/** What would still change the result of an open ballot. Pure; its numbers are independent of the order of votes. */
export function whatWouldChange(electorates: readonly Electorate[], reading: Reading): WouldChange {
  const search = { electorates, reading };
  const open = inCount(electorates).flatMap((e) => e.votes.filter(isOpenVote));
  const { result } = resultOf(electorates, reading);
  const further = smallest({ ...search, mayChange: isOpenVote, isWanted: (r) => r === 'positive' }, ['for']);
  return {
    open: open.length,
    forNeeded: result === 'positive' ? 0 : (further?.length ?? null),
    againstEnds: open.some((v) => endsWith(electorates, v, reading)),
    turn: smallestTurn({ ...search, mayChange: (v) => v.class !== 'leaves', isWanted: (r) => r !== result }),
  };
}

function endsWith(electorates: readonly Electorate[], objecting: Vote, reading: Reading): boolean {
  const after = changed(electorates, [{ vote: objecting, answer: 'against' }]);
  return resultOf(after, reading).result === 'negative' && isFixed(after, reading);
}

type Search = Readonly<{
  electorates: readonly Electorate[];
  reading: Reading;
  mayChange: (v: Vote) => boolean;
  isWanted: (r: Result) => boolean;
}>;

const after = ({ electorates, reading }: Search, changes: readonly Change[]): Result =>
  resultOf(changed(electorates, changes), reading).result;

function smallestTurn(search: Search): Turn | null {
  const isOptIn = search.electorates[0]?.rule.kind === 'optIn';
  const bySides = isOptIn ? sideChanges(search.electorates).find((c) => search.isWanted(after(search, c))) : undefined;
  const uniform = smallest(search, isOptIn ? ['against', 'neutral'] : ['for', 'against', 'neutral'], bySides?.length);
  const changes = uniform ?? bySides;
  if (!changes) return null;
  const replies: Partial<Record<Answer, number>> = {};
  for (const { answer } of changes) replies[answer] = (replies[answer] ?? 0) + 1;
  const seats = changes.map(({ vote, answer }) => ({ key: vote.key, answer }));
  return { to: after(search, changes), replies, seats };
}

/** The fewest votes that bring what is wanted when all of them give the same answer; fewer than `below` of them. */
function smallest(
  search: Search,
  answers: readonly Answer[],
  below = Number.POSITIVE_INFINITY,
): readonly Change[] | null {
  const electorates = inCount(search.electorates);
  const all = electorates.reduce((sum, e) => sum + e.votes.length, 0);
  for (let size = 1; size <= all && size < below; size += 1) {
    for (const answer of answers) {
      for (const changes of uniformChanges(electorates, search.mayChange, answer, size)) {
        if (search.isWanted(after({ ...search, electorates }, changes))) return changes;
      }
    }
  }
  return null;
}
