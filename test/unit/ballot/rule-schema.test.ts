import { fraction } from '../../../domain/ballot/amounts';
import { ruleSchema, shareText } from '../../../domain/procedure/rule-schema';

const share = (text: string) => ({ kind: 'share', inFavour: { atLeast: text, of: 'cast' } });

it.each(['1/2', '2/3', '1', '1/1', '0.5', '0.55', '1.0', '17/60'])('%s is a share', (text) => {
  expect(ruleSchema.safeParse(share(text)).success).toBe(true);
});

it.each(['0', '0/3', '3/2', '1.01', '2', '1/0', '0/0', '.5', '1.', '50%', '-1/2', ' 1/2', '1/2/3', '1e-1', ''])(
  '"%s" is no share',
  (text) => {
    expect(shareText.safeParse(text).success).toBe(false);
  },
);

it.each<[string, bigint, bigint]>([
  ['2/3', 2n, 3n],
  ['0.55', 55n, 100n],
  ['1', 1n, 1n],
  ['0.10', 10n, 100n],
])('%s is exactly %s over %s', (text, over, under) => {
  expect(fraction(text)).toEqual({ over, under });
});

it.each<[string, unknown]>([
  ['a rule that nobody knows', { kind: 'acclamation' }],
  ['a field that the rule does not have', { kind: 'all', n: 2 }],
  ['a quorum where all must agree anyway', { kind: 'all', quorum: { atLeast: 2 } }],
  ['a share without its base', { kind: 'share', inFavour: { atLeast: '2/3' } }],
  ['a majority without its base', { kind: 'majority' }],
  ['a share both ways', { kind: 'share', inFavour: { atLeast: '2/3', moreThan: '1/2', of: 'cast' } }],
  ['a number where a share is asked', { kind: 'share', inFavour: { atLeast: 2, of: 'cast' } }],
  ['a required consent of nobody', { kind: 'requiredConsent', seats: [] }],
  ['an opt-in without a number', { kind: 'optIn' }],
  ['none of all', { kind: 'nOfM', n: 0 }],
  ['a quorum of nobody', { kind: 'any', quorum: { atLeast: 0 } }],
  ['a quorum of more than all', { kind: 'any', quorum: { atLeast: '3/2' } }],
])('refuses %s', (_, rule) => {
  expect(ruleSchema.safeParse(rule).success).toBe(false);
});
