/**
 * Instants and days as a person reads them: own language, own zone, and the zone always said.
 */
import { type Language, tagOf } from './languages';
import type { Texts } from './texts';

export interface Instants {
  /** "Thursday, 22 April 2027 at 17:00 (Bangkok time, UTC+7)". `at` is an ISO instant. */
  full(language: Language, at: string, zone: string): string;
  /** The same without weekday: for lines in lists. */
  short(language: Language, at: string, zone: string): string;
  /** Date and time alone, where the zone stands on the next line. */
  moment(language: Language, at: string, zone: string): string;
  /** "22 Apr 2027, 17:00": for tables that say their zone once. */
  brief(language: Language, at: string, zone: string): string;
  /** "Bangkok time, UTC+7"; the offset is the one that holds at the instant. */
  zone(language: Language, at: string, zone: string): string;
}

/** Formats with `Intl`; the names of zones and the order of the parts are texts. */
export function createInstants(texts: Texts): Instants {
  const zoneOf = (language: Language, at: string, zone: string): string => {
    const offset = offsetAt(at, zone, language);
    const key = `common:zone.${zone}`;
    if (!texts.has(key) || texts.compose(language, key).language !== language) return offset;
    return texts.say(language, 'common:zoned', { zone: texts.say(language, key), offset });
  };
  const withZone = (style: Intl.DateTimeFormatOptions) => (language: Language, at: string, zone: string) =>
    texts.say(language, 'common:moment', {
      moment: formatted(language, at, zone, style),
      zone: zoneOf(language, at, zone),
    });
  return {
    full: withZone({ dateStyle: 'full', timeStyle: 'short' }),
    short: withZone({ dateStyle: 'long', timeStyle: 'short' }),
    moment: (language, at, zone) => formatted(language, at, zone, { dateStyle: 'full', timeStyle: 'short' }),
    brief: (language, at, zone) => formatted(language, at, zone, { dateStyle: 'medium', timeStyle: 'short' }),
    zone: zoneOf,
  };
}

const formatted = (language: Language, at: string, zone: string, style: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(tagOf(language), { ...style, timeZone: zone, hourCycle: 'h23' }).format(new Date(at));

function offsetAt(at: string, zone: string, language: Language): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(
    new Date(at),
  );
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
  const digit = new Intl.NumberFormat(tagOf(language));
  return offset.replace('GMT', 'UTC').replace(/\d/g, (d) => digit.format(Number(d)));
}

/** A calendar day ("2027-04-22") in words, without a zone, since a day of a calendar has none. Pure. */
export const dayInWords = (language: Language, date: string, style: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(tagOf(language), { ...style, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
