/**
 * The working calendar of a country's government offices, as plain JSON.
 *
 * 1. A day listed as free is free, public or government-only alike, and also when it is listed as worked.
 * 2. A weekend day listed as worked is a working day. Every other weekend day is not; every other day is.
 * 3. Outside the published years only the weekend rule counts, whatever is listed there.
 * 4. What arrives on a free day, or at or after the end of office hours, counts as received on the next
 *    working day; what arrives on a working day before that, even before opening, on that day.
 */
import { type DayNumber, dateOf, dayNumber, epochMs, type Instant, isoWeekday, type LocalDate } from './instant';
import { type Office, type OfficeHours, openOffice } from './office';

/** `confirmed: false` when the source only estimates the day or asks the national unit to confirm it. */
export type FreeDay = Readonly<{ name: string; kind: 'public' | 'governmentOnly'; confirmed: boolean }>;
export type WorkedDay = Readonly<{ name: string; confirmed: boolean }>;

export type Calendar = Readonly<{
  /** ISO 3166-1 alpha-2, upper case. */
  country: string;
  /** IANA time zone. */
  zone: string;
  /** ISO weekdays, 1 = Monday to 7 = Sunday. */
  weekend: readonly number[];
  officeHours: OfficeHours;
  free: Readonly<Record<LocalDate, FreeDay>>;
  /** Weekend days on which offices work. */
  worked: Readonly<Record<LocalDate, WorkedDay>>;
  /** The last day for which holidays are known; the first is 1 January of the first year listed. */
  publishedUntil: LocalDate;
  source: string;
  verifiedBy: string | null;
  verifiedOn: LocalDate | null;
  /** Where single years come from that were written later, by year. */
  years?: Readonly<Record<string, Provenance>>;
}>;

/** Where days come from, and who of the national unit has confirmed them, when. */
export type Provenance = Readonly<{ source: string; verifiedBy: string | null; verifiedOn: LocalDate | null }>;

/** Where the days of a year come from. Pure. */
export const provenanceOf = ({ years, source, verifiedBy, verifiedOn }: Calendar, year: number): Provenance =>
  years?.[year] ?? { source, verifiedBy, verifiedOn };

export type Counts = (day: DayNumber) => boolean;

/** A calendar made ready for counting. */
export type WorkTable = Readonly<{ office: Office; works: Counts; published: Counts }>;

/** Longer than any stretch of free or suspended days; only a calendar without working days gets there. */
const LONGEST_SEARCH_DAYS = 36_600;

const tables = new WeakMap<Calendar, WorkTable>();

/** The table of a calendar, made once for each calendar object: hand the same object in again. Pure. */
export function tableOf(calendar: Calendar): WorkTable {
  const known = tables.get(calendar);
  if (known) return known;
  const table = makeTable(calendar);
  tables.set(calendar, table);
  return table;
}

function makeTable(calendar: Calendar): WorkTable {
  const weekend = new Set(calendar.weekend);
  if (weekend.size > 6) throw new RangeError(`The calendar of ${calendar.country} has no working weekday`);
  const free = new Set(Object.keys(calendar.free).map(dayNumber));
  const worked = new Set(Object.keys(calendar.worked).map(dayNumber));
  const last = dayNumber(calendar.publishedUntil);
  const listed = [...free, ...worked];
  const first = listed.length === 0 ? Number.NEGATIVE_INFINITY : newYearOf(Math.min(...listed));
  const published = (day: DayNumber) => first <= day && day <= last;
  return {
    office: openOffice(calendar.zone, calendar.officeHours),
    published,
    works: (day) => {
      const weekday = !weekend.has(isoWeekday(day));
      return published(day) ? !free.has(day) && (weekday || worked.has(day)) : weekday;
    },
  };
}

const newYearOf = (day: DayNumber): DayNumber => dayNumber(`${dateOf(day).slice(0, 4)}-01-01`);

/** The first day after `day` that counts. Pure. */
export function nextDay(counts: Counts, day: DayNumber): DayNumber {
  for (let next = day + 1; next <= day + LONGEST_SEARCH_DAYS; next += 1) if (counts(next)) return next;
  throw new RangeError(`No working day follows ${dateOf(day)}`);
}

/** The last day before `day` that counts. Pure. */
export function previousDay(counts: Counts, day: DayNumber): DayNumber {
  for (let previous = day - 1; previous >= day - LONGEST_SEARCH_DAYS; previous -= 1)
    if (counts(previous)) return previous;
  throw new RangeError(`No working day precedes ${dateOf(day)}`);
}

/** Contract 4 in day numbers; `works` is the table's own or that of several countries together. Pure. */
export function receiptDay(office: Office, works: Counts, ms: number): DayNumber {
  const day = office.dayAt(ms);
  return works(day) && ms < office.closes(day) ? day : nextDay(works, day);
}

/** Whether government offices work on that day. Pure. */
export const isWorkingDay = (calendar: Calendar, date: LocalDate): boolean => tableOf(calendar).works(dayNumber(date));

/** The first working day after `date`. Pure. */
export const nextWorkingDay = (calendar: Calendar, date: LocalDate): LocalDate =>
  dateOf(nextDay(tableOf(calendar).works, dayNumber(date)));

/** The local day on which something that arrived at `instant` counts as received. Pure. */
export function dayOfReceipt(calendar: Calendar, instant: Instant): LocalDate {
  const { office, works } = tableOf(calendar);
  return dateOf(receiptDay(office, works, epochMs(instant)));
}

/** One day of the calendar laid out for people to read and check. */
export type DayOfYear = Readonly<{
  date: LocalDate;
  kind: 'working' | 'weekend' | 'free' | 'workedWeekend';
  /** Why the day is free or worked; null on an ordinary day. */
  name: string | null;
  freeFor: 'public' | 'governmentOnly' | null;
  /** null on an ordinary day, where there is nothing to confirm. */
  confirmed: boolean | null;
  /** false beyond the published years, where only the weekend rule is known. */
  published: boolean;
  source: string;
}>;

/** Every day of a year (1970 to 9999) with its kind, name and source, 1 January first. Pure. */
export function workingDaysOfYear(calendar: Calendar, year: number): readonly DayOfYear[] {
  const first = dayNumber(`${year}-01-01`);
  const last = dayNumber(`${year}-12-31`);
  return Array.from({ length: last - first + 1 }, (_, i) => describe(calendar, first + i));
}

function describe(calendar: Calendar, day: DayNumber): DayOfYear {
  const { works, published } = tableOf(calendar);
  const date = dateOf(day);
  const isPublished = published(day);
  const free = isPublished ? calendar.free[date] : undefined;
  const { source } = provenanceOf(calendar, Number(date.slice(0, 4)));
  const common = { date, published: isPublished, source };
  if (free) return { ...common, kind: 'free', name: free.name, freeFor: free.kind, confirmed: free.confirmed };
  const weekend = calendar.weekend.includes(isoWeekday(day));
  const worked = isPublished && weekend ? calendar.worked[date] : undefined;
  if (worked)
    return { ...common, kind: 'workedWeekend', name: worked.name, freeFor: null, confirmed: worked.confirmed };
  return { ...common, kind: works(day) ? 'working' : 'weekend', name: null, freeFor: null, confirmed: null };
}
