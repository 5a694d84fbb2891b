import { type Deadline, dueFor, dueForSeats, workingDaysAfter } from '../../../domain/time/deadline';
import { CALENDARS, calendarWith } from './calendars';

/** Thursday 11 June 2026 and the days after it; in Bangkok 17:00 is 10:00 UTC and 08:00 is 01:00 UTC. */
const PLAIN = calendarWith({});
const YANGON = calendarWith({ zone: 'Asia/Yangon' });
const FREE_MONDAY = calendarWith({ free: ['2026-06-15'] });
const WORKED_SATURDAY = calendarWith({ worked: ['2026-06-13'] });
const BERLIN = calendarWith({ zone: 'Europe/Berlin' });
const THURSDAY_10 = '2026-06-11T03:00:00.000Z';

describe('when a single seat is due', () => {
  test.each<[string, Deadline, typeof PLAIN, string, string]>([
    [
      '1 working day, received in time',
      { workingDays: 1 },
      PLAIN,
      '2026-06-11T09:59:59.999Z',
      '2026-06-12T10:00:00.000Z',
    ],
    [
      '1 working day, received at 17:00',
      { workingDays: 1 },
      PLAIN,
      '2026-06-11T10:00:00.000Z',
      '2026-06-15T10:00:00.000Z',
    ],
    [
      '1 working day, received before office hours',
      { workingDays: 1 },
      PLAIN,
      '2026-06-10T17:00:00.000Z',
      '2026-06-12T10:00:00.000Z',
    ],
    [
      '1 working day, received on Sunday',
      { workingDays: 1 },
      PLAIN,
      '2026-06-14T03:00:00.000Z',
      '2026-06-16T10:00:00.000Z',
    ],
    ['2 working days over a free Monday', { workingDays: 2 }, FREE_MONDAY, THURSDAY_10, '2026-06-16T10:00:00.000Z'],
    [
      '2 working days with a worked Saturday',
      { workingDays: 2 },
      WORKED_SATURDAY,
      THURSDAY_10,
      '2026-06-13T10:00:00.000Z',
    ],
    ['2 working days to 24:00', { workingDays: 2, endOfDay: '24:00' }, PLAIN, THURSDAY_10, '2026-06-15T17:00:00.000Z'],
    [
      'to 24:00, received after office hours',
      { workingDays: 1, endOfDay: '24:00' },
      PLAIN,
      '2026-06-11T10:00:00.000Z',
      '2026-06-15T17:00:00.000Z',
    ],
    ['1 working day in Yangon', { workingDays: 1 }, YANGON, '2026-06-11T10:29:59.999Z', '2026-06-12T10:30:00.000Z'],
    [
      '1 working day in Yangon, received at 17:00',
      { workingDays: 1 },
      YANGON,
      '2026-06-11T10:30:00.000Z',
      '2026-06-15T10:30:00.000Z',
    ],
    [
      '1 working day to 24:00 in Yangon',
      { workingDays: 1, endOfDay: '24:00' },
      YANGON,
      THURSDAY_10,
      '2026-06-12T17:30:00.000Z',
    ],
    ['3 calendar days ending on a Sunday', { calendarDays: 3 }, PLAIN, THURSDAY_10, '2026-06-14T17:00:00.000Z'],
    [
      'the same, moved on',
      { calendarDays: 3, nextWorkingDayIfFree: true },
      PLAIN,
      THURSDAY_10,
      '2026-06-15T17:00:00.000Z',
    ],
    [
      'the same, over a free Monday',
      { calendarDays: 3, nextWorkingDayIfFree: true },
      FREE_MONDAY,
      THURSDAY_10,
      '2026-06-16T17:00:00.000Z',
    ],
    [
      'a calendar day that need not move',
      { calendarDays: 1, nextWorkingDayIfFree: true },
      PLAIN,
      THURSDAY_10,
      '2026-06-12T17:00:00.000Z',
    ],
    ['hours run through the night', { hours: 48, minWorkingDays: 0 }, PLAIN, THURSDAY_10, '2026-06-13T03:00:00.000Z'],
    [
      'hours over the change to summer time',
      { hours: 72 },
      BERLIN,
      '2026-03-27T06:30:00.000Z',
      '2026-03-30T06:30:00.000Z',
    ],
    [
      'working hours on the day of receipt',
      { workingHours: 2, minWorkingDays: 0 },
      PLAIN,
      THURSDAY_10,
      '2026-06-11T05:00:00.000Z',
    ],
    [
      'working hours to the last minute of a day',
      { workingHours: 7, minWorkingDays: 0 },
      PLAIN,
      THURSDAY_10,
      '2026-06-11T10:00:00.000Z',
    ],
    [
      'working hours into the next day',
      { workingHours: 8, minWorkingDays: 0 },
      PLAIN,
      THURSDAY_10,
      '2026-06-12T02:00:00.000Z',
    ],
    [
      'working hours from before opening',
      { workingHours: 1, minWorkingDays: 0 },
      PLAIN,
      '2026-06-10T20:00:00.000Z',
      '2026-06-11T02:00:00.000Z',
    ],
    [
      'working hours from the evening, over a weekend',
      { workingHours: 10 },
      PLAIN,
      '2026-06-12T10:00:00.000Z',
      '2026-06-16T02:00:00.000Z',
    ],
    ['an exact instant', { at: '2026-06-20T03:00:00Z' }, PLAIN, THURSDAY_10, '2026-06-20T03:00:00.000Z'],
    [
      'an exact instant in the past is no earlier than the opening',
      { at: '2026-06-01T03:00:00Z', minWorkingDays: 0 },
      PLAIN,
      THURSDAY_10,
      THURSDAY_10,
    ],
  ])('%s', (_what, deadline, calendar, from, due) => {
    expect(dueFor(deadline, from, calendar)).toMatchObject({ due, guarded: false });
  });

  test('the last day is the local day of the last instant in time', () => {
    const lastDay = (deadline: Deadline) => dueFor(deadline, THURSDAY_10, PLAIN).lastDay;
    expect(lastDay({ workingDays: 1 })).toBe('2026-06-12');
    expect(lastDay({ workingDays: 1, endOfDay: '24:00' })).toBe('2026-06-12');
    expect(lastDay({ calendarDays: 3 })).toBe('2026-06-14');
    expect(lastDay({ at: '2026-06-19T17:00:00Z' })).toBe('2026-06-19');
    expect(lastDay({ at: '2026-06-19T17:00:00.001Z' })).toBe('2026-06-20');
  });

  test('a day of receipt that was recorded is taken as it stands', () => {
    const due = (date: string, deadline: Deadline = { workingDays: 1 }) =>
      dueFor(deadline, { receivedOn: date }, PLAIN).due;
    expect(due('2026-06-11')).toBe('2026-06-12T10:00:00.000Z');
    expect(due('2026-06-13')).toBe('2026-06-15T10:00:00.000Z');
    expect(due('2026-06-11', { calendarDays: 1 })).toBe('2026-06-12T17:00:00.000Z');
    expect(due('2026-06-11', { hours: 24 })).toBe('2026-06-12T17:00:00.000Z');
  });

  test.each<[string, Deadline]>([
    ['none', { workingDays: 0 }],
    ['halves', { workingDays: 1.5 }],
    ['negative hours', { hours: -1 }],
    ['no number', { calendarDays: Number.NaN }],
    ['no working hours', { workingHours: 0 }],
    ['half a guard', { hours: 1, minWorkingDays: 0.5 }],
  ])('a period of %s is refused', (_what, deadline) => {
    expect(() => dueFor(deadline, THURSDAY_10, PLAIN)).toThrow('Allowed is a whole number from');
  });
});

