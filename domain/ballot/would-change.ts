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
import { type Answer, type Change, changed, choices, groupsFor, sideChanges } from './changes';
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
  const further = fewest({ ...search, mayChange: isOpenVote, isWanted: (r) => r === 'positive' }, ['for']);
  return {
    open: open.length,
    forNeeded: result === 'positive' ? 0 : (further?.length ?? null),
    againstEnds: open.some((v) => endsWith(electorates, v, reading)),
    turn: smallestTurn({ ...search, mayChange: (v) => v.class !== 'leaves', isWanted: (r) => r !== result }),
  };
}

function endsWith(electorates: readonly Electorate[], objecting: Vote, reading: Reading): boolean {
  const objected = changed(electorates, [{ vote: objecting, answer: 'against' }]);
  return resultOf(objected, reading).result === 'negative' && isFixed(objected, reading);
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
  const uniform = fewest(search, isOptIn ? ['against', 'neutral'] : ['for', 'against', 'neutral']);
  const changes = uniform && uniform.length < (bySides?.length ?? Number.POSITIVE_INFINITY) ? uniform : bySides;
  if (!changes) return null;
  const replies: Partial<Record<Answer, number>> = {};
  for (const { answer } of changes) replies[answer] = (replies[answer] ?? 0) + 1;
  const seats = changes.map(({ vote, answer }) => ({ key: vote.key, answer }));
  return { to: after(search, changes), replies, seats };
}

/** The fewest votes that bring what is wanted when all of them give the same answer. */
function fewest(search: Search, answers: readonly Answer[]): readonly Change[] | null {
  const counting = { ...search, electorates: inCount(search.electorates) };
  const found = answers.flatMap((answer) => {
    const changes = fewestOf(counting, answer);
    return changes ? [changes] : [];
  });
  return found.reduce<readonly Change[] | null>((a, b) => (a && a.length <= b.length ? a : b), null);
}

/**
 * The more votes give an answer, the further the result moves in its direction. So where all of them together do not
 * bring what is wanted no fewer do, and where no set of one size does no smaller one does either: it is enough to
 * find some set and to go down from it.
 */
function fewestOf(search: Search, answer: Answer): readonly Change[] | null {
  const { electorates, mayChange } = search;
  const isEnough = (changes: readonly Change[]) => search.isWanted(after(search, changes));
  const groups = groupsFor(electorates, mayChange, answer);
  const all = groups.flat().map((vote) => ({ vote, answer }));
  if (all.length === 0 || !isEnough(all)) return null;
  let enough: readonly Change[] = all.slice(
    0,
    firstEnough(all.length, (size) => isEnough(all.slice(0, size))),
  );
  for (;;) {
    const fewer = firstOf(choices(groups, enough.length - 1, answer), isEnough);
    if (!fewer) return firstOf(choices(groups, enough.length, answer), isEnough) ?? enough;
    enough = fewer;
  }
}

/** By halving: some size that is enough, and of which the next smaller one was not. */
function firstEnough(most: number, isEnough: (size: number) => boolean): number {
  let [tooFew, enough] = [0, most];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function firstOf<T>(items: Iterable<T>, isIt: (item: T) => boolean): T | null {
  for (const item of items) if (isIt(item)) return item;
  return null;
}
