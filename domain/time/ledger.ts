/**
 * What happened to a clock after it began: suspensions and extensions.
 *
 * 1. A suspension is half-open: `from` is suspended, `until` no longer is; `until: null` has no end yet.
 * 2. One that begins before the opening counts from the opening; overlapping and touching ones are one.
 * 3. A day is suspended if any instant of that local calendar day is.
 */
import { type DayNumber, epochMs, type Instant } from './instant';
import type { Office } from './office';

export type Suspension = Readonly<{ from: Instant; until: Instant | null }>;
export type Extension = Readonly<{ workingDays: number }>;
export type Ledger = Readonly<{ suspended?: readonly Suspension[]; extensions?: readonly Extension[] }>;

/** Milliseconds since 1970, half-open; `until` is Infinity where there is no end yet. */
export type Span = Readonly<{ from: number; until: number }>;

/** The suspensions after the opening as disjoint spans, in order of time. Pure. */
export function spansOf(suspended: readonly Suspension[], openedMs: number): readonly Span[] {
  const spans = suspended
    .map(({ from, until }) => ({
      from: Math.max(epochMs(from), openedMs),
      until: until === null ? Number.POSITIVE_INFINITY : epochMs(until),
    }))
    .filter(({ from, until }) => from < until)
    .toSorted((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from <= last.until) merged.splice(-1, 1, { ...last, until: Math.max(last.until, span.until) });
    else merged.push(span);
  }
  return merged;
}

/** Whether any instant of the local day is suspended. Pure. */
export const isSuspendedOn = (spans: readonly Span[], office: Office, day: DayNumber): boolean =>
  spans.some((span) => span.from < office.ends(day) && span.until > office.starts(day));

/** What is left of [from, until) without the spans, in order of time. Pure. */
export function outside(spans: readonly Span[], from: number, until: number): readonly Span[] {
  const left: Span[] = [];
  let begin = from;
  for (const span of spans) {
    if (span.from > begin) left.push({ from: begin, until: Math.min(span.from, until) });
    begin = Math.max(begin, span.until);
    if (begin >= until) return left;
  }
  return [...left, { from: begin, until }];
}
