/**
 * Which workflows have to be woken by a commit.
 *
 * 1. A submission wakes the proposal's workflow, always: signal-with-start is how it comes into being.
 * 2. What settles a step or a track wakes its driver; what settles a track with a workflow of its own, a stage or the
 *    case wakes the proposal's too, and the end of a case wakes every track that still runs.
 * 3. Otherwise a driver is woken only where it has to act earlier than it knows of: a reply that settles nothing and
 *    moves nothing wakes nobody.
 * 4. A workflow that made the commit itself is not woken: `advance` tells it when to wake.
 */
import type { Procedure } from '../domain/procedure/schema';
import type { ProposalEvent } from '../domain/proposal/events';
import { type Driver, nextDue } from '../domain/proposal/moves';
import { type Case, isCase, isOpen, type ProposalState } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import { isBefore } from '../domain/time/order';
import { hasOwnWorkflow } from './projections';

/** `proposal` and the tracks, by id, whose workflows a commit wakes. */
export type Woken = Readonly<{ proposal: boolean; tracks: readonly string[] }>;

type Commit = Readonly<{
  before: ProposalState;
  after: Case;
  events: readonly ProposalEvent[];
  procedure: Procedure;
  now: Instant;
  /** The workflow that makes the commit; null for a person's command. */
  by: Driver | null;
}>;

/** Whose workflows a commit wakes. Pure. */
export function wokenBy(commit: Commit): Woken {
  const { before, after, events, by } = commit;
  const made = events.filter((e) => e.type === 'StageEntered').flatMap((e) => e.data.tracks.map((t) => t.id));
  const own = Object.values(after.tracks).filter((t) => hasOwnWorkflow(after, t));
  const ended = isCase(before) && isOpen(before) && !isOpen(after);
  const tracks = own
    .filter((t) => by === null || by === 'proposal' || by.track !== t.id)
    // The parent starts the workflows of the tracks that it has just made.
    .filter((t) => !(by === 'proposal' && made.includes(t.id)))
    .filter((t) => settles(events, after, t.id) || (ended && t.result === null) || sooner(commit, { track: t.id }))
    .map((t) => t.id);
  return { proposal: by !== 'proposal' && proposalIsWoken(commit), tracks };
}

function proposalIsWoken(commit: Commit): boolean {
  const { after, events } = commit;
  return events.some((event) => concernsProposal(event, after)) || sooner(commit, 'proposal');
}

function concernsProposal(event: ProposalEvent, after: Case): boolean {
  switch (event.type) {
    case 'Submitted':
    case 'StageMerged':
    case 'TrackSettled':
    case 'Stopped':
    case 'Concluded':
    case 'ActRecorded':
      return true;
    case 'BallotClosed': {
      const track = after.tracks[after.ballots[event.data.ballot]?.track ?? ''];
      return track !== undefined && !hasOwnWorkflow(after, track);
    }
    default:
      return false;
  }
}

const settles = (events: readonly ProposalEvent[], after: Case, track: string): boolean =>
  events.some(
    (e) =>
      (e.type === 'BallotClosed' && after.ballots[e.data.ballot]?.track === track) ||
      ((e.type === 'TrackSettled' || e.type === 'Stopped') && e.data.track === track),
  );

/** Whether a driver has to act earlier than it had to before the commit; `now` is what it can do at once. */
function sooner({ before, after, procedure, now }: Commit, driver: Driver): boolean {
  const due = nextDue(after, procedure, driver, now);
  if (due === null) return false;
  const known = isCase(before) ? nextDue(before, procedure, driver, now) : null;
  return known === null || isBefore(due, known);
}
