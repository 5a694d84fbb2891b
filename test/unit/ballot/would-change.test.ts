/** What would still change a result. Letters: `votes.ts`. */
import { whatWouldChange } from '../../../domain/ballot/would-change';
import type { Rule } from '../../../domain/procedure/rule-schema';
import { between, house } from './votes';

type Row = readonly [rule: Rule, text: string, forNeeded: number | null, againstEnds: boolean, turn: string];

const any: Rule = { kind: 'any' };
const all: Rule = { kind: 'all' };
const two: Rule = { kind: 'nOfM', n: 2 };
const majority: Rule = { kind: 'majority', of: 'cast' };
const thirds: Rule = { kind: 'twoThirds', of: 'cast' };

const rows: readonly Row[] = [
  [any, '..', 1, false, 'positive: k0 for'],
  [any, 'f.', 0, false, 'negative: k0 against'],
  [any, 'ff', 0, false, 'negative: k0 against, k1 against'],
  [any, 'a', null, false, 'positive: k0 for'],
  [all, '..', 2, true, 'positive: k0 for, k1 for'],
  [all, 'f.', 1, true, 'positive: k1 for'],
  [all, 'fa', null, false, 'positive: k1 for'],
  [all, 'fn.', null, true, 'positive: k2 for, k1 for'],
  [two, 'f..', 1, false, 'positive: k1 for'],
  [two, 'fa.', 1, true, 'positive: k2 for'],
  [majority, 'fa..', 1, false, 'positive: k2 for'],
  [majority, 'ff.', 0, false, 'undecided: k0 against'],
  [thirds, 'ffa', 0, false, 'negative: k0 against'],
  [thirds, 'fa.', 1, true, 'positive: k2 for'],
  [any, 'fr', 1, false, 'positive: k1 for'],
  [all, 'fc', null, false, 'positive: k1 for'],
  [{ kind: 'silence' }, '..', 0, true, 'negative: k0 against'],
  [{ kind: 'consultThenRefer' }, 'f.', 1, false, 'positive: k1 for'],
];

it.each(rows)('%j with "%s" needs %s more, an objection ends it: %s, turn: %s', (rule, text, forNeeded, ends, turn) => {
  const would = whatWouldChange(house(rule, text), { joint: false });
  const told = would.turn?.seats.map(({ key, answer }) => `${key} ${answer}`).join(', ');
  expect(would).toMatchObject({ forNeeded, againstEnds: ends });
  expect(`${would.turn?.to}: ${told}`).toBe(turn);
});

it('counts the replies of a turn per answer', () => {
  expect(whatWouldChange(house({ kind: 'nOfM', n: 3 }, 'f...'), { joint: false })).toMatchObject({
    open: 3,
    turn: { to: 'positive', replies: { for: 2 } },
  });
});

it('asks both electorates of a joint step', () => {
  const would = whatWouldChange(between({ kind: 'unanimityOfSides' }, 'f.', '0:f 1:.'), { joint: true });
  expect(would).toMatchObject({ open: 2, forNeeded: 2, againstEnds: true, turn: { replies: { for: 2 } } });
});

it('in an opt-in one side may have to come in while another stays away', () => {
  // S2 is in, and its participant refuses: it must stay away, and S3 come in its place.
  const would = whatWouldChange(between({ kind: 'optIn', atLeast: 3 }, 'fff.', '2:a'), { joint: true });
  expect(would.turn).toMatchObject({ to: 'positive', seats: [{ key: 'c0', answer: 'for' }] });
  const far = whatWouldChange(between({ kind: 'optIn', atLeast: 3 }, 'fff.', '2:a 2:a 2:a 0:f'), { joint: true });
  expect(far.turn?.to).toBe('positive');
  expect(far.turn?.replies).toEqual({ against: 1, for: 1 });
});

it('says that nothing can turn a silence that was broken', () => {
  expect(whatWouldChange(house({ kind: 'silence' }, ''), { joint: false }).turn).toBeNull();
  const [electorate] = house({ kind: 'silence' }, 'f.');
  const votes = (electorate?.votes ?? []).map((v) => ({ ...v, hasObjected: true }));
  expect(whatWouldChange([{ rule: { kind: 'silence' }, votes }], { joint: false }).turn).toBeNull();
});
