import { z } from 'zod';
import { type Country, inNeutralOrder } from '../../domain/procedure/world';
import { visibleTo } from '../../domain/visibility/visible-to';
import { iso, listOf, names } from '../http/fields';
import { type Route, reading } from '../http/route';
import { type CalendarParts, calendarRoutes } from './calendar';

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

export const countryRoutes = (parts: CalendarParts): readonly Route[] => [
  reading({
    path: '/v1/countries',
    operation: 'listCountries',
    tag: 'Countries',
    summary: 'The six countries, in their neutral order',
    scope: 'read',
    responses: { 200: { description: 'All of them', schema: listOf('CountryList', country) } },
    handle: async ({ caller }) => {
      const { countries } = await parts.catalogue.current();
      const ordered = inNeutralOrder(countries, Object.keys(countries)).flatMap((key) => countries[key] ?? []);
      const sees = (of: string) => visibleTo(caller.viewer, { kind: 'profile', country: of });
      return { status: 200, body: { items: ordered.map((c) => countryOf(c, sees(c.iso))), next: null } };
    },
  }),
  ...calendarRoutes(parts),
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
