/** From what the domain carried to what the one statement writes. */
import type { Procedure } from '../domain/procedure/schema';
import type { Carried } from '../domain/proposal/carry';
import { type Driver, nextDue } from '../domain/proposal/moves';
import type { Instant } from '../domain/time/instant';
import type { Snapshot } from './catalogue';
import { link, type StoredEvent } from './chain';
import type { Commit, ContentToKeep, TextToKeep } from './commit';
import { wokenBy } from './drivers';
import { deliveriesFor, type RefFor } from './effects';
import type { KeptAnswer, KeyOfAnswer, Loaded } from './load';
import { type AttachmentRow, changedRows, newReaders, projectionsOf, scansOf } from './projections';

type Composition = Readonly<{
  loaded: Loaded;
  carried: Carried;
  procedure: Procedure;
  snapshot: Snapshot;
  now: Instant;
  /** The workflow that moves; null for a person's command. */
  by: Driver | null;
  refFor: RefFor;
  texts?: readonly TextToKeep[];
  content?: ContentToKeep | null;
  /** The answer to keep, once it is known what was stored. */
  answer?: (events: readonly StoredEvent[]) => (KeyOfAnswer & KeptAnswer) | null;
}>;

/** Everything that one commit writes. */
export function compose(given: Composition): Commit {
  const { loaded, carried, procedure, snapshot, now, by, refFor } = given;
  const { state, events, effects } = carried;
  const { stored, heads } = link(state.id, loaded.heads, events);
  const after = projectionsOf(state, procedure, now);
  const changed = changedRows(projectionsOf(loaded.state, procedure, now), after);
  const woken = wokenBy({ before: loaded.state, after: state, events, procedure, now, by });
  const tracks = after.tracks
    .filter((row) => changed.tracks.includes(row) || woken.tracks.includes(row.id))
    .map((row) => ({ ...row, nudge_wanted: woken.tracks.includes(row.id) ? loaded.version + 1 : 0 }));
  return {
    from: loaded.version,
    state,
    heads,
    now,
    nextDue: nextDue(state, procedure, 'proposal', now),
    wakes: woken.proposal,
    events: stored,
    texts: given.texts ?? [],
    content: given.content ?? null,
    attachments: namedFiles(changed.attachments, scansOf(events, snapshot.directory)),
    tracks,
    ballots: changed.ballots,
    seats: changed.seats,
    readers: newReaders(loaded.state, state.id, events),
    ...deliveriesFor(effects, { state, directory: snapshot.directory, at: now, refFor }),
    answer: given.answer?.(stored) ?? null,
  };
}

/** One row for each file of a side: a statement may not write the same row twice. */
function namedFiles(...rows: readonly (readonly AttachmentRow[])[]): readonly AttachmentRow[] {
  const all = rows.flat();
  const isFirst = (row: AttachmentRow, i: number) =>
    all.findIndex((r) => r.sha256 === row.sha256 && r.owner_side === row.owner_side) === i;
  return all.filter(isFirst);
}
