import fc from 'fast-check';
import type { Calendar } from '../../../domain/time/calendar';
import { type Deadline, dueFor, dueForSeats } from '../../../domain/time/deadline';
import { addMilliseconds, dateOf, dayNumber, epochMs, instantOf } from '../../../domain/time/instant';
import { CALENDARS, COUNTRIES, calendarWith } from './calendars';
import { NaiveOffice, OFFSETS } from './naive';

/** Run again with the seed of a failure: SEED=123 npx jest … */
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const check = (property: fc.IRawProperty<unknown>, numRuns = 200) => fc.assert(property, { seed: SEED, numRuns });

const FIRST = dayNumber('2026-01-01');
const LAST = dayNumber('2027-12-31');
const day = fc.integer({ min: FIRST, max: LAST });
const dates = (maxLength: number) => fc.array(day.map(dateOf), { maxLength });

/** Long free stretches and worked weekends, so that boundaries are met often. */
const madeUp: fc.Arbitrary<Calendar> = fc
  .record({
    zone: fc.constantFrom(...Object.keys(OFFSETS)),
    stretches: fc.array(fc.tuple(day, fc.integer({ min: 1, max: 9 })), { maxLength: 30 }),
    worked: dates(40),
  })
  .map(({ zone, stretches, worked }) =>
    calendarWith({
      zone,
      free: stretches.flatMap(([first, days]) => Array.from({ length: days }, (_, i) => dateOf(first + i))),
      worked: ['2026-01-01', ...worked],
    }),
  );
const calendar = fc.oneof(
  madeUp,
  fc.constantFrom(...COUNTRIES.map((c) => CALENDARS[c])).filter((c) => c.zone in OFFSETS),
);

/** Whole hours and half hours UTC meet office hours and midnights of all three zones; a millisecond beside them too. */
const instant = fc
  .tuple(
    fc.integer({ min: FIRST, max: dayNumber('2027-11-30') }),
    fc.integer({ min: 0, max: 47 }),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([d, halfHour, beside]) => instantOf(d * 86_400_000 + halfHour * 1_800_000 + beside));
const wholeMinute = instant.map((i) => instantOf(Math.floor(epochMs(i) / 60_000) * 60_000));

const count = fc.integer({ min: 1, max: 25 });
const guard = fc.constantFrom(undefined, 0, 1, 3);
const inDays = fc.record({
  workingDays: count,
  endOfDay: fc.constantFrom('office' as const, '24:00' as const),
  minWorkingDays: guard,
});
const inCalendarDays = fc.record({ calendarDays: count, nextWorkingDayIfFree: fc.boolean(), minWorkingDays: guard });
const inHours = fc.record({ hours: fc.integer({ min: 1, max: 200 }), minWorkingDays: guard });
const inWorkingHours = fc.record({ workingHours: fc.integer({ min: 1, max: 60 }), minWorkingDays: guard });
const exact = fc.record({ at: instant, minWorkingDays: guard });
const deadline: fc.Arbitrary<Deadline> = fc.oneof(inDays, inCalendarDays, inHours, inWorkingHours, exact);

/** The same deadline with a longer period. */
function longer(d: Deadline, by: number): Deadline {
  if ('workingDays' in d) return { ...d, workingDays: d.workingDays + by };
  if ('calendarDays' in d) return { ...d, calendarDays: d.calendarDays + by };
  if ('hours' in d) return { ...d, hours: d.hours + by };
  if ('workingHours' in d) return { ...d, workingHours: d.workingHours + by };
  return { ...d, at: addMilliseconds(d.at, by * 3_600_000) };
}

const suspension = fc
  .tuple(instant, fc.integer({ min: 0, max: 400 }))
  .map(([from, halfHours]) => ({ from, until: addMilliseconds(from, halfHours * 1_800_000) }));
const near = (i: string) =>
  fc.array(
    fc.tuple(fc.integer({ min: -96, max: 1_500 }), fc.integer({ min: 0, max: 200 })).map(([start, halfHours]) => ({
      from: addMilliseconds(i, start * 1_800_000),
      until: addMilliseconds(i, (start + halfHours) * 1_800_000),
    })),
    { maxLength: 6 },
  );
const later = fc
  .tuple(fc.integer({ min: FIRST + 3, max: LAST - 60 }), fc.integer({ min: 0, max: 47 }))
  .map(([d, h]) => instantOf(d * 86_400_000 + h * 1_800_000));

