/**
 * The rows that follow from a state: tracks, ballots, seats asked, and who may read the case. All of them can be made
 * anew from events; a commit writes only those that changed.
 */

import type { Directory } from '../domain/directory/directory';
import type { Procedure } from '../domain/procedure/schema';
import type { Paper, ProposalEvent, Revision } from '../domain/proposal/events';
import { evolve } from '../domain/proposal/evolve';
import { nextDue } from '../domain/proposal/moves';
import { type Case, isCase, type ProposalState, type Track } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';

/** Named as the columns are, since the commit hands them to PostgreSQL as they stand. */
export type TrackRow = Readonly<{
  id: string;
  side: string | null;
  own_workflow: boolean;
  settled: boolean;
  next_due: Instant | null;
}>;
export type BallotRow = Readonly<{
  id: string;
  track_id: string;
  step: string;
  is_open: boolean;
  opened_at: Instant;
  due: Instant | null;
}>;
export type SeatRow = Readonly<{
  ballot_id: string;
  seat_key: string;
  side: string;
  office: string;
  due: Instant | null;
  answered: boolean;
}>;
/** A file that the case names; `organization_id` is whose upload gave it its name. */
export type AttachmentRow = Readonly<{
  owner_side: string;
  organization_id: string;
  sha256: string;
  audience: 'inside' | 'released';
}>;
export type ReaderRow = Readonly<{ organization_id: string; side: string; since: Instant }>;

export type Projections = Readonly<{
  tracks: readonly TrackRow[];
  ballots: readonly BallotRow[];
  seats: readonly SeatRow[];
  attachments: readonly AttachmentRow[];
}>;

/** Whether a track is driven by a workflow of its own: where its stage has several. Pure. */
export const hasOwnWorkflow = (state: Case, track: Track): boolean =>
  Object.values(state.tracks).filter((t) => t.stage === track.stage).length > 1;

const trackRow = (state: Case, procedure: Procedure, now: Instant, track: Track): TrackRow => {
  const own = hasOwnWorkflow(state, track);
  return {
    id: track.id,
    side: track.side,
    own_workflow: own,
    settled: track.result !== null,
    next_due: own ? nextDue(state, procedure, { track: track.id }, now) : null,
  };
};

/** All rows of a state. `now` stands where a move can be made at once. Pure. */
export function projectionsOf(state: ProposalState, procedure: Procedure, now: Instant): Projections {
  if (!isCase(state)) return { tracks: [], ballots: [], seats: [], attachments: [] };
  const ballots = Object.values(state.ballots);
  return {
    tracks: Object.values(state.tracks).map((t) => trackRow(state, procedure, now, t)),
    ballots: ballots.map((b) => ({
      id: b.id,
      track_id: b.track,
      step: b.step,
      is_open: b.status === 'open',
      opened_at: b.openedAt,
      due: b.due,
    })),
    seats: ballots.flatMap((b) =>
      b.seats.flatMap(({ key, side, office, due, reply }) =>
        office === null ? [] : [{ ballot_id: b.id, seat_key: key, side, office, due, answered: reply !== null }],
      ),
    ),
    attachments: attachmentRows(state),
  };
}

/** The files of the present text and of those that are offered; one that has not crossed yet stays inside. */
function attachmentRows(state: Case): readonly AttachmentRow[] {
  const { revision, proposing, submitter, offers } = state;
  const own = rowsOf(revision, proposing, submitter.organization, true);
  const offered = offers.flatMap((o) => rowsOf(o.revision, o.side, o.organization, o.releasedAt !== null));
  return [...own, ...offered.filter((row) => !own.some((r) => r.sha256 === row.sha256))];
}

const rowsOf = (
  { attachments = [] }: Revision,
  owner_side: string,
  organization_id: string,
  released: boolean,
): readonly AttachmentRow[] =>
  attachments.map(({ sha256, audience }) => ({
    owner_side,
    organization_id,
    sha256,
    audience: released ? audience : 'inside',
  }));

/** The scans of answers on paper, for the house that they came to; kept by whoever entered them. Pure. */
export const scansOf = (events: readonly ProposalEvent[], directory: Directory): readonly AttachmentRow[] =>
  events.flatMap((event) => {
    const paper = paperIn(event);
    if (!paper?.scan) return [];
    const organization_id = directory.people[paper.enteredBy]?.organization ?? '';
    return [{ owner_side: event.chain, organization_id, sha256: paper.scan, audience: 'inside' as const }];
  });

/** On a chain of its own side, in a house and in a joint step alike. */
function paperIn(event: ProposalEvent): Paper | undefined {
  if (event.type === 'PaperEntered') return event.data.paper;
  return event.type === 'ReplyGiven' || event.type === 'ReplySigned' ? event.data.signed?.paper : undefined;
}

const newRows = <Row>(before: readonly Row[], after: readonly Row[]): readonly Row[] => {
  const known = new Set(before.map((row) => JSON.stringify(row)));
  return after.filter((row) => !known.has(JSON.stringify(row)));
};

/** The rows of `after` that are new or differ from `before`. Pure. No row ever goes away. */
export const changedRows = (before: Projections, after: Projections): Projections => ({
  tracks: newRows(before.tracks, after.tracks),
  ballots: newRows(before.ballots, after.ballots),
  seats: newRows(before.seats, after.seats),
  attachments: newRows(before.attachments, after.attachments),
});

/** Organizations that may read the case now: the proposing side's at once, the others' from the release on. */
const readersOf = (state: ProposalState): readonly Omit<ReaderRow, 'since'>[] =>
  isCase(state)
    ? Object.entries(state.involved).flatMap(([side, organizations]) =>
        side === state.proposing || state.releasedAt !== null
          ? organizations.map((organization_id) => ({ organization_id, side }))
          : [],
      )
    : [];

/** Who became a reader through some events, and since when. Pure. */
export function newReaders(start: ProposalState, id: string, events: readonly ProposalEvent[]): readonly ReaderRow[] {
  const known = new Set(readersOf(start).map((r) => r.organization_id));
  let state = start;
  return events.flatMap((event) => {
    state = evolve(state, id, event);
    const added = readersOf(state).filter((r) => !known.has(r.organization_id));
    for (const { organization_id } of added) known.add(organization_id);
    return added.map((reader) => ({ ...reader, since: event.at }));
  });
}
