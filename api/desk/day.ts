/**
 * Days as people type them: three fields, in the digits and the era of their own country. What is read is shown back
 * in words before anything is recorded.
 */
import { dayNumber, type LocalDate } from '../../domain/time/instant';
import { type Fields, textOf } from '../forms/fields';

export type TypedDay = Readonly<{ day: string; month: string; year: string }>;

export type ReadDay = Readonly<{ date: LocalDate }> | Readonly<{ fault: 'Missing' | 'Incomplete' | 'Unreal' }>;

/** The three fields of a day. Pure. */
export const typedDay = (fields: Fields, name: string): TypedDay => ({
  day: textOf(fields, `${name}-day`),
  month: textOf(fields, `${name}-month`),
  year: textOf(fields, `${name}-year`),
});

/** The zeros of Khmer, Lao, Burmese and Thai digits, and of the wide ones that Chinese keyboards make. */
const ZEROS = ['\u17e0', '\u0ed0', '\u1040', '\u0e50', '\uff10'].map((zero) => zero.codePointAt(0) ?? 0);

function latinDigit(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const zero = ZEROS.find((z) => z <= code && code <= z + 9);
  return zero === undefined ? sign : String(code - zero);
}

/** Buddhist years run 543 ahead; nothing that is entered today bears such a year of the common era. */
const BUDDHIST = { first: 2400, last: 2699, ahead: 543 };

/** The day that three fields mean, or what is wrong with them. Pure. */
export function readDay(typed: TypedDay): ReadDay {
  const parts = [typed.day, typed.month, typed.year].map((part) => [...part].map(latinDigit).join(''));
  if (parts.every((part) => part === '')) return { fault: 'Missing' };
  if (parts.includes('')) return { fault: 'Incomplete' };
  const [day = '', month = '', year = ''] = parts;
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return { fault: 'Unreal' };
  const date = `${commonYear(Number(year))}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDate(date) ? { date } : { fault: 'Unreal' };
}

const commonYear = (year: number): string =>
  String(year >= BUDDHIST.first && year <= BUDDHIST.last ? year - BUDDHIST.ahead : year).padStart(4, '0');

function isDate(text: string): text is LocalDate {
  try {
    dayNumber(text);
    return true;
  } catch {
    return false;
  }
}
