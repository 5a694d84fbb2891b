/** A country's calendar: a year of it read by everybody, tried out and written by its own unit. */
import { z } from 'zod';
import type { Country } from '../../domain/procedure/world';
import { provenanceOf, workingDaysOfYear } from '../../domain/time/calendar';
import type { Texts } from '../../locales/texts';
import type { Calendars, GivenYear } from '../../store/calendars';
import type { Catalogue, Snapshot } from '../../store/catalogue';
import { answerFrom, catalogueAttemptOf } from '../http/attempt';
import { entityTagOf, isMatch } from '../http/entity-tag';
import { type Answer, acting, notFound, type PutInput, putting, Refused, type Route, reading } from '../http/route';
import { calendarChange, calendarEffect, calendarOfYear, calendarYear, calendarYearTried } from './calendar-schemas';

export type CalendarParts = Readonly<{
  catalogue: Pick<Catalogue, 'current'>;
  calendars: Calendars;
  texts: Texts;
}>;

const params = z.strictObject({ iso: z.string().meta({ example: 'CN' }) });
const query = z.strictObject({ year: z.coerce.number().int().min(1970).max(9998) });
const path = '/v1/countries/{iso}/calendar';
const tag = 'Countries';

export const calendarRoutes = (parts: CalendarParts): readonly Route[] => [
  reading({
    path,
    operation: 'getCalendar',
    tag,
    summary: 'Working and free days of a year, with their source',
    scope: 'read',
    params,
    query,
    responses: { 200: { description: 'Every day of the year', schema: calendarOfYear } },
    handle: async ({ params: asked, query: { year } }) => {
      const found = countryIn(await parts.catalogue.current(), asked.iso);
      if (!found) throw notFound();
      return { status: 200, body: calendarOf(found, year) };
    },
  }),
  acting({
    path: `${path}/preview`,
    operation: 'previewCalendar',
    tag,
    summary: 'Which deadlines of open cases a year would move; nothing is written',
    scope: 'coordinate',
    params,
    query,
    body: calendarYearTried,
    responses: { 200: { description: 'What would move and what would not', schema: calendarEffect } },
    handle: async ({ params: asked, query: { year }, body: { reason: _, ...given }, caller }) => {
      const effect = await parts.calendars.preview(caller.viewer, asked.iso, { ...given, year });
      if ('refusal' in effect) throw new Refused(effect.refusal);
      return { status: 200, body: effect };
    },
  }),
  putting({
    path,
    operation: 'putCalendar',
    tag,
    summary: 'Write a year of your own country’s calendar',
    description: 'Moves the deadlines that it lengthens, in every open case; none becomes earlier.',
    scope: 'coordinate',
    params,
    query,
    body: calendarYear,
    responses: { 200: { description: 'The calendar as it stands now', schema: calendarChange } },
    handle: (input) => putCalendar(parts, input),
  }),
];

type Put = PutInput<z.output<typeof params>, z.output<typeof calendarYear>, z.output<typeof query>>;

async function putCalendar({ calendars, texts }: CalendarParts, input: Put): Promise<Answer> {
  const {
    params: asked,
    query: { year },
    ifMatch,
  } = input;
  const { reason: why, ...days } = input.body;
  const given: GivenYear = { ...days, year };
  const changed = await calendars.change(catalogueAttemptOf({ texts }, input), {
    country: asked.iso,
    given,
    reason: why,
    isCurrent: (snapshot) => {
      const found = countryIn(snapshot, asked.iso);
      return found !== null && isMatch(ifMatch, entityTagOf(JSON.stringify(calendarOf(found, year))));
    },
    respond: ({ change, at, cases, calendar }) => ({
      status: 200,
      headers: {},
      body: { change, at, cases, calendar: calendarOf({ iso: asked.iso, calendar }, year) },
    }),
  });
  return answerFrom(changed);
}

const countryIn = ({ countries }: Snapshot, key: string): Country | null =>
  (Object.hasOwn(countries, key) ? countries[key] : undefined) ?? null;

function calendarOf({ iso: country, calendar }: Pick<Country, 'iso' | 'calendar'>, year: number) {
  const { zone, weekend, officeHours, publishedUntil } = calendar;
  const days = workingDaysOfYear(calendar, year);
  const workingDays = days.filter((d) => d.kind === 'working' || d.kind === 'workedWeekend').length;
  const { source, verifiedBy, verifiedOn } = provenanceOf(calendar, year);
  return {
    country,
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
