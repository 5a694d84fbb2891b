/**
 * How far a period reaches, in milliseconds since 1970; the contracts stand at the head of `deadline.ts`.
 */
import { type Counts, nextDay, type WorkTable } from './calendar';
import { type DayNumber, epochMs, MS_PER_HOUR, parseInstant } from './instant';
import { isSuspendedOn, type Ledger, outside, type Span } from './ledger';

/** Optional as a parsed document has it: absent or undefined. */
type Maybe<T> = T | undefined;

/** Counts are whole and at least 1, `minWorkingDays` at least 0. */
export type Deadline = Readonly<
  (
    | {
        workingDays: number;
        from?: Maybe<'opening' | 'completeness'>;
        /** At least N for every seat: the latest of the single deadlines holds for all. */
        forEverySeat?: Maybe<boolean>;
        /** One common calendar of the days on which all work, for the day of receipt too. */
        shared?: Maybe<boolean>;
        endOfDay?: Maybe<'office' | '24:00'>;
      }
    | { calendarDays: number; nextWorkingDayIfFree?: Maybe<boolean> }
    | { hours: number }
    | { workingHours: number }
    | { at: string }
  ) & { minWorkingDays?: Maybe<number> }
>;

/** One seat's clock: the days that count for it, the day of receipt, the opening in milliseconds. */
export type Clock = Readonly<{ table: WorkTable; receipt: DayNumber; openedMs: number; ledger: Ledger }>;

export type End = Readonly<{ ms: number; guarded: boolean }>;

/** A clock as far as it ran: the suspensions met, the days that count, and where a day ends for this deadline. */
type Course = Readonly<{ clock: Clock; spans: readonly Span[]; counts: Counts; close(day: DayNumber): number }>;

/** Budget, then guard, then extensions, with the suspensions met so far. Pure. */
export function endOf(deadline: Deadline, clock: Clock, spans: readonly Span[]): End {
  const course = courseOf(deadline, clock, spans);
  const { close, counts } = course;
  const { office } = clock.table;

  const budget = Math.max(budgetEnd(deadline, course), clock.openedMs);
  const enough = fullDay(course, deadline.minWorkingDays ?? 1);
  const guarded = enough !== null && office.closes(enough) > budget;
  const ms = guarded ? close(enough) : budget;

  const added = (clock.ledger.extensions ?? []).reduce((sum, { workingDays }) => sum + atLeast(0, workingDays), 0);
  return { ms: added === 0 ? ms : close(nthDay(counts, office.dayAt(ms - 1), added)), guarded };
}

function courseOf(deadline: Deadline, clock: Clock, spans: readonly Span[]): Course {
  const { office, works } = clock.table;
  const till24 = 'calendarDays' in deadline || ('workingDays' in deadline && deadline.endOfDay === '24:00');
  return {
    clock,
    spans,
    counts: spans.length === 0 ? works : (day) => works(day) && !isSuspendedOn(spans, office, day),
    close: till24 ? office.ends : office.closes,
  };
}

function budgetEnd(deadline: Deadline, course: Course): number {
  const { close, counts, spans } = course;
  const { openedMs, receipt, table } = course.clock;
  if ('workingDays' in deadline) return close(nthDay(counts, receipt, atLeast(1, deadline.workingDays)));
  if ('calendarDays' in deadline) {
    const running: Counts = (day) => !isSuspendedOn(spans, table.office, day);
    const last = nthDay(running, receipt, atLeast(1, deadline.calendarDays));
    return close(deadline.nextWorkingDayIfFree && !counts(last) ? nextDay(counts, last) : last);
  }
  if ('hours' in deadline) {
    const budget = atLeast(1, deadline.hours) * MS_PER_HOUR;
    return spend(budget, outside(spans, openedMs, Number.POSITIVE_INFINITY)).end;
  }
  if ('workingHours' in deadline) return workingHoursEnd(atLeast(1, deadline.workingHours), course);
  const at = epochMs(parseInstant(deadline.at));
  return spans.find((span) => span.from < at && at < span.until)?.until ?? at;
}

function workingHoursEnd(hours: number, { clock, spans }: Course): number {
  const { openedMs, table } = clock;
  const { office, works } = table;
  let left = hours * MS_PER_HOUR;
  for (let day = office.dayAt(openedMs); ; day = nextDay(works, day)) {
    const from = Math.max(office.opens(day), openedMs);
    if (!works(day) || from >= office.closes(day)) continue;
    const spent = spend(left, outside(spans, from, office.closes(day)));
    if (spent.left === 0) return spent.end;
    left = spent.left;
  }
}

/** Runs a budget of milliseconds through stretches of time: what is left of it, and the instant at which it ended. */
function spend(budget: number, stretches: readonly Span[]): { left: number; end: number } {
  let left = budget;
  let end = Number.NaN;
  for (const { from, until } of stretches) {
    const used = Math.min(left, until - from);
    left -= used;
    end = from + used;
    if (left === 0) break;
  }
  return { left, end };
}

/** The day on which the period has its nth full working day; null where none is asked for. */
function fullDay({ clock, counts }: Course, n: number): DayNumber | null {
  const { openedMs, table } = clock;
  if (n === 0) return null;
  const day = table.office.dayAt(openedMs);
  const first = counts(day) && table.office.opens(day) >= openedMs ? day : nextDay(counts, day);
  return nthDay(counts, first, atLeast(0, n) - 1);
}

/** `day` itself for 0, then the nth day after it that counts. Pure. */
export function nthDay(counts: Counts, day: DayNumber, n: number): DayNumber {
  let last = day;
  for (let counted = 0; counted < n; counted += 1) last = nextDay(counts, last);
  return last;
}

/** Periods are counted exactly: no halves, nothing negative. Pure. */
export function atLeast(least: number, n: number): number {
  if (!Number.isSafeInteger(n) || n < least) throw new RangeError(`Allowed is a whole number from ${least}, not ${n}`);
  return n;
}
