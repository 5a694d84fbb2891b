import type { Instant, LocalDate } from './instant';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date that a calendar on the wall of an IANA zone shows at an instant; an unknown zone throws. Pure. */
export function localDateIn(zone: string, at: Instant): LocalDate {
  const known = formats.get(zone);
  // The Canadian form of a date is the one of ISO 8601. There are few zones, so the memory is bounded.
  const format = known ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  if (!known) formats.set(zone, format);
  return format.format(new Date(at));
}
