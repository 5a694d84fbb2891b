import { z } from 'zod';
import { type Country, inNeutralOrder } from '../../domain/procedure/world';
import { workingDaysOfYear } from '../../domain/time/calendar';
import { visibleTo } from '../../domain/visibility/visible-to';
import type { Catalogue } from '../../store/catalogue';
import { iso, listOf, names } from '../http/fields';
import { notFound, type Route, reading } from '../http/route';

const time = z.string().meta({ example: '08:00' });

const profile = z.strictObject({
  key: z.string(),
  mode: z.enum(['open', 'closed']),
  instruments: z.array(z.string()).nullable().meta({ description: 'null for all.' }),
  levels: z.array(z.string()).nullable().meta({ description: 'null for all.' }),
  from: z.string(),
  until: z.string().nullable(),
  source: z.string().nullable(),
  verifiedBy: z.string().nullable(),
});

const country = z
  .strictObject({
    iso,
    names,
    languages: z.array(z.string()),
    unit: z.string().meta({ description: 'Its LMC national secretariat or coordination unit.' }),
    zone: z.string(),
    officeHours: z.strictObject({ from: time, until: time }),
    calendarPublishedUntil: z.iso.date(),
    profiles: z.array(profile).optional().meta({ description: 'Of your own country only.' }),
  })
  .meta({ id: 'Country' });

const day = z
  .strictObject({
    date: z.iso.date(),
    kind: z.enum(['working', 'weekend', 'free', 'workedWeekend']),
    name: z.string().nullable(),
    freeFor: z.enum(['public', 'governmentOnly']).nullable(),
    confirmed: z.boolean().nullable(),
    published: z.boolean(),
    source: z.string(),
  })
  .meta({ id: 'Day' });

const calendarOfYear = z
  .strictObject({
    country: iso,
    year: z.int(),
    zone: z.string(),
    weekend: z.array(z.int()),
    officeHours: z.strictObject({ from: time, until: time }),
    publishedUntil: z.iso.date(),
    source: z.string(),
    verifiedBy: z.string().nullable(),
    verifiedOn: z.string().nullable(),
    workingDays: z.int(),
    days: z.array(day),
  })
  .meta({ id: 'Calendar' });

const isoParams = z.strictObject({ iso: z.string().meta({ example: 'CN' }) });
const yearQuery = z.strictObject({ year: z.coerce.number().int().min(1970).max(9998) });

export const countryRoutes = ({ catalogue }: Readonly<{ catalogue: Pick<Catalogue, 'current'> }>): readonly Route[] => [
  reading({
    path: '/v1/countries',
    operation: 'listCountries',
    tag: 'Countries',
    summary: 'The six countries, in their neutral order',
    scope: 'read',
    responses: { 200: { description: 'All of them', schema: listOf('CountryList', country) } },
    handle: async ({ caller }) => {
      const { countries } = await catalogue.current();
      const ordered = inNeutralOrder(countries, Object.keys(countries)).flatMap((key) => countries[key] ?? []);
      const sees = (of: string) => visibleTo(caller.viewer, { kind: 'profile', country: of });
      return { status: 200, body: { items: ordered.map((c) => countryOf(c, sees(c.iso))), next: null } };
    },
  }),
  reading({
    path: '/v1/countries/{iso}/calendar',
    operation: 'getCalendar',
    tag: 'Countries',
    summary: 'Working and free days of a year, with their source',
    scope: 'read',
    params: isoParams,
    query: yearQuery,
    responses: { 200: { description: 'Every day of the year', schema: calendarOfYear } },
    handle: async ({ params, query }) => {
      const { countries } = await catalogue.current();
      const found = Object.hasOwn(countries, params.iso) ? countries[params.iso] : undefined;
      if (!found) throw notFound();
      return { status: 200, body: calendarOf(found, query.year) };
    },
  }),
];

function countryOf({ iso: key, names: called, languages, unit, calendar, profiles }: Country, withProfiles: boolean) {
  const { zone, officeHours, publishedUntil } = calendar;
  const common = {
    iso: key,
    names: called,
    languages,
    unit,
    zone,
    officeHours,
    calendarPublishedUntil: publishedUntil,
  };
  return withProfiles ? { ...common, profiles: profiles.map(profileOf) } : common;
}

const profileOf = (p: Country['profiles'][number]) => ({
  key: p.key,
  mode: p.mode,
  instruments: p.instruments === 'any' ? null : p.instruments,
  levels: p.levels === 'any' ? null : p.levels,
  from: p.from,
  until: p.until ?? null,
  source: p.source,
  verifiedBy: p.verifiedBy,
});

function calendarOf({ iso: key, calendar }: Country, year: number) {
  const { zone, weekend, officeHours, publishedUntil, source, verifiedBy, verifiedOn } = calendar;
  const days = workingDaysOfYear(calendar, year);
  const workingDays = days.filter((d) => d.kind === 'working' || d.kind === 'workedWeekend').length;
  return {
    country: key,
    year,
    zone,
    weekend,
    officeHours,
    publishedUntil,
    source,
    verifiedBy,
    verifiedOn,
    workingDays,
    days,
  };
}
