/** A year of a country's calendar, written by its unit: what it would move, and the change itself. */
import type { Pool } from 'pg';
import type { Refusal } from '../domain/proposal/refusals';
import { type Calendar, provenanceOf } from '../domain/time/calendar';
import { type CalendarYear, withYear, type YearFault } from '../domain/time/edit-calendar';
import { localDateAt } from '../domain/time/order';
import type { Viewer } from '../domain/visibility/visible-to';
import { type Effect, effectOf, type Looking, recountOf, runningCases } from './calendar-effect';
import type { Catalogue, Snapshot } from './catalogue';
import {
  type CatalogueAttempt,
  type CatalogueChanges,
  type Change,
  type Changed,
  isOfUnit,
  type Made,
} from './catalogue-changes';
import { clock } from './load';
import type { Response } from './record';

export type GivenYear = Omit<CalendarYear, 'verified'>;

export type YearChange = Readonly<{
  country: string;
  given: GivenYear;
  reason: string;
  /** Whether this is the calendar that the caller has read. */
  isCurrent(snapshot: Snapshot): boolean;
  respond(made: Made & Readonly<{ calendar: Calendar }>): Response;
}>;

export interface Calendars {
  /** What a year would move; writes nothing. */
  preview(by: Viewer, country: string, given: GivenYear): Promise<Effect | { refusal: Refusal }>;
  /** Writes a year. Throws StoreBusy. */
  change(attempt: CatalogueAttempt, change: YearChange): Promise<Changed>;
}

export type CalendarsParts = Readonly<{
  pool: Pool;
  catalogue: Pick<Catalogue, 'current'>;
  changes: CatalogueChanges;
}>;

/** Calendars over one pool. */
export function createCalendars({ pool, catalogue, changes }: CalendarsParts): Calendars {
  return {
    async preview(by, country, given) {
      const looking = { db: pool, pool, by, now: await clock(pool), snapshot: await catalogue.current() };
      const edited = await editedBy(looking, country, given);
      return 'refusal' in edited ? edited : effectOf(looking, edited.calendar);
    },
    change: (attempt, change) =>
      changes.make(attempt, ({ client: db, ...standing }) => judge({ db, pool, by: attempt.by, ...standing }, change)),
  };
}

async function judge(looking: Looking, asked: YearChange): Promise<Change | { refusal: Refusal }> {
  const { country, given, reason } = asked;
  const edited = await editedBy(looking, country, given);
  if ('refusal' in edited) return edited;
  if (!asked.isCurrent(looking.snapshot)) return { refusal: { code: 'PreconditionFailed' } };
  const { calendar, before } = edited;
  return {
    kind: 'calendar',
    key: country,
    reason,
    before: yearIn(before, given.year),
    after: yearIn(calendar, given.year),
    write: (client) =>
      client.query(`UPDATE countries SET calendar = $2, calendar_origin = 'edited' WHERE iso = $1`, [
        country,
        calendar,
      ]),
    acts: [recountOf(looking.by)],
    respond: (made) => asked.respond({ ...made, calendar }),
  };
}

type Edited = Readonly<{ calendar: Calendar; before: Calendar }> | Readonly<{ refusal: Refusal }>;

/** The calendar as it would stand, for whoever may write it. */
async function editedBy(looking: Looking, country: string, given: GivenYear): Promise<Edited> {
  const { by, now, snapshot } = looking;
  const found = Object.hasOwn(snapshot.countries, country) ? snapshot.countries[country] : undefined;
  if (!found) return { refusal: { code: 'NotFound' } };
  if (by.side !== country || !isOfUnit(by, snapshot)) return { refusal: { code: 'NotTheUnit' } };
  const unit = snapshot.directory.organizations[found.unit];
  const verified = { by: unit?.names.en ?? found.unit, on: localDateAt(found.calendar, now) };
  const edited = withYear(found.calendar, { ...given, verified });
  if ('calendar' in edited) return { ...edited, before: found.calendar };
  return { refusal: await refusalOf(looking, edited.fault, given.year) };
}

async function refusalOf(looking: Looking, fault: YearFault, year: number): Promise<Refusal> {
  switch (fault.kind) {
    case 'notPublished':
      return { code: 'CalendarYearNotOpen', facts: { given: year, first: fault.first, last: fault.last } };
    case 'day':
      return { code: 'CalendarDayWrong', pointer: fault.at, facts: { date: fault.date } };
    case 'noWorkingDay': {
      const cases = await runningCases(looking);
      if (cases.length > 0) return { code: 'CalendarBreaksCase', facts: { given: year, cases } };
      return { code: 'CalendarWithoutWorkingDay', facts: { given: year } };
    }
  }
}

/** One year of a calendar, as the history keeps it. */
function yearIn(calendar: Calendar, year: number) {
  const ofYear = <Day>(days: Readonly<Record<string, Day>>) =>
    Object.fromEntries(Object.entries(days).filter(([date]) => date.startsWith(`${year}-`)));
  const { publishedUntil } = calendar;
  return {
    year,
    free: ofYear(calendar.free),
    worked: ofYear(calendar.worked),
    publishedUntil,
    ...provenanceOf(calendar, year),
  };
}
