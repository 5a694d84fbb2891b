/**
 * Moments and days as text, the only form in which they cross a boundary.
 *
 * Inside `domain/time` they are counted: a moment in milliseconds since 1970-01-01T00:00Z, a day as the
 * number of days since 1970-01-01. Nothing here reads a clock.
 */
import { Temporal } from 'temporal-polyfill';

/** A moment, ISO 8601 in UTC with milliseconds: `2026-04-09T03:00:00.000Z`. Sorts as text. */
export type Instant = string;

/** A day of some calendar, without a zone: `2026-04-09`. Sorts as text. */
export type LocalDate = string;

/** Days since 1970-01-01, so that a working day can be found by counting. */
export type DayNumber = number;

export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

/** Four-digit years only: outside them the text no longer sorts as time. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const FIRST_MS = Date.UTC(1970, 0, 1);

/**
 * Reads a moment that somebody else wrote, with `Z` or an offset; what is finer than a millisecond is cut off.
 * Throws a RangeError that says what was given and what is allowed. Pure.
 */
export function parseInstant(text: string): Instant {
  try {
    return instantOf(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    throw new RangeError(
      `Not a moment: ${JSON.stringify(text)}. Write date, time and zone from 1970 to 9999, as in 2026-04-09T03:00:00Z`,
    );
  }
}

/** Milliseconds since 1970 of a moment in its one written form; anything else is a bug and throws. Pure. */
export function epochMs(instant: Instant): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms) || instantOf(ms) !== instant) {
    throw new RangeError(`Not an instant: ${JSON.stringify(instant)}. Allowed: 2026-04-09T03:00:00.000Z`);
  }
  return ms;
}

/** The written form of milliseconds since 1970. Pure. */
export function instantOf(ms: number): Instant {
  if (!(ms >= FIRST_MS && ms <= LAST_MS)) {
    throw new RangeError(`Moments are kept from 1970 to 9999; ${ms} ms lies outside`);
  }
  return new Date(ms).toISOString();
}

/** Negative when `a` comes first, 0 when they are the same moment. Pure. */
export const compareInstants = (a: Instant, b: Instant): number => (a < b ? -1 : Number(a > b));

/** `instant` moved by whole milliseconds. Pure. */
export const addMilliseconds = (instant: Instant, ms: number): Instant => instantOf(epochMs(instant) + ms);

/** The number of a day; a date that does not exist throws a RangeError. Pure. */
export function dayNumber(date: LocalDate): DayNumber {
  const ms = Date.parse(date);
  if (Number.isNaN(ms) || date.length !== 10 || dateOf(ms / MS_PER_DAY) !== date) {
    throw new RangeError(`Not a date: ${JSON.stringify(date)}. Allowed: an existing day written 2026-04-09`);
  }
  return ms / MS_PER_DAY;
}

/** The date of a day number. Pure. */
export const dateOf = (day: DayNumber): LocalDate => instantOf(day * MS_PER_DAY).slice(0, 10);

/** 1 for Monday to 7 for Sunday (ISO 8601). Pure. */
export const isoWeekday = (day: DayNumber): number => ((((day + 3) % 7) + 7) % 7) + 1;