describe('the holiday guard', () => {
  test.each<[string, Deadline, string, string, boolean]>([
    ['a day that began before the period is not full', { hours: 30 }, THURSDAY_10, '2026-06-12T10:00:00.000Z', true],
    [
      'a day whose opening is the beginning is full',
      { hours: 9 },
      '2026-06-11T01:00:00.000Z',
      '2026-06-11T10:00:00.000Z',
      false,
    ],
    ['a millisecond later it is not', { hours: 9 }, '2026-06-11T01:00:00.001Z', '2026-06-12T10:00:00.000Z', true],
    [
      'a period that ends before closing is lengthened to it',
      { hours: 8 },
      '2026-06-11T01:00:00.000Z',
      '2026-06-11T10:00:00.000Z',
      true,
    ],
    ['a weekend holds no working day', { hours: 60 }, '2026-06-12T10:00:00.000Z', '2026-06-15T10:00:00.000Z', true],
    [
      'the procedure may ask for more',
      { hours: 72, minWorkingDays: 3 },
      '2026-06-12T10:00:00.000Z',
      '2026-06-17T10:00:00.000Z',
      true,
    ],
    ['working hours need a full day too', { workingHours: 2 }, THURSDAY_10, '2026-06-12T10:00:00.000Z', true],
    [
      'so does an exact instant',
      { at: '2026-06-13T00:00:00Z' },
      '2026-06-12T10:00:00.000Z',
      '2026-06-15T10:00:00.000Z',
      true,
    ],
    [
      'calendar days are lengthened to 24:00',
      { calendarDays: 1 },
      '2026-06-12T03:00:00.000Z',
      '2026-06-15T17:00:00.000Z',
      true,
    ],
    [
      'working days too, where more is asked than counted',
      { workingDays: 1, minWorkingDays: 2 },
      THURSDAY_10,
      '2026-06-15T10:00:00.000Z',
      true,
    ],
  ])('%s', (_what, deadline, from, due, guarded) => {
    expect(dueFor(deadline, from, PLAIN)).toMatchObject({ due, guarded });
  });
});

