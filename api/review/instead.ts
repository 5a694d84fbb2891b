/** What a person may do instead of answering: let somebody else answer, or declare a conflict of interest. */
import { isOwn } from '../../domain/directory/directory';
import { barredFrom, capacityOf, speakersFor } from '../../domain/proposal/eligibility';
import { createNonce } from '../forms/nonce';
import type { Reading } from './situation';
import type { Instead } from './view';

const NOTHING: Instead['typed'] = { to: '', reason: '', sure: false };

/** Null where the reader can do neither. Pure but for the nonce. */
export function insteadOf(reading: Reading, typed: Partial<Instead['typed']>): Instead | null {
  const { state, ballot, seat, person, snapshot, now, session } = reading;
  const capacity = capacityOf(state, { ballot, seat }, person.id, snapshot.directory, now);
  if (!capacity || state.conflicts.includes(person.id)) return null;
  const mayName = isOwn(capacity) && capacity.bar === null && !isStoppedHere(reading);
  return {
    delegates: seat.delegates.map(({ to }) => ({
      person: to,
      name: snapshot.directory.people[to]?.name ?? to,
      end: isOwn(capacity),
    })),
    choices: mayName ? choicesOf(reading) : null,
    mayDeclare: true,
    typed: { ...NOTHING, ...typed },
    nonce: createNonce(session.id),
    codeNeeded: !session.codeProven,
  };
}

const isStoppedHere = ({ state, ballot, seat }: Reading): boolean =>
  state.stops.some((s) => s.track === ballot.track && s.side === seat.side);

/**
 * Colleagues of the same organization who may be named: not barred, not asked already, and of no other seat of the
 * question. Pure.
 */
export function choicesOf({ state, ballot, seat, viewer, snapshot, now }: Reading): NonNullable<Instead['choices']> {
  const { directory } = snapshot;
  const speak = new Set(
    ballot.seats
      .filter((s) => s.side === seat.side)
      .flatMap((s) => speakersFor(state, s, directory, now).map((c) => c.person)),
  );
  return Object.values(directory.people)
    .filter((p) => p.organization === viewer.organization && !speak.has(p.id))
    .filter((p) => barredFrom(state, ballot, seat, p.id) === null)
    .map(({ id, name }) => ({ person: id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
