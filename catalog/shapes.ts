/** The shape of every file of the catalogue. Strict: what is not built yet is refused and never ignored. */
import { z } from 'zod';
import { isoSchema, keySchema, localized, profileSchema } from '../domain/procedure/schema';

const date = z.iso.date();

/** A list in which no two entries share their key: the later one would silently take the place of the earlier. */
const eachOnce = <T extends z.ZodType>(entry: T, keyOf: (entry: z.infer<T>) => string) =>
  z.array(entry).superRefine((entries, context) => {
    const keys = entries.map(keyOf);
    keys.forEach((key, i) => {
      if (keys.indexOf(key) < i) context.addIssue({ code: 'custom', path: [i], message: `${key} stands here twice` });
    });
  });
const id = keySchema;

/** Where the data of a file comes from, and who of the national unit has confirmed it. */
const provenance = {
  source: z.string().min(1).max(2000),
  verifiedBy: z.string().max(200).nullable(),
  verifiedOn: date.nullable(),
};

export const countryFile = z.strictObject({
  iso: isoSchema,
  order: z.int().min(1),
  names: localized,
  unit: id,
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
  ...provenance,
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const freeDay = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(['public', 'governmentOnly']),
  confirmed: z.boolean(),
});
const workedDay = z.strictObject({ name: z.string().min(1), confirmed: z.boolean() });

export const calendarFile = z.strictObject({
  country: isoSchema,
  zone: z.string().min(1),
  weekend: z.array(z.int().min(1).max(7)).max(6),
  officeHours: z.strictObject({ from: timeOfDay, until: timeOfDay }),
  free: z.record(date, freeDay),
  worked: z.record(date, workedDay),
  publishedUntil: date,
  ...provenance,
});

export const profilesFile = eachOnce(profileSchema, (p) => p.key);

/**
 * Levels of government: one set for all countries, so that a profile can name them and equal rank can be seen.
 * A participant's own level chooses its side's profile; an office has the level of the government that it serves.
 */
export const LEVELS = [
  /** The state itself: ministries, units. */
  'national',
  /** First tier: a province or autonomous region; in Myanmar a state or region. */
  'province',
  'state',
  'region',
  /** A city of the rank of a province, directly below the state. */
  'municipality',
  /** Second tier: a city below a province, state or region. */
  'city',
  /** Third tier: a county, or a city of the rank of one. */
  'county',
  /** The lowest tier, where it lies on a border: a commune, or a town of that rank. */
  'border-commune',
] as const;

const organization = z.strictObject({
  id,
  level: z.enum(LEVELS),
  parent: id.nullable(),
  roles: z.array(keySchema),
  names: localized,
  from: date.optional(),
  until: date.optional(),
  /** Whose agreements it inherited: organizations of the same country that end the day before, or earlier. */
  successorOf: z.array(id).min(1).optional(),
});
export const organizationsFile = z.strictObject({ organizations: eachOnce(organization, (o) => o.id), ...provenance });

const person = z.strictObject({
  id,
  organization: id,
  name: z.string().min(1).max(300),
  email: z.email(),
  language: z.string().regex(/^[a-z]{2}$/),
  zone: z.string().min(1),
});
const holder = z.strictObject({
  person: id,
  kind: z.enum(['principal', 'alternate']),
  from: date,
  until: date.nullable(),
});
const seat = z.strictObject({
  organization: id,
  function: keySchema,
  channels: z.array(z.enum(['mail', 'api'])).min(1),
  holders: eachOnce(holder, (h) => `${h.person} from ${h.from}`).min(1),
});
export const peopleFile = z.strictObject({
  people: eachOnce(person, (p) => p.id),
  seats: eachOnce(seat, (s) => `${s.organization}:${s.function}`),
  ...provenance,
});

export const instrumentsFile = z.strictObject({
  instruments: eachOnce(z.strictObject({ key: keySchema, names: localized }), (i) => i.key),
  ...provenance,
});
const area = z.strictObject({ code: keySchema, names: localized, paragraph: z.int().min(1).max(12) });
export const areasFile = z.strictObject({
  areas: eachOnce(area, (a) => a.code),
  ...provenance,
});

/** One of the two of a pair: as the source names it, and its organization where the directory has one. */
const partner = z.strictObject({ country: isoSchema, name: z.string().min(1).max(200), organization: id.nullable() });
/** A year, a month or a day, as precise as the source is and no more. */
const reducedDate = z.union([z.string().regex(/^\d{4}$/), z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/), date]);
const pair = z.strictObject({
  a: partner,
  b: partner,
  date: reducedDate,
  /** Reported as signed, announced for that date, or reckoned from an anniversary or a day of the week. */
  basis: z.enum(['signed', 'announced', 'derived']),
  /** What each side calls the instrument, where its source says so; two sides may name one signing differently. */
  calls: z.record(isoSchema, keySchema),
  note: z.string().min(1).max(500).optional(),
  source: z.string().min(1).max(1000),
});
export const pairsFile = z.strictObject({
  pairs: eachOnce(pair, ({ a, b }) => [a, b].map((p) => `${p.country} ${p.name}`).join(' with ')),
  ...provenance,
});

export const SCOPES = ['submit', 'read', 'reply', 'withdraw', 'comment', 'coordinate'] as const;
export type Scope = (typeof SCOPES)[number];

export const demoKeysFile = z.strictObject({
  keys: z.array(z.strictObject({ id, organization: id, person: id, scopes: z.array(z.enum(SCOPES)).min(1) })),
  ...provenance,
});

export type DemoKey = z.infer<typeof demoKeysFile>['keys'][number];
