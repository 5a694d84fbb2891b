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

export type Holder = Readonly<{
  person: string;
  kind: 'principal' | 'alternate';
  from: string;
  until: string | null;
}>;

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

/** The people who hold a seat at an instant, each by the date of their own zone; principal first. Pure. */
export function holdersOf(directory: Directory, seat: string, at: Instant): readonly Holder[] {
  const holders = directory.seats[seat]?.holders ?? [];
  const dayOf = (person: string) => localDateIn(directory.people[person]?.zone ?? 'UTC', at);
  return holders
    .filter(({ person, from, until }) => from <= dayOf(person) && (until === null || dayOf(person) <= until))
    .toSorted((a, b) => Number(a.kind === 'alternate') - Number(b.kind === 'alternate'));
}
