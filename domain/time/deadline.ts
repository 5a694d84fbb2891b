/**
 * When a deadline falls.
 *
 *  1. A deadline is an exclusive instant: in time means received before it. It never lies before the opening.
 *  2. The day of receipt does not count and is not moved by anything that happens later. It follows from the
 *     instant of opening, by office hours even where days end at 24:00, or is given as it was recorded, for all
 *     seats or for each of them.
 *  3. N working days end with the Nth working day after it: at the end of office hours, or at 24:00, which is
 *     00:00 of the next local day.
 *  4. N calendar days end at 24:00 of the Nth day after it; if that is a free day and the procedure says so,
 *     at 24:00 of the next working day.
 *  5. Hours run from the instant; working hours run through office hours, even on the day of receipt.
 *  6. Holiday guard: every seat has `minWorkingDays` (1 unless said otherwise) full working days, their office
 *     hours wholly inside the period. Where it has not, the period is lengthened until it has, and `guarded` says so.
 *  7. A suspended day is neither counted nor full; suspended time is not counted in hours. A suspension that
 *     begins when the clock has run out changes nothing. An open-ended one before that stops it: no due instant.
 *  8. An exact instant has no budget to give back: a suspension moves it only to its own end, if it falls inside.
 *  9. Extensions add working days after the deadline that 1 to 8 give.
 * 10. A day outside the published years makes the result `calendarUnpublished`.
 */
import { type Calendar, receiptDay, tableOf, type WorkTable } from './calendar';
import { dayNumber, epochMs, type Instant, instantOf, type LocalDate } from './instant';
import { isSuspendedOn, type Ledger, type Span, type Suspension, spansOf } from './ledger';
import type { Office } from './office';
import { atLeast, type Clock, type Deadline, endOf, nthDay } from './period';

export type { Deadline } from './period';

/**
 * `lastDay` is the local day of the last instant in time. With `Stop = null` the two may be null: an open-ended
 * suspension stopped the clock and nothing falls due until it ends.
 */
export type Due<Stop = never> = Readonly<{
  due: Instant | Stop;
  lastDay: LocalDate | Stop;
  calendarUnpublished: boolean;
  guarded: boolean;
}>;

/**
 * `due` binds the seat; `single` is what its own calendar alone gives, earlier where `forEverySeat` lengthens it.
 * `receivedOn` is the day of receipt that it counts from.
 */
export type SeatDue<Stop = never> = Due<Stop> &
  Readonly<{ seat: string; single: Instant | Stop; receivedOn: LocalDate }>;

/** `due` is the latest of the seats'; null as soon as the clock of one of them is stopped. */
export type BallotDue<Stop = never> = Readonly<{
  due: Instant | Stop;
  calendarUnpublished: boolean;
  guarded: boolean;
  perSeat: readonly SeatDue<Stop>[];
}>;

/**
 * Where a period begins: the instant of the opening, from which each calendar finds the day of receipt, or the
 * day of receipt itself as recorded, working day or not; the period then begins at its 24:00.
 */
export type Start = Instant | Readonly<{ receivedOn: LocalDate }>;

/** A seat to be asked, by any name that the caller knows it by. */
export type Seated = Readonly<{ seat: string; calendar: Calendar; ledger?: undefined }>;
export type SeatWithLedger = Readonly<{
  seat: string;
  calendar: Calendar;
  ledger?: Ledger | undefined;
  /** Its day of receipt as recorded, whatever the calendar says of that day now. */
  receivedOn?: LocalDate | undefined;
}>;

const STOPPED: Due<null> = { due: null, lastDay: null, calendarUnpublished: false, guarded: false };

/**
 * The deadline of a single seat in its own calendar; with a ledger, as suspensions and extensions left it.
 * A period that is no whole number from 1, or a `from` that is no instant or date, is a bug and throws. Pure.
 */
export function dueFor(deadline: Deadline, from: Start, calendar: Calendar): Due;
export function dueFor(deadline: Deadline, from: Start, calendar: Calendar, ledger: Ledger): Due<null>;
export function dueFor(deadline: Deadline, from: Start, calendar: Calendar, ledger: Ledger = {}): Due<null> {
  return dueOfClock(deadline, clockFrom(beginningOf(from), tableOf(calendar), ledger));
}

/** The deadline of every seat of a ballot that opens at `from`, and the ballot's own, the latest of them. Pure. */
export function dueForSeats(deadline: Deadline, from: Start, seats: readonly Seated[]): BallotDue;
export function dueForSeats(deadline: Deadline, from: Start, seats: readonly SeatWithLedger[]): BallotDue<null>;
export function dueForSeats(deadline: Deadline, from: Start, seats: readonly SeatWithLedger[]): BallotDue<null> {
  if (seats.length === 0) throw new RangeError('A ballot without seats has no deadline');
  const { forEverySeat = false, shared = false } = 'workingDays' in deadline ? deadline : {};
  const singles = clocksOf(from, seats, shared).map(({ seat, clock }) => ({
    seat,
    clock,
    own: dueOfClock(deadline, clock),
  }));
  const latest = latestOf(singles.map(({ own }) => own.due));
  const calendarUnpublished = singles.some(({ own }) => own.calendarUnpublished);
  const guarded = singles.some(({ own }) => own.guarded);
  const lengthened = ({ office }: WorkTable): Due<null> =>
    latest === null ? STOPPED : { due: latest, lastDay: lastDayAt(office, latest), calendarUnpublished, guarded };
  const perSeat = singles.map(({ seat, clock, own }) => {
    const binding = forEverySeat ? lengthened(clock.table) : own;
    return { seat, ...binding, single: own.due, receivedOn: clock.table.office.dateOf(clock.receipt) };
  });
  return { due: latest, calendarUnpublished, guarded, perSeat };
}

