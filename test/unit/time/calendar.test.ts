import { dayOfReceipt, isWorkingDay, nextWorkingDay, workingDaysOfYear } from '../../../domain/time/calendar';
import { CALENDARS, calendarWith } from './calendars';

/** Thursday 11 June 2026 and the days after it; in Bangkok 17:00 is 10:00 UTC and 08:00 is 01:00 UTC. */
const PLAIN = calendarWith({});
const YANGON = calendarWith({ zone: 'Asia/Yangon' });
const FREE_FRIDAY = calendarWith({ free: ['2026-06-12'] });
const WORKED_SATURDAY = calendarWith({ worked: ['2026-06-13'] });
const NEW_YEAR = calendarWith({ free: ['2027-01-01'] });

describe('the day on which something counts as received', () => {
  test.each([
    ['just before the end of office hours', PLAIN, '2026-06-11T09:59:59.999Z', '2026-06-11'],
    ['exactly at the end of office hours', PLAIN, '2026-06-11T10:00:00.000Z', '2026-06-12'],
    ['before office hours', PLAIN, '2026-06-11T00:59:59.999Z', '2026-06-11'],
    ['at the first instant of a working day', PLAIN, '2026-06-10T17:00:00.000Z', '2026-06-11'],
    ['at the last instant of the day before', PLAIN, '2026-06-10T16:59:59.999Z', '2026-06-11'],
    ['on Friday evening', PLAIN, '2026-06-12T10:00:00.000Z', '2026-06-15'],
    ['on Saturday at noon', PLAIN, '2026-06-13T05:00:00.000Z', '2026-06-15'],
    ['at the last instant of Sunday', PLAIN, '2026-06-14T16:59:59.999Z', '2026-06-15'],
    ['half an hour later in Yangon, just before', YANGON, '2026-06-11T10:29:59.999Z', '2026-06-11'],
    ['half an hour later in Yangon, exactly then', YANGON, '2026-06-11T10:30:00.000Z', '2026-06-12'],
    ['at the first instant of a day in Yangon', YANGON, '2026-06-14T17:30:00.000Z', '2026-06-15'],
    ['on a free day', FREE_FRIDAY, '2026-06-12T05:00:00.000Z', '2026-06-15'],
    ['on the evening before a free day', FREE_FRIDAY, '2026-06-11T10:00:00.000Z', '2026-06-15'],
    ['on a worked Saturday', WORKED_SATURDAY, '2026-06-13T09:59:59.999Z', '2026-06-13'],
    ['on the evening before a worked Saturday', WORKED_SATURDAY, '2026-06-12T10:00:00.000Z', '2026-06-13'],
    ['on the evening of a worked Saturday', WORKED_SATURDAY, '2026-06-13T10:00:00.000Z', '2026-06-15'],
    ['just before the end of the year', NEW_YEAR, '2026-12-31T09:59:59.999Z', '2026-12-31'],
    ['on the last evening of the year', NEW_YEAR, '2026-12-31T10:00:00.000Z', '2027-01-04'],
  ])('%s', (_when, calendar, instant, day) => {
    expect(dayOfReceipt(calendar, instant)).toBe(day);
  });
});

describe('working days', () => {
  test.each([
    ['Thailand: a day free for government offices only', CALENDARS.TH, '2026-05-13', false],
    ['Thailand: the day after it', CALENDARS.TH, '2026-05-14', true],
    ['China: a worked Saturday', CALENDARS.CN, '2026-02-28', true],
    ['China: the Saturday before it', CALENDARS.CN, '2026-02-21', false],
    ['China: a worked Sunday', CALENDARS.CN, '2026-01-04', true],
    ['Myanmar: a worked Saturday', CALENDARS.MM, '2026-01-03', true],
    ['Myanmar: a free Sunday after it', CALENDARS.MM, '2026-01-04', false],
    ['Viet Nam: a worked Saturday', CALENDARS.VN, '2026-08-22', true],
    [
      'free and worked at once is free',
      calendarWith({ free: ['2026-06-13'], worked: ['2026-06-13'] }),
      '2026-06-13',
      false,
    ],
    ['a worked Saturday of an unpublished year', calendarWith({ worked: ['2028-01-08'] }), '2028-01-08', false],
    ['a free Friday of an unpublished year', calendarWith({ free: ['2028-01-07'] }), '2028-01-07', true],
  ])('%s', (_what, calendar, date, works) => {
    expect(isWorkingDay(calendar, date)).toBe(works);
  });

  test('the next one skips what is free and takes what is worked', () => {
    expect(nextWorkingDay(CALENDARS.MM, '2026-04-10')).toBe('2026-04-22');
    expect(nextWorkingDay(CALENDARS.CN, '2026-02-27')).toBe('2026-02-28');
    expect(nextWorkingDay(CALENDARS.TH, '2027-12-30')).toBe('2028-01-03');
  });

  test('a calendar in which nobody ever works, or offices close before they open, is refused', () => {
    expect(() => isWorkingDay({ ...PLAIN, weekend: [1, 2, 3, 4, 5, 6, 7] }, '2026-06-11')).toThrow(
      'no working weekday',
    );
    const backwards = { ...PLAIN, officeHours: { from: '17:00', until: '08:00' } };
    expect(() => isWorkingDay(backwards, '2026-06-11')).toThrow('Office hours must begin before they end');
  });
});

describe('a year laid out', () => {
  test.each([
    [2026, 365],
    [2028, 366],
  ])('%i has %i days, the first of January first', (year, days) => {
    const laidOut = workingDaysOfYear(CALENDARS.TH, year);
    expect(laidOut).toHaveLength(days);
    expect([laidOut.at(0)?.date, laidOut.at(-1)?.date]).toEqual([`${year}-01-01`, `${year}-12-31`]);
  });

  test('each day says what it is, why, and how sure that is', () => {
    const facts = (calendar: typeof PLAIN, date: string) => {
      const day = workingDaysOfYear(calendar, Number(date.slice(0, 4))).find((d) => d.date === date);
      if (!day) throw new Error(`No ${date} in its year`);
      const { source, ...rest } = day;
      expect(source).toBe(calendar.source);
      return rest;
    };
    const ordinary = { name: null, freeFor: null, confirmed: null, published: true };
    expect(facts(CALENDARS.TH, '2026-05-14')).toEqual({ ...ordinary, date: '2026-05-14', kind: 'working' });
    expect(facts(CALENDARS.TH, '2026-05-16')).toEqual({ ...ordinary, date: '2026-05-16', kind: 'weekend' });
    expect(facts(CALENDARS.TH, '2026-05-13')).toEqual({
      date: '2026-05-13',
      kind: 'free',
      name: 'Royal Ploughing Ceremony',
      freeFor: 'governmentOnly',
      confirmed: true,
      published: true,
    });
    expect(facts(CALENDARS.VN, '2026-08-22')).toEqual({
      date: '2026-08-22',
      kind: 'workedWeekend',
      name: 'Working day (in exchange for 2026-08-31)',
      freeFor: null,
      confirmed: false,
      published: true,
    });
    expect(facts(CALENDARS.LA, '2026-05-01').confirmed).toBe(false);
  });

  test('beyond the published years only the weekend rule speaks, and each day says so', () => {
    const days = workingDaysOfYear(CALENDARS.CN, 2028);
    expect(new Set(days.map((d) => `${d.kind} ${d.published}`))).toEqual(new Set(['weekend false', 'working false']));
  });
});
