/** Every rule as a truth table, both sides of each boundary. Letters: `votes.ts`. */
import { type Electorate, judge } from '../../../domain/ballot/judge';
import type { Verdict, Vote } from '../../../domain/ballot/vote';
import type { Rule, Threshold } from '../../../domain/procedure/rule-schema';
import { votes } from './votes';

type Row = readonly [string, Verdict];
const yes = 'positive';
const no = 'negative';
const open = 'undecided';

function table(name: string, rule: Rule, rows: readonly Row[], more?: (i: number) => Partial<Vote>): void {
  it.each(rows)(`${name}: "%s" is %s`, (text, verdict) => {
    expect(judge({ rule, votes: votes(text, more) })).toBe(verdict);
  });
}

table('any', { kind: 'any' }, [
  ['', no],
  ['.', no],
  ['n', no],
  ['a', no],
  ['nn', no],
  ['f', yes],
  ['af', yes],
  ['f..', yes],
]);

table('all', { kind: 'all' }, [
  ['', no],
  ['f', yes],
  ['ff', yes],
  ['f.', no],
  ['fn', no],
  ['fa', no],
  ['fl', yes],
  ['l', no],
]);

table('two of all', { kind: 'nOfM', n: 2 }, [
  ['f', no],
  ['f..', no],
  ['ff.', yes],
  ['ffa', yes],
  ['fna', no],
  ['ffl', yes],
  ['fl', no],
]);

const share = (inFavour: Threshold): Rule => ({ kind: 'share', inFavour });

table('at least two thirds of those cast', share({ atLeast: '2/3', of: 'cast' }), [
  ['', no],
  ['nnn', no],
  ['...', no],
  ['f', yes],
  ['ffa', yes],
  ['fa', no],
  ['ffffaa', yes],
  ['fffaaa', no],
  ['ffannnn', yes],
]);

table('more than half of those cast', share({ moreThan: '1/2', of: 'cast' }), [
  ['fffaaa', no],
  ['ffffaa', yes],
  ['fa', no],
  ['fan', no],
  ['fn', yes],
  ['n', no],
]);

table('at least half of those cast', share({ atLeast: '1/2', of: 'cast' }), [
  ['fa', yes],
  ['faa', no],
]);

table('at least half of those present', share({ atLeast: '0.5', of: 'present' }), [
  ['fn', yes],
  ['fnn', no],
  ['fn..', yes],
]);

table('at least half of the seats', share({ atLeast: '1/2', of: 'seats' }), [
  ['f.', yes],
  ['f..', no],
  ['f.l', yes],
  ['fn', yes],
]);

table('every one of those cast', share({ atLeast: '1', of: 'cast' }), [
  ['ffn.', yes],
  ['ffa', no],
]);

// In floats 0.55 × 20 is 11.000000000000002, and eleven of twenty would be too few.
table('at least 0.55 of the seats', share({ atLeast: '0.55', of: 'seats' }), [
  ['fffffffffffaaaaaaaaa', yes],
  ['ffffffffffaaaaaaaaaa', no],
]);

table('majority of those cast', { kind: 'majority', of: 'cast' }, [
  ['f', yes],
  ['fa', open],
  ['ffa', yes],
  ['faa', no],
  ['fan', open],
  ['nn', open],
  ['..', open],
  ['', no],
  ['fffaaa', open],
  ['ffffaa', yes],
]);

table('majority of those present', { kind: 'majority', of: 'present' }, [
  ['fn', open],
  ['ffn', yes],
  ['fnn', no],
  ['f.', yes],
]);

table('majority of the seats', { kind: 'majority', of: 'seats' }, [
  ['ff.', yes],
  ['f.', open],
  ['f..', no],
  ['..', no],
]);

table('two thirds of those cast', { kind: 'twoThirds', of: 'cast' }, [
  ['ffffaa', yes],
  ['fffaaa', no],
  ['ffa', yes],
  ['fffaa', no],
  ['nnn', no],
]);

table('two thirds of the seats', { kind: 'twoThirds', of: 'seats' }, [
  ['ffff..', yes],
  ['fff...', no],
  ['ff.', yes],
]);

const WEIGHTS = ['0.1', '0.2', '0.3', '3'];
const weighing = (i: number) => ({ weight: WEIGHTS[i] ?? '1' });

