/**
 * The tally: what stands, whether the result is fixed, and what would still change it.
 *
 * 1. A rule judges votes as if they were final; open ones count for nobody.
 * 2. Every rule is monotone: turning a vote from against to neutral to for never makes a result worse.
 *    So the result is fixed when the best and the worst ending of the open votes agree.
 * 3. Two electorates (consents of participants, positions of sides) must both pass.
 */
import type { Rule } from '../procedure/schema';
import type { VoteClass } from './replies';
import { all } from './rules/all';
import { any } from './rules/any';
import { nOfM } from './rules/n-of-m';
import { unanimityOfSides } from './rules/unanimity-of-sides';
import type { Verdict, Vote } from './vote';

export type Electorate = Readonly<{ rule: Rule; votes: readonly Vote[] }>;

/** What a rule says of the votes as they stand, taken as final. Pure. */
export function judge({ rule, votes }: Electorate): Verdict {
  switch (rule.kind) {
    case 'any':
      return any(votes);
    case 'all':
      return all(votes);
    case 'nOfM':
      return nOfM(votes, rule.n);
    case 'unanimityOfSides':
      return unanimityOfSides(votes, rule.abstentionBlocks ?? true);
  }
}

const judgeAll = (electorates: readonly Electorate[]): Verdict =>
  electorates.every((e) => judge(e) === 'positive') ? 'positive' : 'negative';

const endedWith = (electorates: readonly Electorate[], ending: VoteClass): readonly Electorate[] =>
  electorates.map((e) => ({ ...e, votes: e.votes.map((v) => (v.class === null ? { ...v, class: ending } : v)) }));

export type Tally = Readonly<{
  for: number;
  against: number;
  neutral: number;
  open: number;
  verdict: Verdict;
  /** True when no open vote can change the verdict any more. */
  fixed: boolean;
}>;

/** Counts and verdict of one ballot. Pure; independent of the order of votes. */
export function tally(electorates: readonly Electorate[]): Tally {
  const votes = electorates.flatMap((e) => e.votes);
  const count = (c: VoteClass | null) => votes.filter((v) => v.class === c).length;
  const best = judgeAll(endedWith(electorates, 'for'));
  const worst = judgeAll(endedWith(electorates, 'against'));
  return {
    for: count('for'),
    against: count('against'),
    neutral: count('neutral'),
    open: count(null),
    verdict: judgeAll(electorates),
    fixed: best === worst,
  };
}

export type WouldChange = Readonly<{ open: number; forNeeded: number; againstEnds: boolean }>;

/** The smallest number of further *for* that makes the result positive, and whether one *against* ends it. Pure. */
export function whatWouldChange(electorates: readonly Electorate[]): WouldChange {
  const open = electorates.flatMap((e) => e.votes).filter((v) => v.class === null).length;
  const forNeeded = electorates.reduce((sum, e) => sum + neededIn(e), 0);
  const one = electorates.some((e) => firstOpenAs(e, 'against'));
  return { open, forNeeded, againstEnds: one };
}

function neededIn(electorate: Electorate): number {
  let current = electorate;
  for (let n = 0; ; n += 1) {
    if (judge(current) === 'positive') return n;
    const next = replaceFirstOpen(current, 'for');
    if (!next) return n;
    current = next;
  }
}

function replaceFirstOpen(electorate: Electorate, with_: VoteClass): Electorate | null {
  const index = electorate.votes.findIndex((v) => v.class === null);
  if (index < 0) return null;
  return { ...electorate, votes: electorate.votes.map((v, i) => (i === index ? { ...v, class: with_ } : v)) };
}

function firstOpenAs(electorate: Electorate, ending: VoteClass): boolean {
  const turned = replaceFirstOpen(electorate, ending);
  return turned !== null && judgeAll(endedWith([turned], 'for')) === 'negative';
}
