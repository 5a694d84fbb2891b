import { type Deadline, dueFor, dueForSeats } from '../../../domain/time/deadline';
import type { Ledger } from '../../../domain/time/ledger';
import { calendarWith } from './calendars';

/** Thursday 11 June 2026, ten in the morning in Bangkok; 17:00 is 10:00 UTC, 24:00 is 17:00 UTC. */
const PLAIN = calendarWith({});
const FROM = '2026-06-11T03:00:00.000Z';
const suspended = (...spans: [string, string | null][]): Ledger => ({
  suspended: spans.map(([from, until]) => ({ from, until })),
});

/** Without a ledger: Friday 12, Monday 15, Tuesday 16 June, 17:00. */
const THREE: Deadline = { workingDays: 3 };

describe('suspensions of three working days, due on Tuesday 16 June at 17:00', () => {
  test.each<[string, Ledger, string]>([
    ['none', {}, '2026-06-16T10:00:00.000Z'],
    [
      'one millisecond of a day loses the day',
      suspended(['2026-06-15T03:00:00.000Z', '2026-06-15T03:00:00.001Z']),
      '2026-06-17T10:00:00.000Z',
    ],
    [
      'an hour of the night belongs to its local day',
      suspended(['2026-06-14T17:00:00.000Z', '2026-06-14T18:00:00.000Z']),
      '2026-06-17T10:00:00.000Z',
    ],
    [
      'the weekend costs nothing',
      suspended(['2026-06-12T17:00:00.000Z', '2026-06-14T17:00:00.000Z']),
      '2026-06-16T10:00:00.000Z',
    ],
    [
      'one that ends at 24:00 leaves the next day whole',
      suspended(['2026-06-12T03:00:00.000Z', '2026-06-12T17:00:00.000Z']),
      '2026-06-17T10:00:00.000Z',
    ],
    [
      'a millisecond more costs the next day too',
      suspended(['2026-06-12T03:00:00.000Z', '2026-06-14T17:00:00.001Z']),
      '2026-06-18T10:00:00.000Z',
    ],
    [
      'the day of receipt does not count anyway',
      suspended(['2026-06-11T04:00:00.000Z', '2026-06-11T17:00:00.000Z']),
      '2026-06-16T10:00:00.000Z',
    ],
    [
      'one that ended before the opening is none',
      suspended(['2026-06-01T00:00:00.000Z', '2026-06-11T03:00:00.000Z']),
      '2026-06-16T10:00:00.000Z',
    ],
    [
      'one that began before the opening counts from it',
      suspended(['2026-06-01T00:00:00.000Z', '2026-06-12T03:00:00.000Z']),
      '2026-06-17T10:00:00.000Z',
    ],
    [
      'overlapping ones are one',
      suspended(
        ['2026-06-15T01:00:00.000Z', '2026-06-15T05:00:00.000Z'],
        ['2026-06-15T03:00:00.000Z', '2026-06-15T08:00:00.000Z'],
      ),
      '2026-06-17T10:00:00.000Z',
    ],
    [
      'their order does not matter',
      suspended(
        ['2026-06-16T01:00:00.000Z', '2026-06-16T02:00:00.000Z'],
        ['2026-06-12T01:00:00.000Z', '2026-06-12T02:00:00.000Z'],
      ),
      '2026-06-18T10:00:00.000Z',
    ],
    [
      'one in the time that another gave back counts',
      suspended(
        ['2026-06-15T01:00:00.000Z', '2026-06-15T02:00:00.000Z'],
        ['2026-06-17T01:00:00.000Z', '2026-06-17T02:00:00.000Z'],
      ),
      '2026-06-18T10:00:00.000Z',
    ],
    [
      'one that begins as the clock runs out changes nothing',
      suspended(['2026-06-16T10:00:00.000Z', '2026-06-16T12:00:00.000Z']),
      '2026-06-16T10:00:00.000Z',
    ],
    [
      'one a millisecond before loses the last day',
      suspended(['2026-06-16T09:59:59.999Z', '2026-06-16T12:00:00.000Z']),
      '2026-06-17T10:00:00.000Z',
    ],
    [
      'an empty one is none',
      suspended(['2026-06-15T03:00:00.000Z', '2026-06-15T03:00:00.000Z']),
      '2026-06-16T10:00:00.000Z',
    ],
    [
      'an open-ended one after the end is none',
      suspended(['2026-06-16T10:00:00.000Z', null]),
      '2026-06-16T10:00:00.000Z',
    ],
  ])('%s', (_what, ledger, due) => {
    expect(dueFor(THREE, FROM, PLAIN, ledger).due).toBe(due);
  });

  test('an open-ended one stops the clock', () => {
    const stopped = dueFor(THREE, FROM, PLAIN, suspended(['2026-06-16T09:59:59.999Z', null]));
    expect([stopped.due, stopped.lastDay]).toEqual([null, null]);
  });
});

