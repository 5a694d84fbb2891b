/**
 * When N working days end in several countries.
 *
 * `from` is the instant of receipt, or a date: then it was received in the course of that day, and a day on which
 * an office does not work counts as its next working day.
 */
import { z } from 'zod';
import type { Country } from '../../domain/procedure/world';
import { isWorkingDay, nextWorkingDay } from '../../domain/time/calendar';
import { type BallotDue, type Deadline, dueForSeats, type Start } from '../../domain/time/deadline';
import { parseInstant } from '../../domain/time/instant';
import { latest } from '../../domain/time/order';
import type { Catalogue } from '../../store/catalogue';
import { instant, iso } from '../http/fields';
import { Refused, type Route, reading } from '../http/route';

const query = z.strictObject({
  from: z
    .string()
    .max(60)
    .refine(
      (text) => startOf(text) !== null,
      'an instant with its zone, as 2026-04-09T03:00:00Z, or a date from 1970 on',
    )
    .meta({ example: '2026-04-09T03:00:00Z' }),
  workingDays: z.coerce.number().int().min(1).max(1000),
  country: z
    .preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(z.string().max(10)).min(1).max(60))
    .meta({ type: 'array', items: { type: 'string' }, example: ['CN', 'VN'] }),
  shared: z.enum(['true', 'false']).optional(),
  endOfDay: z.enum(['office', '24:00']).optional(),
});

const due = z
  .strictObject({
    due: instant,
    shared: z.boolean(),
    endOfDay: z.enum(['office', '24:00']),
    calendarUnpublished: z.boolean(),
    perCountry: z.array(
      z.strictObject({
        country: iso,
        due: instant.meta({ description: 'Exclusive: in time means received before it.' }),
        lastDay: z.iso.date(),
        calendarUnpublished: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Due' });

type From = Readonly<{ instant: string }> | Readonly<{ date: string }>;

/** What was written in `from`; null where it is neither. A `+` that a form turned into a space is put back. Pure. */
export function startOf(text: string): From | null {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text);
  try {
    if (date) return { date: parseInstant(`${text}T00:00:00Z`).slice(0, 10) };
    return { instant: parseInstant(text.replace(/ (?=\d{2}:\d{2}$)/, '+')) };
  } catch {
    return null;
  }
}

type Asked = Readonly<{ from: From; deadline: Deadline & { workingDays: number }; shared: boolean }>;

/** The deadline of each country and the latest of them. Pure. */
export function deadlinesOf(countries: readonly Country[], { from, deadline, shared }: Asked): BallotDue {
  const seats = countries.map(({ iso: seat, calendar }) => ({ seat, calendar }));
  if (shared) return dueForSeats({ ...deadline, shared }, sharedStart(countries, from), seats);
  const single = seats.map((seat) => dueForSeats(deadline, ownStart(seat.calendar, from), [seat]));
  return {
    due: latest(single.map((d) => d.due)),
    calendarUnpublished: single.some((d) => d.calendarUnpublished),
    guarded: single.some((d) => d.guarded),
    perSeat: single.flatMap((d) => d.perSeat),
  };
}

const ownStart = (calendar: Country['calendar'], from: From): Start => {
  if ('instant' in from) return from.instant;
  return { receivedOn: isWorkingDay(calendar, from.date) ? from.date : nextWorkingDay(calendar, from.date) };
};

/** The first day from the date on at which all of them work. */
function sharedStart(countries: readonly Country[], from: From): Start {
  if ('instant' in from) return from.instant;
  for (let day = from.date; ; ) {
    const later = countries.find(({ calendar }) => !isWorkingDay(calendar, day));
    if (!later) return { receivedOn: day };
    day = nextWorkingDay(later.calendar, day);
  }
}

export const deadlineRoutes = ({
  catalogue,
}: Readonly<{ catalogue: Pick<Catalogue, 'current'> }>): readonly Route[] => [
  reading({
    path: '/v1/deadlines',
    operation: 'getDeadline',
    tag: 'Countries',
    summary: 'When a number of working days ends',
    description: 'Each country counts in its own calendar; `shared=true` counts the days on which all of them work.',
    scope: 'read',
    query,
    responses: { 200: { description: 'The latest deadline and that of each country', schema: due } },
    handle: async ({ query: asked }) => {
      const { countries } = await catalogue.current();
      const isos = [...new Set(asked.country)];
      const unknown = isos.find((key) => !Object.hasOwn(countries, key));
      if (unknown !== undefined) throw unknownCountry(unknown, asked.country.indexOf(unknown), Object.keys(countries));
      const from = startOf(asked.from);
      if (!from) throw new Error('The schema let a wrong start through');
      const endOfDay = asked.endOfDay ?? 'office';
      const shared = asked.shared === 'true';
      const deadline = { workingDays: asked.workingDays, endOfDay };
      const found = deadlinesOf(
        isos.flatMap((key) => countries[key] ?? []),
        { from, deadline, shared },
      );
      return { status: 200, body: dueBody(found, shared, endOfDay) };
    },
  }),
];

const dueBody = (found: BallotDue, shared: boolean, endOfDay: string) => ({
  due: found.due,
  shared,
  endOfDay,
  calendarUnpublished: found.calendarUnpublished,
  perCountry: found.perSeat.map((p) => ({
    country: p.seat,
    due: p.due,
    lastDay: p.lastDay,
    calendarUnpublished: p.calendarUnpublished,
  })),
});

function unknownCountry(given: string, at: number, allowed: readonly string[]): Refused {
  const fault = { pointer: `/country/${at}`, code: 'UnknownCountry' as const, facts: { given, allowed } };
  return new Refused(fault, [{ ...fault, hint: `one of ${allowed.join(', ')}` }]);
}
