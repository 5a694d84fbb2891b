/** What no single file can show: whether the files of the catalogue fit together. */
import type { Organization } from '../domain/directory/directory';
import type { Problem } from '../domain/procedure/problems';
import { validateProcedure } from '../domain/procedure/validate';
import { validateProfile } from '../domain/procedure/validate-profile';
import { type CatalogueFiles, procedureFile } from './files';
import type { Fault } from './read';
import { LEVELS } from './shapes';

type Check = (catalogue: CatalogueFiles) => readonly Fault[];

const folderOf = (iso: string): string => `countries/${iso.toLowerCase()}`;
const fault = (file: string, pointer: string, message: string): Fault => ({ file, pointer, message });

const told = (file: string, { pointer, code, message }: Problem, above = ''): Fault =>
  fault(file, `${above}${pointer}`, `${code}: ${message}`);

/** Every fault between the files. Pure. */
export const faultsOf: Check = (catalogue) =>
  [countries, organizations, people, seats, profiles, procedures, demoKeys].flatMap((check) => check(catalogue));

const countries: Check = ({ countries, directory }) => {
  const all = Object.values(countries);
  return all.flatMap(({ iso, order, unit, calendar, profiles }) => [
    ...all
      .filter((other) => other.iso < iso && other.order === order)
      .map((other) =>
        fault(`${folderOf(iso)}/country.json`, '/order', `${order} is the place of ${other.iso} already`),
      ),
    ...(directory.organizations[unit]?.country === iso
      ? []
      : [fault(`${folderOf(iso)}/country.json`, '/unit', `${unit} is no organization of ${iso}`)]),
    ...(calendar.country === iso
      ? []
      : [fault(`${folderOf(iso)}/calendar.json`, '/country', `this is the calendar of ${calendar.country}`)]),
    ...(profiles.some((p) => p.mode === 'closed' && p.instruments === 'any' && p.levels === 'any' && p.until == null)
      ? []
      : [fault(`${folderOf(iso)}/profiles.json`, '', 'a closed profile for any instrument and level is missing')]),
  ]);
};

const organizations: Check = ({ countries, directory }) =>
  Object.keys(countries).flatMap((iso) => {
    const own = Object.values(directory.organizations).filter((o) => o.country === iso);
    const file = `${folderOf(iso)}/organizations.json`;
    return own.flatMap((o, i) => {
      const at = `/organizations/${i}`;
      const parent = o.parent === null ? null : directory.organizations[o.parent];
      return [
        ...(o.id.startsWith(`${iso.toLowerCase()}-`)
          ? []
          : [fault(file, `${at}/id`, `ids begin with ${iso.toLowerCase()}-`)]),
        ...(parent === null || parent?.country === iso
          ? []
          : [fault(file, `${at}/parent`, `${o.parent} is no organization of ${iso}`)]),
        ...(o.successorOf ?? []).flatMap((before, j) =>
          isSucceededBy(directory.organizations[before], o)
            ? []
            : [fault(file, `${at}/successorOf/${j}`, `${before} is no organization of ${iso} that ended before`)],
        ),
      ];
    });
  });

/** Agreements pass within a country, and only from an organization that is over. */
const isSucceededBy = (before: Organization | undefined, after: Organization): boolean =>
  before?.country === after.country && before.until != null && (after.from == null || before.until < after.from);

const people: Check = ({ countries, directory }) =>
  Object.keys(countries).flatMap((iso) => {
    const own = Object.values(directory.people).filter((p) => p.id.startsWith(`${iso.toLowerCase()}-`));
    return own.flatMap((p, i) =>
      directory.organizations[p.organization]?.country === iso
        ? []
        : [
            fault(
              `${folderOf(iso)}/people.json`,
              `/people/${i}/organization`,
              `${p.organization} is no organization of ${iso}`,
            ),
          ],
    );
  });

const seats: Check = ({ countries, directory }) =>
  Object.keys(countries).flatMap((iso) => {
    const file = `${folderOf(iso)}/people.json`;
    const own = Object.values(directory.seats).filter((s) => s.organization.startsWith(`${iso.toLowerCase()}-`));
    return own.flatMap((seat, i) => [
      ...(directory.organizations[seat.organization]
        ? []
        : [fault(file, `/seats/${i}/organization`, `${seat.organization} is no organization of ${iso}`)]),
      // Nobody speaks for an office of another country.
      ...seat.holders.flatMap((holder, j) => {
        const home = directory.people[holder.person]?.organization ?? '';
        return directory.organizations[home]?.country === iso
          ? []
          : [fault(file, `/seats/${i}/holders/${j}/person`, `${holder.person} is nobody of ${iso}`)];
      }),
    ]);
  });

const profiles: Check = ({ countries, instruments }) => {
  const known = instruments.map((i) => i.key);
  const levels: readonly string[] = LEVELS;
  return Object.values(countries).flatMap(({ iso, profiles }) =>
    profiles.flatMap((profile, i) => {
      const file = `${folderOf(iso)}/profiles.json`;
      const named = [
        ...(profile.instruments === 'any'
          ? []
          : profile.instruments.map((key, j) => [key, `/instruments/${j}`] as const)),
        ...Object.entries(profile.calls ?? {}).flatMap(([key, called]) => [
          [key, `/calls/${key}`] as const,
          [called, `/calls/${key}`] as const,
        ]),
      ];
      return [
        ...validateProfile(profile).map((p) => told(file, p, `/${i}`)),
        ...named
          .filter(([key]) => !known.includes(key))
          .map(([key, at]) => fault(file, `/${i}${at}`, `${key} is no known instrument`)),
        ...(profile.levels === 'any' ? [] : profile.levels).flatMap((level, j) =>
          levels.includes(level) ? [] : [fault(file, `/${i}/levels/${j}`, `${level} is no level of government`)],
        ),
      ];
    }),
  );
};

const procedures: Check = ({ procedures, instruments, countries }) => {
  const known = instruments.map((i) => i.key);
  return procedures.flatMap((procedure) => {
    const file = `procedures/${procedureFile(procedure)}`;
    const named = [
      ...procedure.instruments.map((key, i) => [key, `/instruments/${i}`] as const),
      ...(procedure.prepares ? [[procedure.prepares.instrument, '/prepares/instrument'] as const] : []),
    ];
    return [
      ...validateProcedure(procedure).map((p) => told(file, p)),
      ...named.flatMap(([key, at]) => (known.includes(key) ? [] : [fault(file, at, `${key} is no known instrument`)])),
      ...(procedure.after ?? []).flatMap(({ side }, i) =>
        side === undefined || countries[side] ? [] : [fault(file, `/after/${i}/side`, `${side} is no known country`)],
      ),
    ];
  });
};

const demoKeys: Check = ({ demoKeys, directory }) =>
  demoKeys.flatMap((key, i) =>
    directory.people[key.person]?.organization === key.organization
      ? []
      : [fault('demo-keys.json', `/keys/${i}/person`, `${key.person} is nobody of ${key.organization}`)],
  );
