/**
 * What follows from a changed ballot in the same commit: it closes, a release takes effect, its track
 * settles. These are results, not moves: with either way of driving they stand beside the reply.
 */
import { classOf } from '../ballot/replies';
import { standingOf } from '../ballot/standing';
import { type Electorate, tally } from '../ballot/tally';
import type { Vote } from '../ballot/vote';
import type { Step } from '../procedure/schema';
import type { Instant } from '../time/instant';
import { stepIn } from './clock';
import { event, type ProposalEvent, type StepResult } from './events';
import { evolveAll } from './evolve';
import { type Ballot, ballotOf, type Case, type ProposalState, type Seat, trackOf } from './state';

/** The chain of a track's own events: its side's, or the case's for a joint one. */
export const chainOf = (track: { side: string | null }): string => track.side ?? 'case';

/** A higher office speaks for the seats that were referred to it, as soon as it has answered. */
const spokenReply = (ballot: Ballot, seat: Seat) => {
  const higher = ballot.seats.find((s) => s.referredFrom.includes(seat.key) && s.reply);
  return higher?.reply ?? seat.reply;
};

/** The electorates of a ballot as rules see them. Pure. */
export function electoratesOf(ballot: Ballot): readonly Electorate[] {
  const votesOf = (electorate: Seat['electorate']): readonly Vote[] =>
    ballot.seats
      .filter((s) => s.electorate === electorate && s.referredFrom.length === 0)
      .map((s) => {
        const reply = spokenReply(ballot, s);
        return { key: s.key, side: s.side, class: reply ? classOf(reply.kind) : null };
      });
  const consents = votesOf('consents');
  return [
    { rule: ballot.rule, votes: votesOf('seats') },
    // Each participant's own consent, always: a neutral reply is no consent.
    ...(consents.length > 0 ? [{ rule: { kind: 'all' as const }, votes: consents }] : []),
  ];
}

/** Closing one ballot with a result, and all that follows from it. Pure. */
export function close(state: Case, ballotId: string, result: StepResult, at: Instant): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const track = trackOf(state, ballot.track);
  const { for: inFavour, against, neutral, open } = tally(electoratesOf(ballot), { joint: track.side === null });
  const closed = event('BallotClosed', chainOf(track), at, {
    ballot: ballotId,
    result,
    for: inFavour,
    against,
    neutral,
    open,
  });
  const released = result === 'positive' && ballot.effect === 'release' ? [releasedEvent(state, at)] : [];
  const after = evolveAll(state as ProposalState, state.id, [closed, ...released]) as Case;
  return [closed, ...released, ...settledTrack(after, ballot.track, result, at)];
}

function settledTrack(after: Case, trackId: string, result: StepResult, at: Instant): readonly ProposalEvent[] {
  const track = trackOf(after, trackId);
  const lost = result !== 'positive';
  if (!lost && track.at < track.steps.length) return [];
  return [event('TrackSettled', chainOf(track), at, { track: trackId, result: lost ? result : 'positive' })];
}

function releasedEvent(state: Case, at: Instant): ProposalEvent {
  const { number, instrument, calls, procedure, proposing, sides, participants, areas, neededBy, revision } = state;
  return event('Released', 'case', at, {
    number,
    instrument,
    calls,
    procedure,
    proposing,
    sides,
    participants,
    areas,
    neededBy,
    revision,
  });
}

/** What a reply brings about: nothing while votes are open and may change the result. Pure. */
export function settle(state: Case, ballotId: string, at: Instant): readonly ProposalEvent[] {
  const ballot = ballotOf(state, ballotId);
  const joint = trackOf(state, ballot.track).side === null;
  const moment = { joint, atDeadline: false, early: ballot.early };
  const { mayClose, result } = standingOf(electoratesOf(ballot), moment);
  return mayClose ? close(state, ballotId, result === 'positive' ? 'positive' : 'negative', at) : [];
}

/** The definition of a ballot's step, as its track carries it. */
export const stepOf = (state: Case, ballot: Ballot): Step => stepIn(trackOf(state, ballot.track), ballot.step);