describe('beyond the published years', () => {
  const published = calendarWith({ free: ['2026-01-01', '2027-12-30', '2028-01-03'] });
  test.each<[string, number, string, string, boolean]>([
    ['the last published day is known', 1, '2027-12-29T03:00:00.000Z', '2027-12-31', false],
    ['the day after it is not, and no list speaks for it', 2, '2027-12-29T03:00:00.000Z', '2028-01-03', true],
    ['nor is a day before the first year', 1, '2025-12-31T03:00:00.000Z', '2026-01-02', true],
  ])('%s', (_what, workingDays, from, lastDay, calendarUnpublished) => {
    expect(dueFor({ workingDays }, from, published)).toMatchObject({ lastDay, calendarUnpublished });
  });
});

describe('the seats of a ballot', () => {
  const BOTH = [
    { seat: 'cn', calendar: CALENDARS.CN },
    { seat: 'mm', calendar: CALENDARS.MM },
  ];
  const FROM = '2026-04-09T03:00:00.000Z';
  const CN = '2026-04-20T09:00:00.000Z';
  const MM = '2026-04-29T10:30:00.000Z';

  test('each has its own due instant, the ballot the latest', () => {
    const { due, perSeat } = dueForSeats({ workingDays: 7 }, FROM, BOTH);
    const receivedOn = '2026-04-09';
    expect(due).toBe(MM);
    expect(perSeat).toEqual([
      {
        seat: 'cn',
        due: CN,
        single: CN,
        receivedOn,
        lastDay: '2026-04-20',
        calendarUnpublished: false,
        guarded: false,
      },
      {
        seat: 'mm',
        due: MM,
        single: MM,
        receivedOn,
        lastDay: '2026-04-29',
        calendarUnpublished: false,
        guarded: false,
      },
    ]);
  });

  test('at least 7 for every seat holds for all until the latest of the single deadlines', () => {
    const { due, perSeat } = dueForSeats({ workingDays: 7, forEverySeat: true }, FROM, BOTH);
    expect(due).toBe(MM);
    expect(perSeat.map((s) => [s.seat, s.due, s.single, s.lastDay])).toEqual([
      ['cn', MM, CN, '2026-04-29'],
      ['mm', MM, MM, '2026-04-29'],
    ]);
  });

  test('a shared calendar has one day of receipt and one last day, each office its own hours', () => {
    // 16:45 in Shanghai is in time there; in Myanmar it is 15:15 of a free day, so both count from the 22nd.
    const { due, perSeat } = dueForSeats({ workingDays: 1, shared: true }, '2026-04-13T08:45:00.000Z', BOTH);
    expect(perSeat.map((s) => s.due)).toEqual(['2026-04-23T09:00:00.000Z', '2026-04-23T10:30:00.000Z']);
    expect(due).toBe('2026-04-23T10:30:00.000Z');
  });

  test('an hour at which only one office has closed moves the shared day of receipt for both', () => {
    // 17:30 in Shanghai, 16:00 in Yangon.
    const { perSeat } = dueForSeats({ workingDays: 1, shared: true }, '2026-06-10T09:30:00.000Z', BOTH);
    expect(perSeat.map((s) => s.lastDay)).toEqual(['2026-06-12', '2026-06-12']);
  });

  test.each([
    ['follows from the opening where none was recorded', undefined, '2026-06-16', '2026-06-17'],
    ['stands as it was recorded, whatever the calendar says of it now', '2026-06-15', '2026-06-15', '2026-06-16'],
  ])('the day of receipt %s', (_, recorded, receivedOn, lastDay) => {
    const seats = [{ seat: 'a', calendar: FREE_MONDAY, receivedOn: recorded }];
    const { perSeat } = dueForSeats({ workingDays: 1 }, '2026-06-13T03:00:00.000Z', seats);
    expect(perSeat).toMatchObject([{ receivedOn, lastDay }]);
  });

  test('nobody to ask has no deadline', () => {
    expect(() => dueForSeats({ workingDays: 1 }, FROM, [])).toThrow('without seats');
  });
});

test('working days after a deadline count from its last day, whatever the hour', () => {
  const fridayClose = '2026-06-12T10:00:00.000Z';
  expect(workingDaysAfter(PLAIN, fridayClose, 0)).toBe(fridayClose);
  expect(workingDaysAfter(PLAIN, fridayClose, 1)).toBe('2026-06-15T10:00:00.000Z');
  expect(workingDaysAfter(PLAIN, '2026-06-12T17:00:00.000Z', 1)).toBe('2026-06-15T10:00:00.000Z');
  expect(workingDaysAfter(PLAIN, '2026-06-10T17:00:00.000Z', 1)).toBe('2026-06-11T10:00:00.000Z');
  expect(workingDaysAfter(PLAIN, '2026-06-12T17:00:00.001Z', 2)).toBe('2026-06-16T10:00:00.000Z');
});
