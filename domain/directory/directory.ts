/**
 * Who exists: organizations, seats and the people who hold them. Data from the record, read only here.
 *
 * An organization serves another when it stands beside or above it: roles are looked up first at the
 * participant itself, then among the offices below the same parent, then one level higher.
 */
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

const bySite = (directory: Directory, country: string, site: string | null, role: string): Organization | undefined =>
  Object.values(directory.organizations).find(
    (o) => o.country === country && o.roles.includes(role) && (o.id === site || o.parent === site),
  );

/** The organization with `role` that serves `organization`, the nearest one first. Pure. */
export function servingOrganization(directory: Directory, organization: string, role: string): Organization | null {
  const start = directory.organizations[organization];
  if (!start) return null;
  if (start.roles.includes(role)) return start;
  for (let site: Organization | undefined = start; site; ) {
    const found = bySite(directory, start.country, site.id, role);
    if (found) return found;
    if (site.parent === null) break;
    site = directory.organizations[site.parent];
  }
  return bySite(directory, start.country, null, role) ?? null;
}

/** The people who hold a seat on a day (an ISO date or instant), principal first. Pure. */
export function holdersOf(directory: Directory, seat: string, on: string): readonly Holder[] {
  const day = on.slice(0, 10);
  const holders = directory.seats[seat]?.holders ?? [];
  return holders
    .filter((h) => h.from <= day && (h.until === null || day <= h.until))
    .toSorted((a, b) => Number(a.kind === 'alternate') - Number(b.kind === 'alternate'));
}
