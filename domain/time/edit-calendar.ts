/**
 * One year of a calendar as its unit writes it, put into the calendar.
 *
 * 1. A year that is known already or the one right after: years in between would be counted by the weekend rule
 *    alone without anybody having said so.
 * 2. Every day lies in the year and stands there once; a worked day is a day of the weekend.
 * 3. At least one day of the year is worked.
 * 4. Other years stay as they are, word for word.
 */
import { type Calendar, type FreeDay, tableOf, type WorkedDay } from './calendar';
import { dayNumber, isoWeekday, type LocalDate } from './instant';

export type GivenDay = Readonly<{ date: LocalDate; name: string }>;

export type CalendarYear = Readonly<{
  year: number;
  free: readonly (GivenDay & Pick<FreeDay, 'kind'>)[];
  worked: readonly GivenDay[];
  source: string;
  confirmed: boolean;
  /** Who confirms it and on which day; used where it is confirmed. */
  verified: Readonly<{ by: string; on: LocalDate }>;
}>;

/** What is wrong with a year; `at` is a JSON pointer into it. */
export type YearFault = Readonly<
  | { kind: 'notPublished'; first: number; last: number }
  | { kind: 'day'; at: string; date: LocalDate }
  | { kind: 'noWorkingDay' }
>;

export type EditedCalendar = Readonly<{ calendar: Calendar } | { fault: YearFault }>;

/** The calendar with one year written anew, a new object, or what is wrong with the year. Pure. */
export function withYear(calendar: Calendar, given: CalendarYear): EditedCalendar {
  const fault = yearFault(calendar, given.year) ?? dayFault(calendar, given);
  if (fault) return { fault };
  const edited = written(calendar, given);
  return worksIn(edited, given.year) ? { calendar: edited } : { fault: { kind: 'noWorkingDay' } };
}

const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/** The first and the last year that may be written. Pure. */
export function yearsOpen({ free, worked, publishedUntil }: Calendar): Readonly<{ first: number; last: number }> {
  const last = yearOf(publishedUntil);
  const listed = [...Object.keys(free), ...Object.keys(worked)].map(yearOf);
  return { first: Math.min(...listed, last), last: last + 1 };
}

function yearFault(calendar: Calendar, year: number): YearFault | null {
  const { first, last } = yearsOpen(calendar);
  return first <= year && year <= last ? null : { kind: 'notPublished', first, last };
}

function dayFault(calendar: Calendar, { year, free, worked }: CalendarYear): YearFault | null {
  const seen = new Set<LocalDate>();
  const isWrong = (date: LocalDate): boolean => {
    const wrong = yearOf(date) !== year || seen.has(date);
    seen.add(date);
    return wrong;
  };
  const isWeekend = (date: LocalDate) => calendar.weekend.includes(isoWeekday(dayNumber(date)));
  for (const [i, { date }] of free.entries()) if (isWrong(date)) return { kind: 'day', at: `/free/${i}/date`, date };
  for (const [i, { date }] of worked.entries()) {
    if (isWrong(date) || !isWeekend(date)) return { kind: 'day', at: `/worked/${i}/date`, date };
  }
  return null;
}

function written(calendar: Calendar, { year, free, worked, source, confirmed, verified }: CalendarYear): Calendar {
  const others = <Day>(days: Readonly<Record<LocalDate, Day>>) =>
    Object.entries(days).filter(([date]) => yearOf(date) !== year);
  const inOrder = <Day>(days: readonly (readonly [LocalDate, Day])[]): Record<LocalDate, Day> =>
    Object.fromEntries(days.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const freeDays = free.map(({ date, name, kind }) => [date, { name, kind, confirmed }] as const);
  const workedDays = worked.map(({ date, name }) => [date, { name, confirmed }] as const);
  const verifiedBy = confirmed ? verified.by : null;
  const verifiedOn = confirmed ? verified.on : null;
  const end = `${year}-12-31`;
  return {
    ...calendar,
    free: inOrder<FreeDay>([...others(calendar.free), ...freeDays]),
    worked: inOrder<WorkedDay>([...others(calendar.worked), ...workedDays]),
    publishedUntil: end > calendar.publishedUntil ? end : calendar.publishedUntil,
    years: { ...calendar.years, [year]: { source, verifiedBy, verifiedOn } },
  };
}

function worksIn(calendar: Calendar, year: number): boolean {
  const { works } = tableOf(calendar);
  const last = dayNumber(`${year}-12-31`);
  for (let day = dayNumber(`${year}-01-01`); day <= last; day += 1) if (works(day)) return true;
  return false;
}
