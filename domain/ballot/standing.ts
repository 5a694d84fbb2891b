/**
 * When a ballot may close, and with which result.
 *
 * 1. With the last reply. A reserve, and an agreement ad referendum until it is confirmed or its time is over, count
 *    as still to come; a request for changes is an answer, so that all wishes come together.
 * 2. Early, where the procedure decides early: as soon as the open votes cannot change the result. A text is not
 *    sent back early, because further wishes may come, unless the procedure returns it at once.
 * 3. At the deadline, if the open votes cannot change the result, or if the procedure closes with what stands;
 *    otherwise the procedure says what follows: remind and wait, refer up, lapse.
 * 4. *Silence* runs its full length even when all have agreed, unless it is set to end then; once broken it is
 *    closed at once, whatever the others would say. At its end it passes if nothing holds it and nobody is silent
 *    whose silence does not count.
 * 5. *Consult then refer* never closes at the first no: all opinions are in, or the deadline is over, and then
 *    someone against is enough. Nobody against and an opinion missing: it waits.
 */
import { type Electorate, judge } from './judge';
import { inCount, type Reading, resultOf, takesPart } from './result';
import { isSilentInVain } from './rules/silence';
import { type Tally, tally } from './tally';
import { isHeld, isOpenVote, type Result } from './vote';

export type Moment = Reading &
  Readonly<{
    atDeadline: boolean;
    /** The procedure's early decision. */
    early?: boolean;
    /** The procedure's `returnAtOnce`. */
    returnAtOnce?: boolean;
  }>;

export type Standing = Readonly<{
  tally: Tally;
  mayClose: boolean;
  /** What the ballot comes to if it closes now. */
  result: Result;
  /** Why it is negative, where no vote is the reason. */
  reason: 'tooFewParticipants' | null;
  /** In an opt-in, the sides that take part; null under every other rule. */
  takesPart: readonly string[] | null;
}>;

/** Where a ballot stands at a moment, and whether it may close there. Pure; independent of the order of votes. */
export function standingOf(electorates: readonly Electorate[], moment: Moment): Standing {
  const { result, tooFew } = resultOf(electorates, moment);
  const counts = tally(electorates, moment);
  return {
    tally: counts,
    mayClose: mayClose(electorates, moment, counts),
    result,
    reason: tooFew ? 'tooFewParticipants' : null,
    takesPart: takesPart(electorates),
  };
}

function mayClose(electorates: readonly Electorate[], moment: Moment, { fixed, verdict }: Tally): boolean {
  const { atDeadline, closing, early, returnAtOnce } = moment;
  const counting = inCount(electorates);
  if (closing || counting.every((e) => isDone(e, atDeadline))) return true;
  if (counting.some((e) => e.rule.kind === 'silence' && judge(e) === 'negative')) return true;
  if (verdict === 'returned' && returnAtOnce) return true;
  if (!fixed || atDeadline) return fixed;
  return early === true && verdict !== 'returned' && !counting.some(runsItsLength);
}

/** Whether nothing is waited for any more in one electorate. */
function isDone(electorate: Electorate, atDeadline: boolean): boolean {
  const { rule, votes } = electorate;
  const isAnswered = !votes.some(isOpenVote);
  if (rule.kind === 'consultThenRefer') return isAnswered || (atDeadline && judge(electorate) === 'refer');
  if (rule.kind !== 'silence') return isAnswered;
  if (atDeadline) return !votes.some((v) => isHeld(v) || isSilentInVain(v));
  return rule.endWhenAllAgreed === true && votes.every((v) => v.class === 'for' || v.class === 'leaves');
}

const runsItsLength = ({ rule }: Electorate): boolean => rule.kind === 'silence' || rule.kind === 'consultThenRefer';
