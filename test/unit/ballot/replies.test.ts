import { classOf, REPLY_KINDS, type ReplyKind, type VoteClass } from '../../../domain/ballot/replies';
import { resultOf } from '../../../domain/ballot/result';
import { tally } from '../../../domain/ballot/tally';
import type { Result } from '../../../domain/ballot/vote';
import type { Rule } from '../../../domain/procedure/rule-schema';
import { house } from './votes';

const CLASSES: readonly (readonly [ReplyKind, VoteClass | null])[] = [
  ['agree', 'for'],
  ['agreeWithComments', 'for'],
  ['agreeWithStatement', 'for'],
  ['agreeAdReferendum', 'provisional'],
  ['reserve', 'reserved'],
  ['object', 'against'],
  ['requestChanges', 'returns'],
  ['requestExtension', null],
  ['abstain', 'neutral'],
  ['takeNote', 'neutral'],
  ['notConcerned', 'neutral'],
  ['doesNotTakePart', 'leaves'],
];

it('every kind of reply is in the table', () => {
  expect(CLASSES.map(([kind]) => kind)).toEqual([...REPLY_KINDS]);
});

it.each(CLASSES)('%s counts as %s', (kind, expected) => {
  expect(classOf(kind)).toBe(expected);
});

const any: Rule = { kind: 'any' };
const all: Rule = { kind: 'all' };
const silence: Rule = { kind: 'silence' };
const majority: Rule = { kind: 'majority', of: 'cast' };

it.each<[string, Rule, string, Result]>([
  ['a confirmed agreement counts as for', any, 'f', 'positive'],
  ['an unconfirmed one counts for nobody', any, 'p', 'negative'],
  ['an unconfirmed one holds what the others would pass', any, 'fp', 'undecided'],
  ['an unconfirmed one saves nothing', all, 'pa', 'negative'],
  ['a reserve is not for', any, 'r', 'negative'],
  ['a reserve is not against', majority, 'far', 'undecided'],
  ['nothing passes while a reserve stands', any, 'fr', 'undecided'],
  ['not even by silence', silence, '.r', 'undecided'],
  ['a lifted reserve lets it pass', any, 'ff', 'positive'],
  ['a reserve saves nothing', all, 'ra', 'negative'],
  ['a request for changes returns what would pass', any, 'fc', 'returned'],
  ['a request for changes returns what nobody has lost', all, 'fc', 'returned'],
  ['a request for changes alone returns', all, 'c', 'returned'],
  ['a lost rule beats a request for changes', all, 'ac', 'negative'],
  ['a rule that the requester could still save is not lost', majority, 'ac', 'returned'],
  ['a rule that the requester could not save is lost', majority, 'aac', 'negative'],
  ['a rule that silent seats could still save is not lost', majority, 'aac..', 'returned'],
  ['a referral beats a request for changes', { kind: 'consultThenRefer' }, 'ac', 'refer'],
  ['a request for changes holds silence', silence, '.c', 'returned'],
  ['an objection beats it under silence', silence, 'ac', 'negative'],
  ['a neutral reply is neither for nor against', majority, 'fn', 'positive'],
  ['a seat that left is in no base', all, 'fl', 'positive'],
  ['nobody left is nobody for', all, 'l', 'negative'],
])('%s: %j with "%s" is %s', (_, rule, text, result) => {
  expect(resultOf(house(rule, text), { joint: false }).result).toBe(result);
});

it('what waits for others is not lost, and is lost when the ballot closes with what stands', () => {
  const electorates = house(majority, 'aac..');
  expect(resultOf(electorates, { joint: false, closing: true }).result).toBe('negative');
});

it('counts each class once, and the reserved and provisional as open', () => {
  expect(tally(house(any, 'ffanrpcl..'), { joint: false })).toEqual({
    for: 2,
    against: 1,
    neutral: 1,
    open: 4,
    reserved: 1,
    provisional: 1,
    returning: 1,
    left: 1,
    verdict: 'returned',
    fixed: true,
    held: true,
  });
});
