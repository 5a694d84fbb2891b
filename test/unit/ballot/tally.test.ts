import fc from 'fast-check';
import { type Electorate, judge, tally, whatWouldChange } from '../../../domain/ballot/tally';
import type { Rule } from '../../../domain/procedure/schema';
import { seeded } from '../seeded';

const CLASSES = ['for', 'against', 'neutral'] as const;

const rule = fc.oneof(
  fc.constant<Rule>({ kind: 'any' }),
  fc.constant<Rule>({ kind: 'all' }),
  fc.integer({ min: 1, max: 5 }).map((n): Rule => ({ kind: 'nOfM', n })),
  fc.boolean().map((abstentionBlocks): Rule => ({ kind: 'unanimityOfSides', abstentionBlocks })),
);
const votes = fc
  .array(fc.constantFrom(...CLASSES, null), { minLength: 1, maxLength: 5 })
  .map((classes) => classes.map((c, i) => ({ key: `k${i}`, side: `S${i}`, class: c })));
const electorate: fc.Arbitrary<Electorate> = fc.record({ rule, votes });

/** Every ending of the open votes, tried one by one. */
function endings(e: Electorate): Electorate[] {
  const open = e.votes.findIndex((v) => v.class === null);
  if (open < 0) return [e];
  return CLASSES.flatMap((c) => endings({ ...e, votes: e.votes.map((v, i) => (i === open ? { ...v, class: c } : v)) }));
}

seeded('a result is fixed exactly when no ending of the open votes can change it', electorate, (e) => {
  const verdicts = new Set(endings(e).map(judge));
  expect(tally([e]).fixed).toBe(verdicts.size === 1);
});

seeded('the order of votes does not matter', fc.tuple(electorate, fc.infiniteStream(fc.nat())), ([e, keys]) => {
  const shuffled = e.votes
    .map((v) => ({ v, k: keys.next().value as number }))
    .toSorted((a, b) => a.k - b.k)
    .map(({ v }) => v);
  expect(tally([{ ...e, votes: shuffled }])).toEqual(tally([e]));
});

seeded('the number of further votes needed is enough, and one fewer is not', electorate, (e) => {
  const { forNeeded, open } = whatWouldChange([e]);
  const withFor = (n: number): Electorate => {
    let left = n;
    return { ...e, votes: e.votes.map((v) => (v.class === null && left-- > 0 ? { ...v, class: 'for' as const } : v)) };
  };
  const reachable = judge(withFor(open)) === 'positive';
  expect(judge(withFor(forNeeded))).toBe(reachable ? 'positive' : 'negative');
  if (reachable && forNeeded > 0) expect(judge(withFor(forNeeded - 1))).toBe('negative');
});

seeded('two electorates pass only together', fc.tuple(electorate, electorate), ([a, b]) => {
  const both = judge(a) === 'positive' && judge(b) === 'positive';
  expect(tally([a, b]).verdict).toBe(both ? 'positive' : 'negative');
});
