/**
 * The strip of weeks in the due card: whole weeks from Monday to Sunday, days outside the period empty.
 */
export type StripDay = Readonly<{ date: string; kind: 'working' | 'weekend' | 'holiday'; name: unknown }>;
export type StripCell = Readonly<{
  date: string;
  kind: 'out' | 'used' | StripDay['kind'];
  today: boolean;
  due: boolean;
}>;
export type Strip = Readonly<{
  weekdays: readonly string[];
  weeks: readonly (readonly StripCell[])[];
  free: readonly NamedDays[];
}>;

/** Free days that follow one another under one name. */
export type NamedDays = Readonly<{ name: unknown; from: string; to: string }>;

const MOST_WEEKS = 8;
const DAY_MS = 86_400_000;
const ms = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const plus = (date: string, days: number): string => new Date(ms(date) + days * DAY_MS).toISOString().slice(0, 10);
/** 0 is Monday. */
const weekday = (date: string): number => (new Date(ms(date)).getUTCDay() + 6) % 7;

/** Lays the days of a period out in weeks; a long period is shown from the present week on. Pure. */
export function monthStrip(days: readonly StripDay[], today: string, dueDay: string | null): Strip | null {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return null;
  const byDate = new Map(days.map((day) => [day.date, day]));
  const cells = range(plus(first.date, -weekday(first.date)), plus(last.date, 6 - weekday(last.date))).map((date) =>
    cellOf(byDate.get(date), date, today, dueDay),
  );
  const weeks = cells.flatMap((_, i) => (i % 7 === 0 ? [cells.slice(i, i + 7)] : []));
  const current = Math.max(
    0,
    weeks.findIndex((week) => week.some((cell) => cell.today)),
  );
  const shown = weeks.length > MOST_WEEKS ? weeks.slice(current, current + MOST_WEEKS) : weeks;
  return { weekdays: (weeks[0] ?? []).map((cell) => cell.date), weeks: shown, free: namedDays(days) };
}

const range = (from: string, to: string): readonly string[] =>
  Array.from({ length: (ms(to) - ms(from)) / DAY_MS + 1 }, (_, i) => plus(from, i));

function cellOf(day: StripDay | undefined, date: string, today: string, dueDay: string | null): StripCell {
  const kind = day === undefined ? 'out' : day.kind === 'working' && date < today ? 'used' : day.kind;
  return { date, kind, today: date === today && day !== undefined, due: date === dueDay };
}

function namedDays(days: readonly StripDay[]): readonly NamedDays[] {
  const named: NamedDays[] = [];
  for (const { date, kind, name } of days) {
    if (kind !== 'holiday' || name === null) continue;
    const last = named.at(-1);
    const goesOn =
      last !== undefined && plus(last.to, 1) === date && JSON.stringify(last.name) === JSON.stringify(name);
    if (goesOn) named[named.length - 1] = { ...last, to: date };
    else named.push({ name, from: date, to: date });
  }
  return named;
}
