/** The catalogue's six calendars, and small ones made up for a test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Calendar, FreeDay, WorkedDay } from '../../../domain/time/calendar';

export const COUNTRIES = ['KH', 'CN', 'LA', 'MM', 'TH', 'VN'] as const;
export type Country = (typeof COUNTRIES)[number];

function read(country: Country): Calendar {
  const file = join(__dirname, '../../../catalog/countries', country.toLowerCase(), 'calendar.json');
  return Object.freeze(JSON.parse(readFileSync(file, 'utf8')));
}

export const CALENDARS: Readonly<Record<Country, Calendar>> = {
  KH: read('KH'),
  CN: read('CN'),
  LA: read('LA'),
  MM: read('MM'),
  TH: read('TH'),
  VN: read('VN'),
};

export const ALL_SEATS = COUNTRIES.map((country) => ({ seat: country, calendar: CALENDARS[country] }));

const FREE: FreeDay = { name: 'Made up', kind: 'public', confirmed: true };
const WORKED: WorkedDay = { name: 'Made up', confirmed: true };

type MadeUp = Readonly<{
  zone?: string;
  free?: readonly string[];
  worked?: readonly string[];
  publishedUntil?: string;
}>;

/** A calendar with Saturday and Sunday free, published for 2026 and 2027 unless said otherwise. */
export const calendarWith = ({ zone = 'Asia/Bangkok', free = [], worked = [], publishedUntil }: MadeUp): Calendar => ({
  country: 'XX',
  zone,
  weekend: [6, 7],
  officeHours: { from: '08:00', until: '17:00' },
  free: Object.fromEntries(free.map((date) => [date, FREE])),
  worked: Object.fromEntries(worked.map((date) => [date, WORKED])),
  publishedUntil: publishedUntil ?? '2027-12-31',
  source: 'made up for a test',
  verifiedBy: null,
  verifiedOn: null,
});