describe(`whatever the calendar, the opening and the period (seed ${SEED})`, () => {
  test('a deadline is never before the opening, and a guarded one leaves its full working days', () => {
    check(
      fc.property(deadline, instant, calendar, (d, from, c) => {
        const { due, lastDay } = dueFor(d, from, c);
        expect(due >= from).toBe(true);
        const office = new NaiveOffice(c);
        expect(office.fullDays(epochMs(from), epochMs(due))).toBeGreaterThanOrEqual(d.minWorkingDays ?? 1);
        expect(lastDay).toBe(office.dateAt(epochMs(due) - 1));
      }),
    );
  });

  test('a longer period never ends earlier', () => {
    check(
      fc.property(deadline, fc.integer({ min: 1, max: 30 }), instant, calendar, (d, by, from, c) => {
        expect(dueFor(longer(d, by), from, c).due >= dueFor(d, from, c).due).toBe(true);
      }),
    );
  });

  test('a later opening never ends earlier', () => {
    check(
      fc.property(deadline, instant, fc.integer({ min: 1, max: 1_000_000_000 }), calendar, (d, from, ms, c) => {
        expect(dueFor(d, addMilliseconds(from, ms), c).due >= dueFor(d, from, c).due).toBe(true);
      }),
    );
  });

  test('one more free day never makes a deadline earlier', () => {
    check(
      fc.property(deadline, instant, calendar, dates(3), (d, from, c, added) => {
        const extra = Object.fromEntries(
          added.map((date) => [date, { name: 'New', kind: 'public' as const, confirmed: true }]),
        );
        expect(dueFor(d, from, { ...c, free: { ...c.free, ...extra } }).due >= dueFor(d, from, c).due).toBe(true);
      }),
    );
  });

  test('counting day by day and minute by minute gives the same', () => {
    check(
      fc.property(deadline, wholeMinute, calendar, (d, from, c) => {
        const office = new NaiveOffice(c);
        const naive = office.end(d, epochMs(from));
        const { due, guarded } = dueFor(d, from, c);
        const enough = office.fullDays(epochMs(from), naive) >= (d.minWorkingDays ?? 1);
        expect(guarded).toBe(!enough);
        if (enough) expect(due).toBe(instantOf(naive));
        else expect(epochMs(due)).toBeGreaterThan(naive);
      }),
      400,
    );
  });

  test('what the guard adds ends on the first day on which there are enough full working days', () => {
    check(
      fc.property(fc.oneof(inHours, exact), instant, calendar, (d, from, c) => {
        const { due, guarded } = dueFor(d, from, c);
        fc.pre(guarded);
        expect(new NaiveOffice(c).fullDays(epochMs(from), epochMs(due) - 1)).toBe((d.minWorkingDays ?? 1) - 1);
      }),
    );
  });

  test('the latest of the single deadlines is the ballot’s, and a shared one is no earlier than any', () => {
    check(
      fc.property(
        count,
        instant,
        fc.array(calendar, { minLength: 1, maxLength: 6 }),
        (workingDays, from, calendars) => {
          const seats = calendars.map((c, i) => ({ seat: `${i}`, calendar: c }));
          const singles = calendars.map((c) => dueFor({ workingDays }, from, c).due).toSorted();
          const ballot = dueForSeats({ workingDays }, from, seats);
          const forAll = dueForSeats({ workingDays, forEverySeat: true }, from, seats);
          const shared = dueForSeats({ workingDays, shared: true }, from, seats);
          expect([ballot.due, forAll.due]).toEqual([singles.at(-1), singles.at(-1)]);
          expect(new Set(forAll.perSeat.map((s) => s.due))).toEqual(new Set([ballot.due]));
          expect(new Set(shared.perSeat.map((s) => s.lastDay)).size).toBe(1);
          expect(shared.perSeat.filter((s, i) => s.due < (ballot.perSeat[i]?.due ?? ''))).toEqual([]);
        },
      ),
    );
  });
});

describe(`whatever the ledger says (seed ${SEED})`, () => {
  test('no suspension and no extension ever makes a deadline earlier', () => {
    const ledger = fc.record({
      suspended: fc.array(suspension, { maxLength: 4 }),
      extensions: fc.array(fc.record({ workingDays: fc.integer({ min: 0, max: 5 }) }), { maxLength: 2 }),
    });
    check(
      fc.property(deadline, instant, calendar, ledger, (d, from, c, l) => {
        expect((dueFor(d, from, c, l).due ?? '') >= dueFor(d, from, c).due).toBe(true);
      }),
    );
  });

  test('suspended working days are those that a day by day count leaves out', () => {
    const at = later.chain((from) => fc.tuple(fc.constant(from), near(from)));
    check(
      fc.property(count, at, calendar, (workingDays, [from, suspended], c) => {
        const spans = suspended.map((s) => ({ from: epochMs(s.from), until: epochMs(s.until) }));
        const naive = new NaiveOffice(c).suspendedEnd(workingDays, epochMs(from), spans);
        expect(dueFor({ workingDays }, from, c, { suspended }).due).toBe(instantOf(naive));
      }),
      400,
    );
  });
});

test('the same question asked twice of frozen calendars has the same answer', () => {
  const frozen = Object.freeze({ ...CALENDARS.MM, free: Object.freeze({ ...CALENDARS.MM.free }) });
  const ask = () =>
    dueForSeats({ workingDays: 7, shared: true }, '2026-04-09T03:00:00.000Z', [{ seat: 'mm', calendar: frozen }]);
  expect(ask()).toEqual(ask());
});
