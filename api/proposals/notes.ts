/**
 * What was written with an act, by reference, as far as a reader may see it.
 *
 * A reason is written for the own house: it stands on that side's chain, or is told to that side alone. What lacks in a
 * file, and what was supplied, is meant for whoever reads the event itself.
 */
import type { EventData, EventType, TextRef } from '../../domain/proposal/events';
import type { Case } from '../../domain/proposal/state';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { StoredEvent } from '../../store/chain';

type Noted = { [T in EventType]?: (data: EventData<T>) => TextRef | null | undefined };

const NOTES: Noted = {
  Withdrawn: ({ reason }) => reason,
  StopLifted: ({ reason }) => reason,
  ActedInside: ({ reason }) => reason,
  FileFoundLacking: ({ lacking }) => lacking,
  FileLacks: ({ lacking }) => lacking,
  FileSupplied: ({ text }) => text,
  ExtensionGranted: ({ reason }) => reason,
  ExtensionDeclined: ({ reason }) => reason,
  ClockSuspended: ({ reason }) => reason,
  ClockResumed: ({ reason }) => reason,
  ConflictDeclared: ({ reason }) => reason,
};

/** The reference of the note of an event, or null where there is none for this reader. Pure. */
export function noteOf({ type, payload }: StoredEvent, state: Case, { side }: Viewer): string | null {
  // The others are told that the case was withdrawn, and not why.
  if (payload === null || (type === 'Withdrawn' && side !== state.proposing)) return null;
  const read = NOTES[type] as ((data: unknown) => TextRef | null | undefined) | undefined;
  return read?.(JSON.parse(payload))?.hash ?? null;
}
