/** What must hold of every ballot, whatever its rule and its votes. */
import fc from 'fast-check';
import { answered } from '../../../domain/ballot/endings';
import type { Electorate } from '../../../domain/ballot/judge';
import { resultOf } from '../../../domain/ballot/result';
import { standingOf } from '../../../domain/ballot/standing';
import { tally } from '../../../domain/ballot/tally';
import type { Vote } from '../../../domain/ballot/vote';
import { whatWouldChange } from '../../../domain/ballot/would-change';
import { seeded } from '../seeded';
import { ballot, everyEnding, replaced } from './electorates';

const RUNS = 1000;

seeded(
  'a result is fixed exactly when no ending of the open votes comes to another',
  ballot(),
  ({ electorates, joint }) => {
    const results = everyEnding(electorates).map((e) => resultOf(e, { joint, closing: true }).result);
    expect(tally(electorates, { joint }).fixed).toBe(new Set(results).size === 1);
  },
  RUNS,
);

const shuffled = <T>(items: readonly T[], keys: readonly number[]): readonly T[] =>
  items
    .map((item, i) => ({ item, k: keys[i % keys.length] ?? 0 }))
    .toSorted((a, b) => a.k - b.k)
    .map(({ item }) => item);

seeded(
  'the order of votes does not matter',
  fc.tuple(ballot(), fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), fc.boolean()),
  ([{ electorates, joint }, keys, atDeadline]) => {
    const moment = { joint, atDeadline };
    const other = electorates.map((e) => ({ ...e, votes: shuffled(e.votes, keys) }));
    const { takesPart, ...standing } = standingOf(electorates, moment);
    expect(standingOf(other, moment)).toMatchObject(standing);
    expect([...(standingOf(other, moment).takesPart ?? [])].toSorted()).toEqual([...(takesPart ?? [])].toSorted());
    const numbers = (e: readonly Electorate[]) => {
      const { open, forNeeded, againstEnds, turn } = whatWouldChange(e, moment);
      return { open, forNeeded, againstEnds, size: turn?.seats.length };
    };
    expect(numbers(other)).toEqual(numbers(electorates));
  },
  1000,
);

seeded(
  'nothing passes while something holds, or a participant of a side that takes part is not for',
  ballot(),
  ({ electorates, joint }) => {
    const { tally: counts, result, takesPart } = standingOf(electorates, { joint, atDeadline: true, closing: true });
    if (result !== 'positive') return;
    expect(counts.held).toBe(false);
    expect(counts.returning).toBe(0);
    const [positions, consents] = electorates;
    const gone = (positions?.votes ?? []).filter((v) => v.class === 'leaves').map((v) => v.side);
    const asked = (positions?.votes ?? []).map((v) => v.side);
    const isIn = (side: string) =>
      takesPart ? takesPart.includes(side) || !asked.includes(side) : !gone.includes(side);
    const owed = (consents?.votes ?? []).filter((v) => v.class !== 'leaves' && isIn(v.side));
    expect(owed.map((v) => v.class)).toEqual(owed.map(() => 'for'));
  },
);

seeded('zero votes cast never pass, except under silence', ballot(), ({ electorates, joint }) => {
  const mute = electorates.map((e) => ({
    ...e,
    votes: e.votes.map((v) => (v.class === 'for' ? { ...v, class: 'neutral' as const } : v)),
  }));
  const isSilence = electorates[0]?.rule.kind === 'silence';
  const { result } = resultOf(mute, { joint, closing: true });
  expect(result === 'positive' && !isSilence).toBe(false);
});

seeded('a ballot that may close early comes to what it would in any case', ballot(), ({ electorates, joint }) => {
  const { mayClose, result } = standingOf(electorates, { joint, atDeadline: false, early: true });
  if (!mayClose || electorates.some((e) => e.rule.kind === 'silence')) return;
  const results = everyEnding(electorates).map((e) => resultOf(e, { joint, closing: true }).result);
  expect(new Set([...results, result]).size).toBe(1);
});

/** Every way to give or change so many replies, each to any answer. */
function everyChange(electorates: readonly Electorate[], size: number): readonly (readonly Electorate[])[] {
  const mayReturn = (i: number) => i === 0 && electorates[0]?.rule.kind === 'optIn';
  const votes = electorates.flatMap((e, i) => e.votes.filter((v) => v.class !== 'leaves' || mayReturn(i)));
  const change = (from: number, left: number, now: readonly Electorate[]): readonly (readonly Electorate[])[] =>
    left === 0
      ? [now]
      : votes
          .slice(from)
          .flatMap((v: Vote, i) =>
            (['for', 'against', 'neutral'] as const).flatMap((c) =>
              change(from + i + 1, left - 1, replaced(now, v, answered(v, c))),
            ),
          );
  return change(0, size, electorates);
}

seeded(
  'the smallest turn really turns the result, and nothing smaller does',
  ballot(),
  ({ electorates, joint }) => {
    const { result } = resultOf(electorates, { joint });
    const { turn } = whatWouldChange(electorates, { joint });
    const turns = (size: number) =>
      everyChange(electorates, size).some((e) => resultOf(e, { joint }).result !== result);
    const all = electorates.reduce((sum, e) => sum + e.votes.length, 0);
    if (turn) {
      const answers = new Map(turn.seats.map(({ key, answer }) => [key, answer]));
      const after = electorates.map((e) => ({
        ...e,
        votes: e.votes.map((v) => (answers.has(v.key) ? answered(v, answers.get(v.key) ?? null) : v)),
      }));
      expect(resultOf(after, { joint }).result).toBe(turn.to);
      expect(turn.to).not.toBe(result);
    }
    const smaller = Array.from({ length: turn ? turn.seats.length - 1 : all }, (_, i) => i + 1);
    expect(smaller.some(turns)).toBe(false);
  },
  1500,
);
