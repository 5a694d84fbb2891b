/** What a person may do here follows from the directory, and from nothing else. */
import {
  type Directory,
  type Holder,
  holdersOf,
  isOwn,
  sideOfPerson,
  sideOfSeat,
} from '../../domain/directory/directory';
import type { Country } from '../../domain/procedure/world';
import type { Instant } from '../../domain/time/instant';

export type Roles = Readonly<{
  /** Holds a seat with the function `registrar` of an organization of their side. */
  registrar: boolean;
  /** Holds the seat `desk` or `coordinator` of their country's coordination unit. */
  coordinator: boolean;
  /** Ids of the seats for which they stand at this moment, as delegate or proxy too. */
  seats: readonly string[];
}>;

type World = Readonly<{ directory: Directory; countries: Readonly<Record<string, Country>> }>;

const COORDINATING = ['desk', 'coordinator'];

/**
 * Whether somebody may do at a seat what is no answer in a case: keep the desk, put cases right. Its own people may, and
 * their delegate for everything; limits name cases, and a proxy only speaks in them. Pure.
 */
const mayActFor = ({ kind, limits }: Holder): boolean =>
  isOwn({ kind }) || (kind === 'delegate' && (limits === null || limits === undefined));

/** The roles of a person at an instant. Pure. */
export function rolesOf({ directory, countries }: World, person: string, at: Instant): Roles {
  const held = holdingsOf(directory, person, at);
  const side = sideOfPerson(directory, person);
  const unit = countries[side ?? '']?.unit;
  const acting = held.filter(({ holdings }) => holdings.some(mayActFor)).map(({ seat }) => seat);
  return {
    registrar: acting.some((s) => s.function === 'registrar' && sideOfSeat(directory, s.id) === side),
    coordinator: acting.some((s) => s.organization === unit && COORDINATING.includes(s.function)),
    seats: held.map(({ seat }) => seat.id),
  };
}

/** The seats for which a person stands at an instant, each with how. Pure. */
function holdingsOf(directory: Directory, person: string, at: Instant) {
  return Object.values(directory.seats)
    .filter((seat) => seat.holders.some((h) => h.person === person))
    .map((seat) => ({ seat, holdings: holdersOf(directory, seat.id, at).filter((h) => h.person === person) }))
    .filter(({ holdings }) => holdings.length > 0);
}

/**
 * Whether a person may be signed in at all: the directory knows them, and if they ever held a seat in their own name
 * they stand for one still. Whoever drafts for a local government holds none and never did. Pure.
 */
export function mayBeSignedIn(directory: Directory, person: string, at: Instant): boolean {
  if (sideOfPerson(directory, person) === null) return false;
  const hadOne = Object.values(directory.seats).some((s) => s.holders.some((h) => h.person === person && isOwn(h)));
  return !hadOne || holdingsOf(directory, person, at).length > 0;
}
