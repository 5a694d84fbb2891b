/**
 * The tally: what stands, what it comes to, and whether that is fixed.
 *
 * 1. A rule judges votes as if they were final; open ones count for nobody (`judge`, `result`).
 * 2. A reserve, and an agreement ad referendum that waits for its confirmation, count as open.
 * 3. A result is fixed when no ending of the open votes comes to another one; replies given are taken as final.
 *    What an open seat might still reserve or ask to be changed is no ending: it is asked for an answer.
 * 4. Seats that left, and participants of sides that did, are counted as left and in no base.
 */
import { endings } from './endings';
import type { Electorate } from './judge';
import { inCount, type Reading, resultOf } from './result';
import { isHeld, isOpenVote, type Result } from './vote';

export type { Electorate } from './judge';

export type Tally = Readonly<{
  for: number;
  against: number;
  neutral: number;
  /** All that are still to come, the reserved and the provisional ones with them. */
  open: number;
  reserved: number;
  provisional: number;
  /** Requests for changes. */
  returning: number;
  left: number;
  verdict: Result;
  /** True when no open vote can change the verdict any more. */
  fixed: boolean;
  /** True while a reserve or an agreement ad referendum stands. */
  held: boolean;
}>;

/** Counts and verdict of one ballot. Pure; independent of the order of votes. */
export function tally(electorates: readonly Electorate[], reading: Reading): Tally {
  const votes = inCount(electorates).flatMap((e) => e.votes);
  const asked = electorates.flatMap((e) => e.votes).length;
  const count = (c: (typeof votes)[number]['class']) => votes.filter((v) => v.class === c).length;
  return {
    for: count('for'),
    against: count('against'),
    neutral: count('neutral'),
    open: votes.filter(isOpenVote).length,
    reserved: count('reserved'),
    provisional: count('provisional'),
    returning: count('returns'),
    left: asked - votes.length + count('leaves'),
    verdict: resultOf(electorates, reading).result,
    fixed: isFixed(electorates, reading),
    held: votes.some(isHeld),
  };
}

/** Whether every ending of the open votes comes to the same. Pure. */
export function isFixed(electorates: readonly Electorate[], reading: Reading): boolean {
  let fixed: Result | null = null;
  for (const ending of endings(electorates, isOpenVote)) {
    const { result } = resultOf(ending, { ...reading, closing: true });
    if (fixed !== null && result !== fixed) return false;
    fixed = result;
  }
  return true;
}
