/** When a ballot may close, and with what: every way in which one ends, both sides of each. Letters: `votes.ts`. */
import { type Moment, standingOf } from '../../../domain/ballot/standing';
import type { Result } from '../../../domain/ballot/vote';
import type { Rule } from '../../../domain/procedure/rule-schema';
import { between, house, votes } from './votes';

const any: Rule = { kind: 'any' };
const all: Rule = { kind: 'all' };
const majority: Rule = { kind: 'majority', of: 'cast' };
const silence: Rule = { kind: 'silence' };
const silenceEnding: Rule = { kind: 'silence', endWhenAllAgreed: true };
const consult: Rule = { kind: 'consultThenRefer' };

const running: Moment = { joint: false, atDeadline: false };
const early: Moment = { ...running, early: true };
const over: Moment = { joint: false, atDeadline: true };
const closing: Moment = { ...over, closing: true };

/** The result where the ballot may close; what it would come to, with dots before it, where it must wait. */
type Row = readonly [name: string, rule: Rule, text: string, moment: Moment, expected: Result | `…${Result}`];

const rows: readonly Row[] = [
  ['the last reply closes', all, 'ff', running, 'positive'],
  ['nothing before it does', all, 'f.', running, '…negative'],
  ['not even what cannot change', all, 'a.', running, '…negative'],
  ['unless decided early', all, 'a.', early, 'negative'],
  ['early in favour', any, 'f.', early, 'positive'],
  ['early where a tie is still possible', majority, 'ff..', early, '…positive'],
  ['early where none is', majority, 'fff..', early, 'positive'],
  ['early where a quorum may be missed', { ...majority, quorum: { atLeast: 4 } }, 'fff..', early, '…undecided'],
  ['early where a quorum is met', { ...majority, quorum: { atLeast: 3 } }, 'fff..', early, 'positive'],
  ['a tie closes undecided', majority, 'fa', running, 'undecided'],
  ['a reserve counts as open', any, 'fr', running, '…undecided'],
  ['a reserve is never decided early in favour', any, 'fr', early, '…undecided'],
  ['a reserve is decided early against', all, 'ar', early, 'negative'],
  ['a lifted reserve that leaves no reply is waited for', all, 'f.', running, '…negative'],
  ['an agreement ad referendum counts as open', any, 'fp', running, '…undecided'],
  ['nor is it decided early in favour', any, 'fp', early, '…undecided'],
  ['it holds at the deadline of the others', any, 'fp', over, '…undecided'],
  ['changes are asked for with the last reply', all, 'fc', running, 'returned'],
  ['not before it', all, 'c.', running, '…returned'],
  ['and not early', any, 'fc.', early, '…returned'],
  ['but at once where the procedure says so', all, 'c.', { ...running, returnAtOnce: true }, 'returned'],
  ['a lost rule is not returned at once', all, 'ac.', { ...running, returnAtOnce: true }, '…negative'],
  ['a lost rule beats changes early', all, 'ac.', early, 'negative'],
  ['changes wait for a reserve', all, 'fcr', running, '…returned'],
  ['at the deadline changes that nobody can beat', any, 'fc.', over, 'returned'],
  ['at the deadline changes that an objection could beat', all, 'c.', over, '…returned'],
  ['the deadline alone closes nothing', all, 'f.', over, '…negative'],
  ['it closes what cannot change', all, 'a.', over, 'negative'],
  ['or what the procedure closes', all, 'f.', closing, 'negative'],
  ['with those who answered', majority, 'ffa..', closing, 'positive'],
  ['undecided while a reserve stands', majority, 'ffr', closing, 'undecided'],
  ['as lost where nobody can save it any more', majority, 'aac..', closing, 'negative'],
  ['as returned where the requester could', majority, 'ac..', closing, 'returned'],
  ['nobody left to ask', all, 'll', running, 'negative'],

  ['silence runs its full length', silence, '...', running, '…positive'],
  ['even when all have agreed', silence, 'ff', running, '…positive'],
  ['and even decided early', silence, 'ff', early, '…positive'],
  ['unless it is set to end then', silenceEnding, 'ff', running, 'positive'],
  ['when all have agreed', silenceEnding, 'f.', running, '…positive'],
  ['a neutral reply is no agreement', silenceEnding, 'fn', running, '…positive'],
  ['at its end it passes', silence, '...', over, 'positive'],
  ['broken it is closed at once', silence, 'a..', running, 'negative'],
  ['held by a reserve it waits', silence, '.r', over, '…undecided'],
  ['broken it does not wait for a reserve', silence, 'ar', running, 'negative'],
  ['a silence that does not count is waited for', silence, '.m', over, '…undecided'],
  ['an agreement ad referendum is waited for', silence, '.p', over, '…undecided'],
  ['changes return it at its end', silence, '.c', over, 'returned'],
  ['and not before', silence, 'fc', running, '…returned'],

  ['consulting does not stop at the first no', consult, 'a.', running, '…refer'],
  ['not even early', consult, 'a.', early, '…refer'],
  ['all opinions are in', consult, 'af', running, 'refer'],
  ['or the deadline is over', consult, 'a.', over, 'refer'],
  ['nobody against and one missing waits', consult, 'f.', over, '…undecided'],
  ['all in favour', consult, 'ff', running, 'positive'],
  ['a reserve is an opinion still to come', consult, 'ar', running, '…refer'],
  ['which someone against does not wait for', consult, 'ar', over, 'refer'],
];

