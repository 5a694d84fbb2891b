import type { Directory, LocalizedText } from '../directory/directory';
import type { Calendar } from '../time/calendar';
import type { Instant } from '../time/instant';
import type { Procedure, Profile } from './schema';

/** What the core knows of a country: data, never a word in code. */
export type Country = Readonly<{
  iso: string;
  /** Place in the neutral order in which sides are always named. */
  order: number;
  names: LocalizedText;
  /** The organization that is the country's LMC national secretariat or coordination unit. */
  unit: string;
  languages: readonly string[];
  calendar: Calendar;
  profiles: readonly Profile[];
}>;

/** Everything outside the case that a decision may look at, handed in as plain data. */
export type World = Readonly<{
  procedure: Procedure;
  countries: Readonly<Record<string, Country>>;
  directory: Directory;
  /** Which side holds all its cases with which other one; none where it is left out. */
  holds?: readonly Hold[];
}>;

/** A side's pause of all its cases with another one. */
export type Hold = Readonly<{ by: string; with: string; since: Instant }>;

export const countryOf = (world: World, iso: string): Country => {
  const country = world.countries[iso];
  if (!country) throw new Error(`No country ${iso} in the catalogue`);
  return country;
};

/** Countries in the neutral order. Pure. */
export const inNeutralOrder = (countries: World['countries'], isos: readonly string[]): readonly string[] =>
  [...new Set(isos)].toSorted((a, b) => (countries[a]?.order ?? 99) - (countries[b]?.order ?? 99));
