import { z } from 'zod';
import { instant, iso, line, prose, reason } from '../http/fields';

const time = z.string().meta({ example: '08:00' });

const day = z
  .strictObject({
    date: z.iso.date(),
    kind: z.enum(['working', 'weekend', 'free', 'workedWeekend']),
    name: z.string().nullable(),
    freeFor: z.enum(['public', 'governmentOnly']).nullable(),
    confirmed: z.boolean().nullable(),
    published: z.boolean(),
    source: z.string(),
  })
  .meta({ id: 'Day' });

export const calendarOfYear = z
  .strictObject({
    country: iso,
    year: z.int(),
    zone: z.string(),
    weekend: z.array(z.int()),
    officeHours: z.strictObject({ from: time, until: time }),
    publishedUntil: z.iso.date(),
    source: z.string(),
    verifiedBy: z.string().nullable(),
    verifiedOn: z.string().nullable(),
    workingDays: z.int(),
    days: z.array(day),
  })
  .meta({ id: 'Calendar' });

const DAYS_AT_MOST = 366;
const date = z.iso.date().meta({ example: '2027-04-05' });

const free = z.strictObject({ date, name: line(200), kind: z.enum(['public', 'governmentOnly']).default('public') });
const worked = z.strictObject({ date, name: line(200) }).meta({ description: 'A weekend day on which offices work.' });

const year = {
  free: z.array(free).min(1).max(DAYS_AT_MOST),
  worked: z.array(worked).max(DAYS_AT_MOST),
  source: prose(2000),
  confirmed: z.boolean().meta({ description: 'Whether the unit confirms these days, or only expects them.' }),
};

/** A whole year: what is not listed is an ordinary day. */
export const calendarYear = z.strictObject({ ...year, reason }).meta({ id: 'CalendarYear' });
export const calendarYearTried = z
  .strictObject({ ...year, reason: reason.optional() })
  .meta({ id: 'CalendarYearTried' });

const deadline = {
  proposal: z.string(),
  number: z.string(),
  ballot: z.string(),
  seat: z.string().nullable().meta({ description: 'null for the end of a joint ballot.' }),
  office: z.string().nullable(),
};

export const calendarEffect = z
  .strictObject({
    cases: z.int().meta({ description: 'Open cases that wait for a seat of this country.' }),
    moved: z.array(z.strictObject({ ...deadline, from: instant, to: instant })),
    unmoved: z
      .array(z.strictObject({ ...deadline, told: instant, wouldBe: instant }))
      .meta({ description: 'Would be earlier, but were told already: no deadline moves earlier.' }),
  })
  .meta({ id: 'CalendarEffect' });

export const calendarChange = z
  .strictObject({
    change: z.int().meta({ description: 'The how-manieth change of your side it is.' }),
    at: instant,
    cases: z.int().meta({ description: 'Open cases to which the change is carried.' }),
    calendar: calendarOfYear,
  })
  .meta({ id: 'CalendarChange' });
