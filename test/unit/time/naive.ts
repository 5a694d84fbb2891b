/**
 * Working time counted the slow and obvious way, to hold the real counting against.
 *
 * It shares nothing with it: fixed offsets in place of zone rules, dates as text, one day or one minute at a time.
 */
import type { Calendar } from '../../../domain/time/calendar';
import type { Deadline } from '../../../domain/time/deadline';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OPENS = 8 * 60 * MINUTE;
const CLOSES = 17 * 60 * MINUTE;

/** Zones without summer time, in minutes before UTC. */
export const OFFSETS: Readonly<Record<string, number>> = {
  'Asia/Bangkok': 420,
  'Asia/Yangon': 390,
  'Asia/Shanghai': 480,
};

type Span = Readonly<{ from: number; until: number }>;

export class NaiveOffice {
  private readonly offsetMs: number;

  constructor(private readonly calendar: Calendar) {
    this.offsetMs = (OFFSETS[calendar.zone] ?? Number.NaN) * MINUTE;
  }

  /** The first instant of the local day that `ms` falls into. */
  midnight = (ms: number): number => Math.floor((ms + this.offsetMs) / DAY) * DAY - this.offsetMs;
  dateAt = (ms: number): string => new Date(ms + this.offsetMs).toISOString().slice(0, 10);

  works(midnight: number): boolean {
    const date = this.dateAt(midnight);
    const isWeekday = ![0, 6].includes(new Date(date).getUTCDay());
    if (date > this.calendar.publishedUntil) return isWeekday;
    return !(date in this.calendar.free) && (isWeekday || date in this.calendar.worked);
  }

  receipt(ms: number): number {
    let day = this.midnight(ms);
    if (ms >= day + CLOSES) day += DAY;
    while (!this.works(day)) day += DAY;
    return day;
  }

  /** Without guard and suspensions. */
  end(deadline: Deadline, ms: number): number {
    if ('hours' in deadline) return ms + deadline.hours * 60 * MINUTE;
    if ('at' in deadline) return Math.max(ms, Date.parse(deadline.at));
    if ('workingHours' in deadline) return this.minuteByMinute(deadline.workingHours * 60, ms);
    let day = this.receipt(ms);
    if ('calendarDays' in deadline) {
      day += deadline.calendarDays * DAY;
      while (deadline.nextWorkingDayIfFree && !this.works(day)) day += DAY;
      return day + DAY;
    }
    for (let left = deadline.workingDays; left > 0; ) {
      day += DAY;
      if (this.works(day)) left -= 1;
    }
    return day + (deadline.endOfDay === '24:00' ? DAY : CLOSES);
  }

  /** `ms` stands on a whole minute. */
  private minuteByMinute(minutes: number, ms: number): number {
    let at = ms;
    for (let left = minutes; left > 0; at += MINUTE) {
      const day = this.midnight(at);
      if (this.works(day) && at >= day + OPENS && at < day + CLOSES) left -= 1;
    }
    return at;
  }

  /** How many full working days lie inside [from, until). */
  fullDays(from: number, until: number): number {
    let full = 0;
    for (let day = this.midnight(from); day < until; day += DAY) {
      if (this.works(day) && from <= day + OPENS && day + CLOSES <= until) full += 1;
    }
    return full;
  }

  /** N working days with suspensions: what begins after the clock ran out is not looked at. */
  suspendedEnd(workingDays: number, ms: number, spans: readonly Span[]): number {
    const touching = (day: number) =>
      spans.filter((s) => Math.max(s.from, ms) < s.until && s.until > day && Math.max(s.from, ms) < day + DAY);
    let day = this.receipt(ms);
    for (let counted = 0; ; ) {
      day += DAY;
      if (!this.works(day)) continue;
      const close = day + CLOSES;
      const touched = touching(day);
      if (touched.every((s) => s.from >= close) && counted + 1 === workingDays) return close;
      if (touched.length === 0) counted += 1;
    }
  }
}