// In floats 0.1 + 0.2 is more than 0.3.
table(
  'more than half of the weight cast',
  { kind: 'weighted', inFavour: { moreThan: '1/2', of: 'cast' } },
  [
    ['ffan', no],
    ['ffnn', yes],
    ['aafn', no],
    ['aaaf', yes],
    ['fffa', no],
    ['nnnn', no],
  ],
  weighing,
);

table(
  'at least half of the weight cast',
  { kind: 'weighted', inFavour: { atLeast: '1/2', of: 'cast' } },
  [
    ['ffan', yes],
    ['aafn', yes],
    ['faan', no],
  ],
  weighing,
);

table('without weights every vote weighs one', { kind: 'weighted', inFavour: { atLeast: '2/3', of: 'seats' } }, [
  ['ffffaa', yes],
  ['fffaaa', no],
]);

table('the required consent of k0 and k1', { kind: 'requiredConsent', seats: ['k0', 'k1'] }, [
  ['ffaa', yes],
  ['ff..', yes],
  ['faff', no],
  ['f.ff', no],
  ['fnff', no],
  ['flf', yes],
  ['llf', no],
  ['f', no],
]);

table(
  'a required consent that an abstention does not block',
  { kind: 'requiredConsent', seats: ['k0', 'k1'], abstentionBlocks: false },
  [
    ['fn', yes],
    ['f.', no],
    ['fa', no],
    ['nn', no],
    ['nnf', yes],
    ['nna', no],
  ],
);

table(
  'a required consent by role',
  { kind: 'requiredConsent', seats: ['boundary'] },
  [
    ['ff', yes],
    ['fa', no],
    ['af', no],
  ],
  () => ({ role: 'boundary' }),
);

table('silence', { kind: 'silence' }, [
  ['', no],
  ['...', yes],
  ['f.n', yes],
  ['nn', yes],
  ['a..', no],
  ['ffa', no],
  ['.m', open],
  ['fm', open],
  ['am', no],
  ['.l', yes],
  ['l', no],
]);

it('silence once broken is broken for good', () => {
  const changed = votes('f..', (i) => (i === 0 ? { hasObjected: true } : {}));
  expect(judge({ rule: { kind: 'silence' }, votes: changed })).toBe('negative');
});

table('consensus', { kind: 'consensus' }, [
  ['', no],
  ['ff', yes],
  ['fn', yes],
  ['nn', no],
  ['f.', no],
  ['fna', no],
  ['fl', yes],
]);

table('unanimity of sides', { kind: 'unanimityOfSides' }, [
  ['', no],
  ['ff', yes],
  ['fn', no],
  ['f.', no],
  ['fa', no],
]);

table('unanimity of sides that an abstention does not block', { kind: 'unanimityOfSides', abstentionBlocks: false }, [
  ['fn', yes],
  ['nn', no],
  ['f.', no],
  ['fna', no],
]);

table('two who take part', { kind: 'optIn', atLeast: 2 }, [
  ['ff', yes],
  ['ffa', yes],
  ['ffln', yes],
  ['ff..', yes],
  ['fann', no],
  ['f.', no],
]);

table('the ISO rule, all of them P-members', { kind: 'isoDualThreshold' }, [
  ['ffffffaa', yes],
  ['fffffaa', no],
  ['fffaa', no],
  ['ffa', no],
  ['fffa', yes],
  ['ffau', no],
  ['fffau', yes],
  ['fun', yes],
  ['uuu', no],
  ['nnn', no],
  ['...', no],
  ['fffan', yes],
]);

// Two thirds of three P-members in favour; of all votes four of sixteen, and four of fifteen, are negative.
table(
  'the ISO rule, the first three P-members',
  { kind: 'isoDualThreshold' },
  [
    ['ffaaaaffffffffff', yes],
    ['ffaaaafffffffff', no],
    ['faafffffffffffff', no],
    ['nnnfffffff', no],
  ],
  (i) => ({ participating: i < 3 }),
);

const double: Rule = {
  kind: 'doubleMajority',
  units: { atLeast: '0.55', of: 'seats' },
  weight: { atLeast: '0.65', of: 'seats' },
};
const POPULATIONS = ['40', '25', '20', '10', '5'];
const populous = (i: number) => ({ weight: POPULATIONS[i] ?? '0' });

table(
  'a double majority',
  double,
  [
    ['ffaaa', no],
    ['ffaaf', yes],
    ['affff', no],
    ['faffa', yes],
    ['faaff', no],
    ['.....', no],
  ],
  populous,
);

