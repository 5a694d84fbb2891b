/** What a person may do here follows from the directory, and from nothing else. */
import { type Directory, holdersOf } from '../../domain/directory/directory';
import type { Country } from '../../domain/procedure/world';
import type { Instant } from '../../domain/time/instant';

export type Roles = Readonly<{
  /** Holds a seat with the function `registrar` of an organization of their side. */
  registrar: boolean;
  /** Holds the seat `desk` or `coordinator` of their country's coordination unit. */
  coordinator: boolean;
  /** Ids of the seats that they hold at this moment. */
  seats: readonly string[];
}>;

type World = Readonly<{ directory: Directory; countries: Readonly<Record<string, Country>> }>;

const COORDINATING = ['desk', 'coordinator'];

/** The seats of a person: all that the directory ever gave them, and those that they hold at an instant. Pure. */
export function seatsOf(directory: Directory, person: string, at: Instant) {
  const ever = Object.values(directory.seats).filter((seat) => seat.holders.some((h) => h.person === person));
  const held = ever.filter((seat) => holdersOf(directory, seat.id, at).some((h) => h.person === person));
  return { ever, held };
}

/** The roles of a person at an instant. Pure. */
export function rolesOf({ directory, countries }: World, person: string, at: Instant): Roles {
  const { held } = seatsOf(directory, person, at);
  const side = sideOf(directory, person);
  const unit = countries[side ?? '']?.unit;
  return {
    registrar: held.some(
      (s) => s.function === 'registrar' && directory.organizations[s.organization]?.country === side,
    ),
    coordinator: held.some((s) => s.organization === unit && COORDINATING.includes(s.function)),
    seats: held.map((s) => s.id),
  };
}

/** The side of a person is that of their organization. Pure. */
export const sideOf = (directory: Directory, person: string): string | null =>
  directory.organizations[directory.people[person]?.organization ?? '']?.country ?? null;

/**
 * Whether a person may be signed in at all: the directory knows them, and if they ever held a seat they hold one
 * still. Whoever drafts for a local government holds none and never did. Pure.
 */
export function mayBeSignedIn(directory: Directory, person: string, at: Instant): boolean {
  if (sideOf(directory, person) === null) return false;
  const { ever, held } = seatsOf(directory, person, at);
  return ever.length === 0 || held.length > 0;
}
