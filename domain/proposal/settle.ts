/**
 * What follows from a changed ballot in the same commit: it closes, a release takes effect, its track
 * settles. These are results, not moves: with either way of driving they stand beside the reply.
 *
 * 1. While a side holds the case, or the track is stopped, nothing settles; a move closes later what was decided.
 * 2. A rule that ends undecided is talked about until its deadline does something; where none does, it is lost.
 * 3. A request for changes returns the text when the ballot closes. A house's wish stays inside until its releasing
 *    seat lets it cross; in a joint step it crosses with the close.
 * 4. A referral is no result: the ballot stays open, and the move *refer up* asks the higher office.
 */
import { type Standing, standingOf } from '../ballot/standing';
import { tally } from '../ballot/tally';
import type { Step } from '../procedure/schema';
import type { Instant } from '../time/instant';
import { stepIn } from './clock';
import { asCrossing } from './crossing';
import { electoratesOf, isDecidedAbove, isReferred, spokenReply, withoutCarriedObjections } from './electorates';
import { type BallotResult, CASE_CHAIN, event, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { type Ballot, ballotOf, type Case, isStopped, trackOf } from './state';

export { electoratesOf } from './electorates';

/** The chain of a track's own events: its side's, or the case's for a joint one. */
export const chainOf = (track: { side: string | null }): string => track.side ?? CASE_CHAIN;

/** What a ballot may be closed with. */
export type Closing = Exclude<BallotResult, 'overtaken'>;

/** What a reply brings about: nothing while votes are open and may change the result. Pure. */
export function settle(state: Case, ballotId: string, at: Instant): readonly ProposalEvent[] {
  const decided = decidedAs(state, ballotOf(state, ballotId));
  return decided === null || decided === 'refer' ? [] : close(state, ballotId, decided, at);
}

/** What an open ballot has come to without its deadline's help, `refer` included; null while it stays open. Pure. */
export function decidedAs(state: Case, ballot: Ballot): Closing | 'refer' | null {
  if (state.paused !== null || ballot.status !== 'open' || isStopped(state, ballot.track)) return null;
  const { mayClose, result, tally: counts } = standing(state, ballot, { atDeadline: false });
  if (!mayClose) return null;
  const isHasty = counts.open > 0 && !standing(state, withoutCarriedObjections(ballot), { atDeadline: false }).mayClose;
  if (isHasty) return null;
  if (result !== 'refer' && result !== 'undecided') return result;
  // Who was asked to decide it has yet to answer; it is asked once.
  if (isReferred(ballot) && !isDecidedAbove(ballot)) return null;
  const step = stepOf(state, ballot);
  if (result === 'refer') return step.atDeadline?.referUp && !isReferred(ballot) ? 'refer' : 'negative';
  return hasDeadlineEffect(ballot, step) ? null : 'negative';
}

/** Whether the deadline will do something with the ballot yet. */
function hasDeadlineEffect(ballot: Ballot, { deadline, atDeadline, rule }: Step): boolean {
  if (!deadline) return false;
  const refers = atDeadline?.referUp !== undefined && !isReferred(ballot);
  return refers || atDeadline?.lapseAfter !== undefined || atDeadline?.close === true || rule.kind === 'silence';
}

type When = Readonly<{ atDeadline: boolean; closing?: boolean }>;

/** Where a ballot stands, by the rule and the settings of its step. Pure. */
export function standing(state: Case, ballot: Ballot, when: When): Standing {
  const track = trackOf(state, ballot.track);
  const { returnAtOnce = false } = stepIn(track, ballot.step);
  const moment = { joint: track.side === null, early: ballot.early, returnAtOnce, ...when };
  return standingOf(electoratesOf(ballot, track), moment);
}

/** The deadline closes a ballot with what stands: who has not answered has no voice in it. Pure. */
export function closeAtDeadline(state: Case, ballotId: string, at: Instant): readonly ProposalEvent[] {
  const decided = decidedAs(state, ballotOf(state, ballotId));
  if (decided !== null && decided !== 'refer') return close(state, ballotId, decided, at);
  const { result } = standing(state, ballotOf(state, ballotId), { atDeadline: true, closing: true });
  // No opinion, or a disagreement that nobody above decides, is no agreement.
  return close(state, ballotId, result === 'undecided' || result === 'refer' ? 'negative' : result, at);
}

/** Closing one ballot with a result, and all that follows from it. Pure. */
export function close(state: Case, ballotId: string, result: Closing, at: Instant): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const track = trackOf(state, ballot.track);
  const counts = tally(electoratesOf(ballot, track), { joint: track.side === null });
  const { for: inFavour, against, neutral, open } = counts;
  const closed = event('BallotClosed', chainOf(track), at, {
    ballot: ballotId,
    result,
    for: inFavour,
    against,
    neutral,
    open,
  });
  const released = result === 'positive' && ballot.effect === 'release' ? [releasedEvent(state, at)] : [];
  const returned = result === 'returned' && track.side === null ? returnedEvents(state, ballot, at) : [];
  const made = [closed, ...released, ...returned];
  return [...made, ...settledTrack(evolveAll(state, state.id, made) as Case, ballot.track, result, at)];
}

function settledTrack(after: Case, trackId: string, result: Closing, at: Instant): readonly ProposalEvent[] {
  // A text that was sent back leaves the track waiting for the next round.
  if (result === 'returned') return [];
  const track = trackOf(after, trackId);
  if (result === 'positive' && track.at < track.steps.length) return [];
  return [event('TrackSettled', chainOf(track), at, { track: trackId, result })];
}

/** Each side that wishes changes in a joint step, in its own words: all of them together, for the proposer. */
const returnedEvents = (state: Case, ballot: Ballot, at: Instant): readonly ProposalEvent[] =>
  ballot.seats.flatMap((seat) => {
    const reply = spokenReply(ballot, seat);
    if (reply?.kind !== 'requestChanges') return [];
    const { side, participant } = seat;
    const { sections, statement } = reply;
    const statements = statement ? [statement] : [];
    const { number: revision } = state.revision;
    return [event('Returned', CASE_CHAIN, at, { side, participant, revision, sections, statements })];
  });

function releasedEvent(state: Case, at: Instant): ProposalEvent {
  const { number, instrument, calls, procedure, proposing, sides, participants, areas, neededBy, revision } = state;
  return event('Released', CASE_CHAIN, at, {
    number,
    instrument,
    calls,
    procedure,
    proposing,
    sides,
    participants,
    areas,
    neededBy,
    revision: asCrossing(revision),
  });
}

/** The definition of a ballot's step, as its track carries it. */
export const stepOf = (state: Case, ballot: Ballot): Step => stepIn(trackOf(state, ballot.track), ballot.step);
