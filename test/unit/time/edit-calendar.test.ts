import { type Calendar, isWorkingDay, provenanceOf, workingDaysOfYear } from '../../../domain/time/calendar';
import { type CalendarYear, withYear } from '../../../domain/time/edit-calendar';

const CALENDAR: Calendar = {
  country: 'AA',
  zone: 'Asia/Bangkok',
  weekend: [6, 7],
  officeHours: { from: '08:00', until: '17:00' },
  free: {
    '2026-01-01': { name: 'New Year', kind: 'public', confirmed: true },
    '2027-01-01': { name: 'New Year', kind: 'public', confirmed: false },
  },
  worked: { '2026-01-04': { name: 'In exchange', confirmed: true } },
  publishedUntil: '2027-12-31',
  source: 'a list',
  verifiedBy: null,
  verifiedOn: null,
};

const YEAR: CalendarYear = {
  year: 2027,
  free: [
    { date: '2027-04-13', name: 'Water festival', kind: 'public' },
    { date: '2027-01-01', name: 'New Year', kind: 'governmentOnly' },
  ],
  worked: [{ date: '2027-04-17', name: 'In exchange' }],
  source: 'decree 7',
  confirmed: true,
  verified: { by: 'the unit', on: '2026-06-10' },
};

const edited = (year: Partial<CalendarYear> = {}, calendar = CALENDAR) => withYear(calendar, { ...YEAR, ...year });

function calendarWith(year: Partial<CalendarYear> = {}, calendar = CALENDAR): Calendar {
  const made = edited(year, calendar);
  if ('fault' in made) throw new Error(`Refused: ${JSON.stringify(made.fault)}`);
  return made.calendar;
}

describe('a year of a calendar', () => {
  it('takes the place of the year alone', () => {
    const calendar = calendarWith();
    expect(calendar.free).toEqual({
      '2026-01-01': { name: 'New Year', kind: 'public', confirmed: true },
      '2027-01-01': { name: 'New Year', kind: 'governmentOnly', confirmed: true },
      '2027-04-13': { name: 'Water festival', kind: 'public', confirmed: true },
    });
    expect(Object.keys(calendar.free)).toEqual(['2026-01-01', '2027-01-01', '2027-04-13']);
    expect([isWorkingDay(calendar, '2027-04-13'), isWorkingDay(calendar, '2027-04-17')]).toEqual([false, true]);
    expect(workingDaysOfYear(calendar, 2026)).toEqual(workingDaysOfYear(CALENDAR, 2026));
    expect(calendar.publishedUntil).toBe('2027-12-31');
  });

  it('says where it comes from, and leaves the word of other years', () => {
    const calendar = calendarWith();
    expect(provenanceOf(calendar, 2027)).toEqual({
      source: 'decree 7',
      verifiedBy: 'the unit',
      verifiedOn: '2026-06-10',
    });
    expect(provenanceOf(calendar, 2026)).toEqual({ source: 'a list', verifiedBy: null, verifiedOn: null });
    expect(provenanceOf(calendarWith({ confirmed: false }), 2027)).toMatchObject({
      verifiedBy: null,
      verifiedOn: null,
    });
  });

  it('publishes the year after the last one', () => {
    const free = [{ date: '2028-01-03', name: 'New Year', kind: 'public' as const }];
    const calendar = calendarWith({ year: 2028, free, worked: [] });
    expect(calendar.publishedUntil).toBe('2028-12-31');
    expect(isWorkingDay(calendar, '2028-01-03')).toBe(false);
    expect(workingDaysOfYear(calendar, 2027)).toEqual(workingDaysOfYear(CALENDAR, 2027));
  });

  it.each([2025, 2029])('is refused for %d, which leaves a gap or was never listed', (year) => {
    expect(edited({ year, free: [], worked: [] })).toEqual({
      fault: { kind: 'notPublished', first: 2026, last: 2028 },
    });
  });

  it.each([
    ['a free day of another year', { free: [{ date: '2026-04-13', name: 'x', kind: 'public' }] }, '/free/0/date'],
    ['a worked day of another year', { worked: [{ date: '2026-04-18', name: 'x' }] }, '/worked/0/date'],
    ['a worked day that is no weekend day', { worked: [{ date: '2027-04-14', name: 'x' }] }, '/worked/0/date'],
    [
      'a free day twice',
      { free: [...YEAR.free, { date: '2027-04-13', name: 'again', kind: 'public' }] },
      '/free/2/date',
    ],
    ['a day both free and worked', { worked: [{ date: '2027-04-13', name: 'x' }] }, '/worked/0/date'],
  ] as const)('is refused with %s', (_, year, at) => {
    expect(edited(year as Partial<CalendarYear>)).toMatchObject({ fault: { kind: 'day', at } });
  });

  it('is refused where nobody works in it', () => {
    const first = Date.UTC(2027, 0, 1);
    const free = Array.from({ length: 365 }, (_, i) => ({
      date: new Date(first + i * 86_400_000).toISOString().slice(0, 10),
      name: 'free',
      kind: 'public' as const,
    }));
    expect(edited({ free, worked: [] })).toEqual({ fault: { kind: 'noWorkingDay' } });
    const [monday, ...others] = free.filter((d) => d.date !== '2027-03-01');
    expect(edited({ free: monday ? [monday, ...others] : [], worked: [] })).toHaveProperty('calendar');
  });

  it('leaves the calendar that it was made from as it was', () => {
    const before = JSON.stringify(CALENDAR);
    calendarWith();
    expect(JSON.stringify(CALENDAR)).toBe(before);
  });
});
