import { type Calendar, tableOf } from './calendar';
import { dateOf, epochMs, type Instant, type LocalDate } from './instant';

/** Instants of one form (UTC, milliseconds) order as texts. Pure. */
export const isBefore = (a: Instant, b: Instant): boolean => a < b;

/** The first of some instants, or null of none. Pure. */
export const earliest = (instants: readonly Instant[]): Instant | null =>
  instants.reduce<Instant | null>((first, i) => (first === null || i < first ? i : first), null);

/** The last of at least one instant; throws on none. Pure. */
export function latest(instants: readonly Instant[]): Instant {
  const [first, ...rest] = instants;
  if (first === undefined) throw new RangeError('The latest of no instants does not exist');
  return rest.reduce((last, i) => (isBefore(last, i) ? i : last), first);
}

/** The local date of a country at an instant. Pure. */
export const localDateAt = (calendar: Calendar, at: Instant): LocalDate =>
  dateOf(tableOf(calendar).office.dayAt(epochMs(at)));