table(
  'a double majority that fewer than two against do not block',
  { ...double, passesWithAgainstBelow: 2 },
  [
    ['affff', yes],
    ['aafff', no],
    ['fnnnn', yes],
    ['nnnnn', no],
    ['annnn', no],
  ],
  populous,
);

const ieee: Rule = { kind: 'returnAndApproval', returnRate: '3/4', approvalRate: '3/4', abstentionsBelow: '0.3' };

table('return and approval rates', ieee, [
  ['fff.', yes],
  ['ff..', no],
  ['fffa', yes],
  ['ffa', no],
  ['ffau', no],
  ['fffau', yes],
  ['fffnn', no],
  ['fffffffnnn', no],
  ['ffffffffnn', yes],
  ['ffffffunnn', no],
  ['fffu', yes],
  ['uuuu', no],
  ['nnnn', no],
  ['....', no],
  ['fffl', yes],
]);

it('return and approval rates agree with the published count of IEEE 802.20 in January 2008', () => {
  const returned = ['f'.repeat(39), 'a'.repeat(11), 'u', 'n'.repeat(8)].join('');
  const given = votes(returned + '.'.repeat(11));
  expect(given).toHaveLength(70);
  expect(judge({ rule: ieee, votes: given })).toBe('positive');
  // 39 of 50 are 0.78, and 59 of 70 are 0.843: a little more is too much.
  expect(judge({ rule: { ...ieee, approvalRate: '0.78' }, votes: given })).toBe('positive');
  expect(judge({ rule: { ...ieee, approvalRate: '0.7801' }, votes: given })).toBe('negative');
  expect(judge({ rule: { ...ieee, returnRate: '59/70' }, votes: given })).toBe('positive');
  expect(judge({ rule: { ...ieee, returnRate: '0.843' }, votes: given })).toBe('negative');
  expect(judge({ rule: { ...ieee, abstentionsBelow: '8/59' }, votes: given })).toBe('negative');
  expect(judge({ rule: { ...ieee, abstentionsBelow: '9/59' }, votes: given })).toBe('positive');
});

table('consult then refer', { kind: 'consultThenRefer' }, [
  ['ff', yes],
  ['fn', yes],
  ['nn', open],
  ['f.', open],
  ['..', open],
  ['fa', 'refer'],
  ['a.', 'refer'],
  ['aa', 'refer'],
]);

const quorate = (atLeast: number | string, over?: 'present' | 'cast'): Rule => ({
  kind: 'majority',
  of: 'cast',
  quorum: { atLeast, ...(over ? { over } : {}) },
});

it.each<[string, Rule, string, Verdict]>([
  ['a quorum that is met', quorate(3), 'ffa..', yes],
  ['a quorum that is missed decides nothing', quorate(3), 'ff...', open],
  ['not even against', quorate(3), 'aa...', open],
  ['a neutral reply is present', quorate(3), 'ffn..', yes],
  ['unless the rule counts those cast', quorate(3, 'cast'), 'ffn..', open],
  ['half of the seats, met', quorate('1/2'), 'ff..', yes],
  ['half of the seats, missed', quorate('1/2'), 'ff...', open],
  ['seats that left are not waited for', quorate('1/2'), 'ff..l', yes],
  ['a reserve is not present', quorate(3), 'ffr', open],
])('%s: %j with "%s" is %s', (_, rule, text, verdict) => {
  expect(judge({ rule, votes: votes(text) })).toBe(verdict);
});

it.each<[Rule, string, Verdict]>([
  [{ kind: 'all' }, 'fu', no],
  [{ kind: 'nOfM', n: 1 }, 'fu', yes],
  [{ kind: 'silence' }, '.u', yes],
  [{ kind: 'silence' }, '.a', no],
  [{ kind: 'majority', of: 'cast' }, 'fu', yes],
  [{ kind: 'majority', of: 'cast' }, 'fa', open],
  [{ kind: 'majority', of: 'present' }, 'fu', open],
  [{ kind: 'consultThenRefer' }, 'fu', yes],
])('%j counts no negative without reasons where the step says so: "%s" is %s', (rule, text, verdict) => {
  const electorate: Electorate = { rule, votes: votes(text), onlyReasoned: true };
  expect(judge(electorate)).toBe(verdict);
});

it('a negative without reasons counts where the step does not say otherwise', () => {
  expect(judge({ rule: { kind: 'silence' }, votes: votes('.u') })).toBe('negative');
});