/**
 * The end of the nth working day after the day on which `due` fell, never earlier than `due`; `due` itself for 0.
 * For what follows a deadline, such as a lapse. Pure.
 */
export function workingDaysAfter(calendar: Calendar, due: Instant, workingDays: number): Instant {
  if (atLeast(0, workingDays) === 0) return due;
  const { office, works } = tableOf(calendar);
  return instantOf(office.closes(nthDay(works, office.dayAt(epochMs(due) - 1), workingDays)));
}

/**
 * A deadline lengthened by working days after the day on which it falls, as a granted extension does: suspended days
 * are not counted, and the new one ends as the old one did, at the end of office hours or at 24:00. Null while an
 * open-ended suspension stops it. Pure.
 */
export function extendedBy(
  calendar: Calendar,
  due: Instant,
  { workingDays, suspended }: Readonly<{ workingDays: number; suspended: readonly Suspension[] }>,
): Instant | null {
  if (atLeast(0, workingDays) === 0) return due;
  const { office, works } = tableOf(calendar);
  const dueMs = epochMs(due);
  const lastDay = office.dayAt(dueMs - 1);
  const close = office.ends(lastDay) === dueMs ? office.ends : office.closes;
  const met: Span[] = [];
  const end = () => close(nthDay((day) => works(day) && !isSuspendedOn(met, office, day), lastDay, workingDays));
  for (const span of spansOf(suspended, dueMs)) {
    if (span.from >= end()) break;
    if (span.until === Number.POSITIVE_INFINITY) return null;
    met.push(span);
  }
  return instantOf(end());
}

/** The due instant of a running clock, suspension by suspension: only what began before it ran out matters. */
function dueOfClock(deadline: Deadline, clock: Clock): Due<null> {
  const met: Span[] = [];
  let end = endOf(deadline, clock, met);
  for (const span of spansOf(clock.ledger.suspended ?? [], clock.openedMs)) {
    if (span.from >= end.ms) break;
    if (span.until === Number.POSITIVE_INFINITY) return STOPPED;
    met.push(span);
    end = endOf(deadline, clock, met);
  }
  const { office, published } = clock.table;
  const lastDay = office.dayAt(end.ms - 1);
  return {
    due: instantOf(end.ms),
    lastDay: office.dateOf(lastDay),
    calendarUnpublished: !published(office.dayAt(clock.openedMs)) || !published(lastDay),
    guarded: end.guarded,
  };
}

/** A start with its instant already read, so that many seats read it once. */
type Beginning = number | Readonly<{ receivedOn: LocalDate }>;
const beginningOf = (from: Start): Beginning => (typeof from === 'string' ? epochMs(from) : from);

function clockFrom(from: Beginning, table: WorkTable, ledger: Ledger): Clock {
  const { office, works } = table;
  if (typeof from === 'number') {
    return { table, ledger, openedMs: from, receipt: receiptDay(office, works, from) };
  }
  const receipt = dayNumber(from.receivedOn);
  return { table, ledger, openedMs: office.ends(receipt), receipt };
}

/** The clocks of all seats; `shared` gives them the common working days and one day of receipt, the latest. */
function clocksOf(from: Start, seats: readonly SeatWithLedger[], shared: boolean) {
  const beginning = beginningOf(from);
  const own = seats.map(({ calendar }) => tableOf(calendar));
  const tableFor = (calendar: Calendar) => (shared ? commonTable(tableOf(calendar), own) : tableOf(calendar));
  const clocks = seats.map(({ seat, calendar, ledger = {}, receivedOn }) => {
    const clock = clockFrom(beginning, tableFor(calendar), ledger);
    return { seat, clock: receivedOn === undefined ? clock : { ...clock, receipt: dayNumber(receivedOn) } };
  });
  if (!shared) return clocks;
  const receipt = Math.max(...clocks.map(({ clock }) => clock.receipt));
  return clocks.map(({ seat, clock: { table, openedMs, ledger } }) => ({
    seat,
    clock: { table, openedMs, ledger, receipt },
  }));
}

/** The hours of one office with the days on which all of them work. */
const commonTable = ({ office }: WorkTable, tables: readonly WorkTable[]): WorkTable => ({
  office,
  works: (day) => tables.every(({ works }) => works(day)),
  published: (day) => tables.every(({ published }) => published(day)),
});

/** The latest of the instants, which sort as texts; null if one of them has no end. */
function latestOf(dues: readonly (Instant | null)[]): Instant | null {
  const running = dues.filter((due) => due !== null).toSorted();
  return running.length < dues.length ? null : (running.at(-1) ?? null);
}

const lastDayAt = (office: Office, due: Instant): LocalDate => office.dateOf(office.dayAt(epochMs(due) - 1));
