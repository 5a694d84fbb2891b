/** The published figures for the six countries, counted from the catalogue's calendars. */
import { isWorkingDay } from '../../../domain/time/calendar';
import { dueFor, dueForSeats } from '../../../domain/time/deadline';
import { dateOf, dayNumber, isoWeekday } from '../../../domain/time/instant';
import { ALL_SEATS, CALENDARS, COUNTRIES, type Country } from './calendars';

/** Ten in the morning in Bangkok: inside office hours, and the same date, in all six countries. */
const MORNING = 'T03:00:00.000Z';

describe('seven working days after the same day of receipt end on a different day in each country', () => {
  test.each<[string, Record<Country, string>, string]>([
    [
      '2026-04-09',
      {
        KH: '2026-04-23',
        CN: '2026-04-20',
        LA: '2026-04-23',
        MM: '2026-04-29',
        TH: '2026-04-23',
        VN: '2026-04-20',
      },
      '2026-05-06',
    ],
    [
      '2026-02-12',
      {
        KH: '2026-02-23',
        CN: '2026-02-28',
        LA: '2026-02-23',
        MM: '2026-02-24',
        TH: '2026-02-23',
        VN: '2026-03-02',
      },
      '2026-03-05',
    ],
  ])('from %s', (date, singles, shared) => {
    const from = { receivedOn: date };
    const lastDays = COUNTRIES.map((c) => [c, dueFor({ workingDays: 7 }, from, CALENDARS[c]).lastDay]);
    expect(Object.fromEntries(lastDays)).toEqual(singles);

    const common = dueForSeats({ workingDays: 7, shared: true }, from, ALL_SEATS);
    expect(common.perSeat.map((s) => s.lastDay)).toEqual(COUNTRIES.map(() => shared));
  });

  test('an opening at ten in the morning gives the same days, unless that day is free: Union Day in Myanmar', () => {
    const lastDays = (date: string) =>
      COUNTRIES.map((c) => dueFor({ workingDays: 7 }, date + MORNING, CALENDARS[c]).lastDay.slice(5));
    expect(lastDays('2026-04-09')).toEqual(['04-23', '04-20', '04-23', '04-29', '04-23', '04-20']);
    expect(lastDays('2026-02-12')).toEqual(['02-23', '02-28', '02-23', '02-25', '02-23', '03-02']);
    const shared = dueForSeats({ workingDays: 7, shared: true }, `2026-04-09${MORNING}`, ALL_SEATS);
    expect(new Set(shared.perSeat.map((s) => s.lastDay))).toEqual(new Set(['2026-05-06']));
  });

  test('the last instant is the end of office hours where the seat is', () => {
    const dues = COUNTRIES.map((c) => dueFor({ workingDays: 7 }, `2026-04-09${MORNING}`, CALENDARS[c]).due);
    expect(dues).toEqual([
      '2026-04-23T10:00:00.000Z',
      '2026-04-20T09:00:00.000Z',
      '2026-04-23T10:00:00.000Z',
      '2026-04-29T10:30:00.000Z',
      '2026-04-23T10:00:00.000Z',
      '2026-04-20T10:00:00.000Z',
    ]);
  });
});

const worksEverywhere = (date: string) => COUNTRIES.every((c) => isWorkingDay(CALENDARS[c], date));
const daysOf = (year: number) => {
  const first = dayNumber(`${year}-01-01`);
  return Array.from({ length: dayNumber(`${year}-12-31`) - first + 1 }, (_, i) => dateOf(first + i));
};

/** The stretches of days on which not all six work, longest first, as [days, first, last]. */
function stretches(year: number): [number, string, string][] {
  const runs: string[][] = [[]];
  for (const date of daysOf(year)) {
    if (worksEverywhere(date)) runs.push([]);
    else runs.at(-1)?.push(date);
  }
  return runs
    .filter((run) => run.length > 0)
    .map((run): [number, string, string] => [run.length, run.at(0) ?? '', run.at(-1) ?? ''])
    .toSorted((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
}

describe('days on which all six countries work', () => {
  test.each([
    [2026, 194],
    [2027, 200],
  ])('%i has %i of 261 weekdays', (year, common) => {
    const days = daysOf(year);
    expect(days.filter((date) => isoWeekday(dayNumber(date)) <= 5)).toHaveLength(261);
    expect(days.filter(worksEverywhere)).toHaveLength(common);
  });

  test('the longest stretches without one', () => {
    expect(stretches(2026).slice(0, 3)).toEqual([
      [11, '2026-04-11', '2026-04-21'],
      [10, '2026-02-14', '2026-02-23'],
      [7, '2026-10-01', '2026-10-07'],
    ]);
    expect(stretches(2027).slice(0, 3)).toEqual([
      [9, '2027-04-13', '2027-04-21'],
      [7, '2027-02-04', '2027-02-10'],
      [7, '2027-09-29', '2027-10-05'],
    ]);
  });
});

test('72 hours of silence from Friday 17:00 before Songkran are lengthened where nobody is at work', () => {
  const { due, guarded, perSeat } = dueForSeats({ hours: 72 }, '2026-04-10T10:00:00.000Z', ALL_SEATS);
  const table = perSeat.map((s) => [s.seat, s.due, s.guarded]);
  expect(table).toEqual([
    // Cambodia's own Monday ends at the very instant at which the 72 hours do: a full working day.
    ['KH', '2026-04-13T10:00:00.000Z', false],
    ['CN', '2026-04-13T10:00:00.000Z', false],
    ['LA', '2026-04-13T10:00:00.000Z', false],
    ['MM', '2026-04-22T10:30:00.000Z', true],
    ['TH', '2026-04-16T10:00:00.000Z', true],
    ['VN', '2026-04-13T10:00:00.000Z', false],
  ]);
  expect([due, guarded]).toEqual(['2026-04-22T10:30:00.000Z', true]);
});
