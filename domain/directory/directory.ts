/**
 * Who exists: organizations, seats and the people who hold them. Data from the record, read only here.
 *
 * An organization serves another when it stands beside or above it: roles are looked up first at the
 * participant itself, then among the offices below the same parent, then one level higher.
 */
import type { Instant, LocalDate } from '../time/instant';
import { localDateIn } from '../time/local-date';

export type LocalizedText = Readonly<Record<string, string>>;

export type Organization = Readonly<{
  id: string;
  country: string;
  level: string;
  parent: string | null;
  roles: readonly string[];
  names: LocalizedText;
  from?: string;
  until?: string | null;
  /** Whose agreements it inherited when these ended; none of them stands any more. */
  successorOf?: readonly string[];
}>;

export type Person = Readonly<{
  id: string;
  organization: string;
  name: string;
  email: string;
  language: string;
  zone: string;
}>;

/** In the order in which the holders of a seat are named. */
export const HOLDER_KINDS = ['principal', 'alternate', 'delegate', 'proxy'] as const;
export type HolderKind = (typeof HOLDER_KINDS)[number];

/** What a standing delegation reaches: everything, where a list is left out. */
export type HolderLimits = Readonly<{
  instruments?: readonly string[] | null | undefined;
  areas?: readonly string[] | null | undefined;
}>;

export type Holder = Readonly<{
  person: string;
  kind: HolderKind;
  from: string;
  until: string | null;
  /** For whom a delegate or a proxy speaks; without it they speak for nobody. */
  by?: string | null | undefined;
  limits?: HolderLimits | null | undefined;
}>;

/** What a case is about, as far as the limits of a delegation look at it. */
export type Matter = Readonly<{ instrument: string; areas: readonly string[] }>;

export type SeatOfDirectory = Readonly<{
  id: string;
  organization: string;
  function: string;
  channels: readonly ('mail' | 'api')[];
  holders: readonly Holder[];
}>;

export type Directory = Readonly<{
  organizations: Readonly<Record<string, Organization>>;
  people: Readonly<Record<string, Person>>;
  seats: Readonly<Record<string, SeatOfDirectory>>;
}>;

/** The function of a seat where a procedure names none. */
export const DEFAULT_FUNCTION = 'desk';

export const seatId = (organization: string, func: string): string => `${organization}:${func}`;

/** An office ends by its date: nothing that begins later finds it. */
const isStanding = ({ from, until }: Organization, day: LocalDate): boolean =>
  (from == null || from <= day) && (until == null || day <= until);

const bySite = (
  directory: Directory,
  country: string,
  { site, role, day }: Readonly<{ site: string | null; role: string; day: LocalDate }>,
): Organization | undefined =>
  Object.values(directory.organizations).find(
    (o) =>
      o.country === country &&
      o.roles.includes(role) &&
      (o.id === site || o.parent === site) &&
      // Above everybody stand national offices; another province's government serves nobody but its own.
      (site !== null || o.level === 'national') &&
      isStanding(o, day),
  );

/** The organization with `role` that serves `organization` on a day, the nearest one first. Pure. */
export function servingOrganization(
  directory: Directory,
  organization: string,
  role: string,
  day: LocalDate,
): Organization | null {
  const start = directory.organizations[organization];
  if (!start || !isStanding(start, day)) return null;
  if (start.roles.includes(role)) return start;
  for (let site: Organization | undefined = start; site; ) {
    const found = bySite(directory, start.country, { site: site.id, role, day });
    if (found) return found;
    if (site.parent === null) break;
    site = directory.organizations[site.parent];
  }
  return bySite(directory, start.country, { site: null, role, day }) ?? null;
}

/** Whether an organization is `above` or stands below it. Pure. */
export function isWithin(directory: Directory, organization: string, above: string): boolean {
  for (let at: string | null = organization; at !== null; at = directory.organizations[at]?.parent ?? null) {
    if (at === above) return true;
  }
  return false;
}

/**
 * The people who hold a seat at an instant, each by the date of their own zone; principal first. Pure.
 *
 * 1. A delegate or proxy counts only beside the principal or alternate for whom they speak (depth 1), and only if they
 *    are of the seat's own side.
 * 2. A delegation with limits counts only for a matter that fits them. Without a matter every holder is named who may
 *    answer for the seat in some case: for signing in, never for deciding.
 * 3. A seat has at most one proxy and a person is proxy of at most one seat: where the directory says more, none counts.
 */
export function holdersOf(directory: Directory, seat: string, at: Instant, matter?: Matter): readonly Holder[] {
  const present = presentAt(directory, seat, at);
  return present
    .filter((h) => isOwn(h) || speaksFor(directory, { seat, present, at }, h, matter))
    .toSorted((a, b) => HOLDER_KINDS.indexOf(a.kind) - HOLDER_KINDS.indexOf(b.kind));
}

/** Whether somebody holds a seat in their own name. Pure. */
export const isOwn = ({ kind }: Readonly<{ kind: HolderKind }>): boolean =>
  kind === 'principal' || kind === 'alternate';

/** The side of a person is that of their organization; null for whom the directory does not know. Pure. */
export const sideOfPerson = (directory: Directory, person: string): string | null =>
  directory.organizations[directory.people[person]?.organization ?? '']?.country ?? null;

/** The side whose seat it is; null for a seat that the directory does not know. Pure. */
export const sideOfSeat = (directory: Directory, seat: string): string | null =>
  directory.organizations[directory.seats[seat]?.organization ?? '']?.country ?? null;

function presentAt(directory: Directory, seat: string, at: Instant): readonly Holder[] {
  const dayOf = (person: string) => localDateIn(directory.people[person]?.zone ?? 'UTC', at);
  return (directory.seats[seat]?.holders ?? []).filter(
    ({ person, from, until }) => from <= dayOf(person) && (until === null || dayOf(person) <= until),
  );
}

type Present = Readonly<{ seat: string; present: readonly Holder[]; at: Instant }>;

function speaksFor(directory: Directory, { seat, present, at }: Present, holder: Holder, matter?: Matter): boolean {
  const ofSameSide = sideOfPerson(directory, holder.person) === sideOfSeat(directory, seat);
  const original = present.some((h) => isOwn(h) && h.person === holder.by);
  if (!ofSameSide || !original || !fits(holder.limits, matter)) return false;
  return holder.kind === 'delegate' || isOnlyProxy(directory, { seat, present, at }, holder.person);
}

function isOnlyProxy(directory: Directory, { present, at }: Present, person: string): boolean {
  const isProxy = (h: Holder) => h.kind === 'proxy';
  if (present.filter(isProxy).length !== 1) return false;
  const ofPerson = (h: Holder) => isProxy(h) && h.person === person;
  const named = Object.values(directory.seats).filter((s) => s.holders.some(ofPerson));
  return named.filter((s) => presentAt(directory, s.id, at).some(ofPerson)).length === 1;
}

function fits(limits: HolderLimits | null | undefined, matter: Matter | undefined): boolean {
  if (!limits || !matter) return true;
  const { instruments, areas } = limits;
  // A case of several areas is within the limits only with all of them; one of none is not within limits of area.
  const areasFit = !areas || (matter.areas.length > 0 && matter.areas.every((a) => areas.includes(a)));
  return areasFit && (!instruments || instruments.includes(matter.instrument));
}
