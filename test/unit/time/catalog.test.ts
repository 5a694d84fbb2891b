/** Guards the data: every calendar of the catalogue is complete, in order and honest about what it does not know. */
import { isWorkingDay } from '../../../domain/time/calendar';
import { dayNumber, isoWeekday } from '../../../domain/time/instant';
import { CALENDARS, COUNTRIES } from './calendars';

const ZONES = {
  KH: 'Asia/Phnom_Penh',
  CN: 'Asia/Shanghai',
  LA: 'Asia/Vientiane',
  MM: 'Asia/Yangon',
  TH: 'Asia/Bangkok',
  VN: 'Asia/Ho_Chi_Minh',
} as const;

describe.each(COUNTRIES)('the calendar of %s', (country) => {
  const calendar = CALENDARS[country];
  const listed = [...Object.entries(calendar.free), ...Object.entries(calendar.worked)];

  test('names its country, zone, weekend, office hours and source', () => {
    const { zone, weekend, officeHours, publishedUntil } = calendar;
    expect({ country: calendar.country, zone, weekend, officeHours, publishedUntil }).toEqual({
      country,
      zone: ZONES[country],
      weekend: [6, 7],
      officeHours: { from: '08:00', until: '17:00' },
      publishedUntil: '2027-12-31',
    });
    expect(calendar.source).toMatch(/holidays 0\.109 \(MIT/);
  });

  test('lists existing days of 2026 and 2027, in order, each with a name', () => {
    for (const days of [Object.keys(calendar.free), Object.keys(calendar.worked)]) {
      expect(days).toEqual(days.toSorted());
    }
    for (const [date, { name }] of listed) {
      expect(dayNumber(date)).toBeGreaterThanOrEqual(dayNumber('2026-01-01'));
      expect(dayNumber(date)).toBeLessThanOrEqual(dayNumber(calendar.publishedUntil));
      expect(name).not.toBe('');
    }
  });

  test('works only on weekend days that are not free as well', () => {
    for (const date of Object.keys(calendar.worked)) {
      expect(calendar.weekend).toContain(isoWeekday(dayNumber(date)));
      expect(isWorkingDay(calendar, date)).toBe(true);
    }
  });

  test('claims no verification that nobody gave', () => {
    expect([calendar.verifiedBy, calendar.verifiedOn]).toEqual([null, null]);
  });
});

test('what is only estimated is not shown as confirmed', () => {
  const unconfirmed = Object.values(CALENDARS).flatMap(({ country, free }) =>
    Object.keys(free).flatMap((date) => (free[date]?.confirmed ? [] : [`${country} ${date.slice(0, 4)}`])),
  );
  const count = (what: string) => unconfirmed.filter((u) => u === what).length;
  const inYear = (country: (typeof COUNTRIES)[number], year: string) =>
    Object.keys(CALENDARS[country].free).filter((date) => date.startsWith(year)).length;
  expect(count('CN 2027')).toBe(inYear('CN', '2027'));
  expect([count('LA 2026'), count('LA 2027')]).toEqual([inYear('LA', '2026'), inYear('LA', '2027')]);
  for (const { free } of Object.values(CALENDARS)) {
    const estimated = Object.values(free).filter((day) => day.name.includes('estimated'));
    expect(estimated.filter((day) => day.confirmed)).toEqual([]);
  }
});