describe('suspensions of other periods', () => {
  const MONDAY: [string, string] = ['2026-06-15T03:00:00.000Z', '2026-06-15T05:00:00.000Z'];
  test.each<[string, Deadline, Ledger, string]>([
    ['hours stand still', { hours: 100 }, suspended(MONDAY), '2026-06-15T09:00:00.000Z'],
    ['working hours stand still', { workingHours: 20 }, suspended(MONDAY), '2026-06-15T07:00:00.000Z'],
    [
      'hours that open while suspended wait',
      { hours: 48, minWorkingDays: 0 },
      suspended(['2026-06-01T00:00:00.000Z', '2026-06-11T05:00:00.000Z']),
      '2026-06-13T05:00:00.000Z',
    ],
    ['a suspended calendar day is not counted', { calendarDays: 5 }, suspended(MONDAY), '2026-06-17T17:00:00.000Z'],
    [
      'a free day suspended is not counted either',
      { calendarDays: 5 },
      suspended(['2026-06-13T03:00:00.000Z', '2026-06-13T04:00:00.000Z']),
      '2026-06-17T17:00:00.000Z',
    ],
    ['an exact instant stays', { at: '2026-06-16T03:00:00Z' }, suspended(MONDAY), '2026-06-16T03:00:00.000Z'],
    [
      'unless it falls inside, then it moves to the end of all that overlap',
      { at: '2026-06-15T04:00:00Z' },
      suspended(MONDAY, ['2026-06-15T04:30:00.000Z', '2026-06-15T07:00:00.000Z']),
      '2026-06-15T07:00:00.000Z',
    ],
    ['or inside one alone', { at: '2026-06-15T04:00:00Z' }, suspended(MONDAY), '2026-06-15T05:00:00.000Z'],
    [
      'and a suspended day is not the full day that the guard wants',
      { at: '2026-06-13T00:00:00Z' },
      suspended(['2026-06-12T00:00:00.000Z', '2026-06-12T01:00:00.000Z']),
      '2026-06-15T10:00:00.000Z',
    ],
  ])('%s', (_what, deadline, ledger, due) => {
    expect(dueFor(deadline, FROM, PLAIN, ledger).due).toBe(due);
  });
});

test('a suspension that ended before the opening, on the same day, leaves that day full', () => {
  // Suspended on Thursday from 03:00 to 05:00, opened at 06:00: Thursday's office hours lie wholly inside.
  const ledger = suspended(['2026-06-10T20:00:00.000Z', '2026-06-10T22:00:00.000Z']);
  const due = dueFor({ hours: 24 }, '2026-06-10T23:00:00.000Z', PLAIN, ledger);
  expect(due).toMatchObject({ due: '2026-06-11T23:00:00.000Z', guarded: false });
});

describe('extensions', () => {
  test.each<[string, Deadline, Ledger, string]>([
    ['add working days after the deadline', THREE, { extensions: [{ workingDays: 2 }] }, '2026-06-18T10:00:00.000Z'],
    ['add up', THREE, { extensions: [{ workingDays: 2 }, { workingDays: 2 }] }, '2026-06-22T10:00:00.000Z'],
    ['of nothing change nothing', { hours: 72 }, { extensions: [{ workingDays: 0 }] }, '2026-06-14T03:00:00.000Z'],
    [
      'end at 24:00 where days do',
      { workingDays: 3, endOfDay: '24:00' },
      { extensions: [{ workingDays: 1 }] },
      '2026-06-17T17:00:00.000Z',
    ],
    ['of hours end with office hours', { hours: 72 }, { extensions: [{ workingDays: 1 }] }, '2026-06-15T10:00:00.000Z'],
    [
      'count after the guard',
      { at: '2026-06-11T04:00:00Z' },
      { extensions: [{ workingDays: 1 }] },
      '2026-06-15T10:00:00.000Z',
    ],
    [
      'may be suspended too',
      THREE,
      { extensions: [{ workingDays: 2 }], ...suspended(['2026-06-17T03:00:00.000Z', '2026-06-17T04:00:00.000Z']) },
      '2026-06-19T10:00:00.000Z',
    ],
  ])('%s', (_what, deadline, ledger, due) => {
    expect(dueFor(deadline, FROM, PLAIN, ledger).due).toBe(due);
  });

  test('take away nothing', () => {
    expect(() => dueFor(THREE, FROM, PLAIN, { extensions: [{ workingDays: -1 }] })).toThrow('from 0, not -1');
  });
});

test('a ballot is stopped as soon as one of its seats is, the others keep their own due instant', () => {
  const seats = [
    { seat: 'running', calendar: PLAIN },
    { seat: 'stopped', calendar: PLAIN, ledger: suspended(['2026-06-15T03:00:00.000Z', null]) },
  ];
  const { due, perSeat } = dueForSeats(THREE, FROM, seats);
  expect([due, ...perSeat.map((s) => s.due)]).toEqual([null, '2026-06-16T10:00:00.000Z', null]);
  const forAll = dueForSeats({ ...THREE, forEverySeat: true }, FROM, seats);
  expect(forAll.perSeat.map((s) => [s.due, s.lastDay])).toEqual([
    [null, null],
    [null, null],
  ]);
});
