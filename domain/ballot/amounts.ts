/**
 * Exact amounts of votes: whole numbers and fractions as pairs of them, never a float. "At least two thirds" of
 * six is four, and "more than half" of six is four.
 */
import type { Base, Quorum, Threshold } from '../procedure/rule-schema';
import type { Vote } from './vote';

type Fraction = Readonly<{ over: bigint; under: bigint }>;

/** What is in favour, and the bases that a share may name. */
export type Amounts = Readonly<Record<Base, bigint> & { for: bigint; against: bigint }>;

/** "2/3", "0.55" or "4" as an exact fraction. Pure. */
export function fraction(text: string): Fraction {
  const [over = '', under] = text.split('/');
  if (under !== undefined) return { over: BigInt(over), under: BigInt(under) };
  const [whole = '', decimals = ''] = over.split('.');
  return { over: BigInt(whole + decimals), under: 10n ** BigInt(decimals.length) };
}

function amounts(votes: readonly Vote[], measure: (v: Vote) => bigint): Amounts {
  const sum = (kept: readonly Vote[]) => kept.reduce((total, v) => total + measure(v), 0n);
  const of = (c: Vote['class']) => sum(votes.filter((v) => v.class === c));
  const [inFavour, against, neutral] = [of('for'), of('against'), of('neutral')];
  const cast = inFavour + against;
  return { for: inFavour, against, cast, present: cast + neutral, seats: sum(votes) };
}

/** Votes counted by heads. Pure. */
export const counted = (votes: readonly Vote[]): Amounts => amounts(votes, () => 1n);

/** Votes by their weights. Pure. */
export const weighed = (votes: readonly Vote[]): Amounts => amounts(votes, weightIn(votes));

/** The same votes, the heaviest first. Pure. */
export function byWeight(votes: readonly Vote[]): readonly Vote[] {
  const weight = weightIn(votes);
  return votes.toSorted((a, b) => Number(weight(a) < weight(b)) - Number(weight(a) > weight(b)));
}

/** Weights as whole numbers of the smallest unit that any of them is written in. */
function weightIn(votes: readonly Vote[]): (v: Vote) => bigint {
  const decimals = Math.max(0, ...votes.map((v) => v.weight?.split('.')[1]?.length ?? 0));
  return (v) => {
    const [whole = '', rest = ''] = (v.weight ?? '1').split('.');
    return BigInt(whole + rest.padEnd(decimals, '0'));
  };
}

/** Whether a part is at least that share of a whole. Nothing is no share of nothing. Pure. */
export const isAtLeast = (part: bigint, share: Fraction, whole: bigint): boolean =>
  whole > 0n && part * share.under >= share.over * whole;

/** Whether as much of the named base is in favour as a threshold asks. Zero votes cast never reach it. Pure. */
export function reaches(given: Amounts, threshold: Threshold): boolean {
  const whole = given[threshold.of];
  if (given.for === 0n) return false;
  if ('atLeast' in threshold) return isAtLeast(given.for, fraction(threshold.atLeast), whole);
  const { over, under } = fraction(threshold.moreThan);
  return given.for * under > over * whole;
}

/** Whether enough have answered for the votes to decide anything. Pure. */
export function isQuorate(votes: readonly Vote[], quorum: Quorum | undefined): boolean {
  if (!quorum) return true;
  const given = counted(votes);
  const there = given[quorum.over ?? 'present'];
  return typeof quorum.atLeast === 'number'
    ? there >= BigInt(quorum.atLeast)
    : isAtLeast(there, fraction(quorum.atLeast), given.seats);
}
