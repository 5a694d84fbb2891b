/** What a line of the timeline is made of: the key of its text, and the names that stand in it. */
import type { EventType, ProposalEvent } from '../../../domain/proposal/events';
import type { Case } from '../../../domain/proposal/state';
import type { Instant, LocalDate } from '../../../domain/time/instant';
import type { Values } from '../../../locales/texts';

export type Told = Readonly<{ key: string; values: Values }>;
export type Teller = Readonly<{ state: Case; names: Names }>;
export type Tell<T extends EventType> = (event: Extract<ProposalEvent, { type: T }>, teller: Teller) => Told | null;
/** A line for each type of some events; null where another line says it already. */
export type Tellers<T extends EventType> = { [K in T]: Tell<K> };

/** Names and instants in the reader's language and time. */
export interface Names {
  organization(id: string): string;
  /** Of a seat of the directory, `organization:function`. */
  office(seat: string): string;
  person(id: string): string;
  side(iso: string): string;
  kind(kind: string): string;
  outcome(outcome: string): string;
  obligation(kind: string): string;
  instant(at: Instant): string;
  day(date: LocalDate): string;
}

/** A line that names nothing. */
export const plain = (key: string) => (): Told => ({ key, values: {} });

/** A line about the consideration of one participant, or of a side where it has one for all. */
export function ofTrack(key: string, id: string, { state, names }: Teller): Told {
  const track = state.tracks[id];
  if (track?.participant) {
    return { key: `${key}.participant`, values: { office: names.organization(track.participant) } };
  }
  return { key: `${key}.side`, values: { side: names.side(track?.side ?? state.proposing) } };
}

/**
 * Who speaks or is spoken to in a ballot: in a house its office, between the sides the participant or the side, never
 * an office of it.
 */
export function ofSeat(key: string, data: Readonly<{ ballot: string; seat: string }>, { state, names }: Teller): Told {
  const ballot = state.ballots[data.ballot];
  const seat = ballot?.seats.find((s) => s.key === data.seat);
  const isInHouse = (state.tracks[ballot?.track ?? '']?.side ?? null) !== null;
  if (isInHouse) return { key: `${key}.office`, values: { office: names.office(seat?.office ?? data.seat) } };
  if (seat?.participant) return { key: `${key}.office`, values: { office: names.organization(seat.participant) } };
  return { key: `${key}.side`, values: { side: names.side(seat?.side ?? '') } };
}
