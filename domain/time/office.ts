/**
 * The day of an office in its own zone: when it begins, opens, closes and ends.
 *
 * 1. Every edge is an exact instant, found by the zone's rules of that day and not by a fixed offset.
 * 2. `dayAt` and the edges agree: starts(dayAt(ms)) <= ms < ends(dayAt(ms)).
 * 3. Asking a zone costs some 40 µs, so edges are remembered per office; the memory is bounded, because
 *    somebody may ask for every year from 1970 to 9999.
 */
import { Temporal } from 'temporal-polyfill';
import { type DayNumber, dateOf, type LocalDate, MS_PER_DAY } from './instant';

/** Local times of day, `HH:MM`, `from` before `until`. */
export type OfficeHours = Readonly<{ from: string; until: string }>;

type Edges = Readonly<{ date: LocalDate; starts: number; opens: number; closes: number }>;

/** All instants in milliseconds since 1970. */
export type Office = Readonly<{
  dayAt(ms: number): DayNumber;
  dateOf(day: DayNumber): LocalDate;
  starts(day: DayNumber): number;
  opens(day: DayNumber): number;
  closes(day: DayNumber): number;
  /** 24:00, which is 00:00 of the next local day. */
  ends(day: DayNumber): number;
}>;

/** Some eleven years of days. */
const REMEMBERED_DAYS = 4_000;

function edgesOf(zone: string, hours: OfficeHours, day: DayNumber): Edges {
  const date = dateOf(day);
  const plain = Temporal.PlainDate.from(date);
  const at = (plainTime: string) => plain.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  return {
    date,
    starts: plain.toZonedDateTime(zone).epochMilliseconds,
    opens: at(hours.from),
    closes: at(hours.until),
  };
}

/** An office in an IANA zone; an unknown zone or wrong hours throw. Pure: what it remembers never changes. */
export function openOffice(zone: string, hours: OfficeHours): Office {
  if (!(hours.from < hours.until)) {
    throw new RangeError(`Office hours must begin before they end: ${hours.from} - ${hours.until}`);
  }
  const known = new Map<DayNumber, Edges>();
  const edges = (day: DayNumber): Edges => {
    const remembered = known.get(day);
    if (remembered) return remembered;
    if (known.size >= REMEMBERED_DAYS) known.clear();
    const found = edgesOf(zone, hours, day);
    known.set(day, found);
    return found;
  };
  const starts = (day: DayNumber) => edges(day).starts;
  return {
    // No zone is more than a day ahead of UTC, so the local day is the next UTC day or one before it.
    dayAt: (ms) => {
      let day = Math.floor(ms / MS_PER_DAY) + 1;
      while (starts(day) > ms) day -= 1;
      return day;
    },
    dateOf: (day) => edges(day).date,
    starts,
    opens: (day) => edges(day).opens,
    closes: (day) => edges(day).closes,
    ends: (day) => starts(day + 1),
  };
}