it.each(rows)('%s: %j with "%s" at %j comes to %s', (_, rule, text, moment, expected) => {
  const { mayClose, result } = standingOf(house(rule, text), moment);
  expect(mayClose ? result : `…${result}`).toBe(expected);
});

it('a silence that was broken stays broken when the objection is withdrawn meanwhile', () => {
  const broken = [{ rule: silence, votes: votes('f.', (i) => ({ hasObjected: i === 0 })) }];
  expect(standingOf(broken, running)).toMatchObject({ mayClose: true, result: 'negative' });
});

const unanimity: Rule = { kind: 'unanimityOfSides' };
const lenient: Rule = { kind: 'unanimityOfSides', abstentionBlocks: false };
const consensus: Rule = { kind: 'consensus' };
const two: Rule = { kind: 'optIn', atLeast: 2 };

type Joint = readonly [
  name: string,
  rule: Rule,
  positions: string,
  consents: string,
  expected: Result | `…${Result}`,
  reason?: 'tooFewParticipants',
];

const joints: readonly Joint[] = [
  ['both counts pass', unanimity, 'ff', '0:f 1:f', 'positive'],
  ['a missing consent is waited for', unanimity, 'ff', '0:f 1:.', '…negative'],
  ['a missing position is waited for', unanimity, 'f.', '0:f 1:f', '…negative'],
  ['a neutral consent is none', unanimity, 'ff', '0:f 1:n', 'negative'],
  ['even where a neutral side passes', lenient, 'fn', '0:f 1:n', 'negative'],
  ['a neutral side blocks unanimity', unanimity, 'fn', '0:f 1:f', 'negative'],
  ['unless it does not', lenient, 'fn', '0:f 1:f', 'positive'],
  ['a neutral side joins a consensus', consensus, 'fn', '0:f 1:f', 'positive'],
  ['but nobody alone does', consensus, 'nn', '0:f 1:f', 'negative'],
  ['an objecting participant ends it', consensus, 'ff', '0:f 1:a', 'negative'],
  ['a reserved consent holds', consensus, 'ff', '0:f 1:r', '…negative'],
  ['a consent ad referendum holds', unanimity, 'ff', '0:f 1:p', '…negative'],
  ['a participant may ask for changes', unanimity, 'ff', '0:f 1:c', 'returned'],
  ['not where a side objects', unanimity, 'fa', '0:f 1:c', 'negative'],
  ['a side that leaves takes its participants with it', unanimity, 'ffl', '0:f 1:f 2:a', 'positive'],
  ['and is not waited for', unanimity, 'ffl', '0:f 1:f 2:.', 'positive'],
  ['a participant that leaves is not waited for', unanimity, 'ff', '0:f 1:f 1:l', 'positive'],
  ['with one side left nothing is agreed', unanimity, 'fl', '0:f', 'negative', 'tooFewParticipants'],
  ['with two there is', unanimity, 'ffl', '0:f 1:f', 'positive'],
  ['not even by silence with one', silence, '.l', '', '…negative', 'tooFewParticipants'],
  ['who takes part is listed', two, 'ffaa', '', 'positive'],
  ['to object means to stay away', two, 'ffa', '0:f 1:f 2:.', 'positive'],
  ['and so does to take note', two, 'ffn', '0:f 1:f 2:a', 'positive'],
  ['a participant of a side that stays away does not count', two, 'ffl', '0:f 1:f 2:a', 'positive'],
  ['one of a side that takes part does', two, 'ffl', '0:f 1:a', 'negative'],
  ['one fewer than needed', two, 'faa', '', 'negative', 'tooFewParticipants'],
  ['sides still asked are waited for', two, 'ff.', '', '…positive'],
  ['a reserve holds an opt-in', two, 'ffr', '', '…undecided'],
  ['one partner is enough where one is asked for', { kind: 'optIn', atLeast: 1 }, 'fa', '9:f', 'positive'],
  ['but not alone', { kind: 'optIn', atLeast: 1 }, 'fa', '', 'negative', 'tooFewParticipants'],
];

const complete = joints.map(
  ([name, rule, positions, consents, expected, reason = null]) =>
    [name, rule, positions, consents, expected, reason] as const,
);

it.each(complete)('%s: %j with "%s" and "%s" comes to %s', (_, rule, positions, consents, expected, reason) => {
  const { mayClose, ...standing } = standingOf(between(rule, positions, consents), { joint: true, atDeadline: false });
  expect(mayClose ? standing.result : `…${standing.result}`).toBe(expected);
  expect(standing.reason).toBe(reason);
});

it('silence between sides waits at its end for the consents, which are never silent', () => {
  const atDeadline = { joint: true, atDeadline: true };
  expect(standingOf(between(silence, '..', '0:f 1:.'), atDeadline)).toMatchObject({ mayClose: false });
  expect(standingOf(between(silence, '..', '0:f 1:f'), atDeadline)).toMatchObject({
    mayClose: true,
    result: 'positive',
  });
});

it('an opt-in names the sides that take part, and no other rule does', () => {
  const moment = { joint: true, atDeadline: false };
  expect(standingOf(between(two, 'fafn'), moment).takesPart).toEqual(['S0', 'S2']);
  expect(standingOf(between(unanimity, 'ff'), moment).takesPart).toBeNull();
});

it('counts what left and belongs to those who left', () => {
  const { tally } = standingOf(between(two, 'ffan', '0:f 2:. 3:f'), { joint: true, atDeadline: false });
  expect(tally).toMatchObject({ for: 3, against: 0, neutral: 1, open: 0, left: 3, held: false });
});
