/**
 * The catalogue as files: countries, offices and people, procedures, instruments, areas.
 *
 * Nothing here is law: every file says its source and who confirmed it. A folder below `countries/` is a
 * country; adding one touches that folder alone.
 */
import { readdirSync } from 'node:fs';
import { DEFAULT_FUNCTION, type Directory, seatId } from '../domain/directory/directory';
import { type Procedure, procedureSchema } from '../domain/procedure/schema';
import type { Country } from '../domain/procedure/world';
import { faultsOf } from './check';
import { type CatalogueFiles, procedureFile } from './files';
import { CatalogueFault, readFile } from './read';
import {
  areasFile,
  calendarFile,
  countryFile,
  demoKeysFile,
  instrumentsFile,
  organizationsFile,
  peopleFile,
  profilesFile,
} from './shapes';

type OneCountry = Readonly<{ country: Country; directory: Directory }>;

const byId = <T extends { id: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.id, item]));

/** Reads and checks all files; the JSON stands beside this module, in the sources as in `dist/`. Throws CatalogueFault. */
export function loadCatalogue(root: string = __dirname): CatalogueFiles {
  const countries = readdirSync(`${root}/countries`)
    .toSorted()
    .map((folder) => readCountry(root, `countries/${folder}`));
  const catalogue: CatalogueFiles = {
    countries: Object.fromEntries(countries.map(({ country }) => [country.iso, country])),
    directory: {
      organizations: Object.assign({}, ...countries.map((c) => c.directory.organizations)),
      people: Object.assign({}, ...countries.map((c) => c.directory.people)),
      seats: Object.assign({}, ...countries.map((c) => c.directory.seats)),
    },
    procedures: readProcedures(root),
    instruments: readFile(root, 'instruments.json', instrumentsFile).instruments,
    areas: readFile(root, 'areas.json', areasFile).areas,
    demoKeys: readFile(root, 'demo-keys.json', demoKeysFile).keys,
  };
  const faults = faultsOf(catalogue);
  if (faults.length > 0) throw new CatalogueFault(faults);
  return catalogue;
}

/** All versions, by key and then by version. */
function readProcedures(root: string): readonly Procedure[] {
  const read = readdirSync(`${root}/procedures`).map((file) => {
    const procedure = readFile(root, `procedures/${file}`, procedureSchema);
    if (procedureFile(procedure) === file) return procedure;
    const message = `this is ${procedure.key}, version ${procedure.version}: ${procedureFile(procedure)}`;
    throw new CatalogueFault([{ file: `procedures/${file}`, pointer: '/key', message }]);
  });
  return read.toSorted((a, b) => (a.key === b.key ? a.version - b.version : a.key < b.key ? -1 : 1));
}

function readCountry(root: string, folder: string): OneCountry {
  const { iso, order, names, unit, languages } = readFile(root, `${folder}/country.json`, countryFile);
  const { organizations } = readFile(root, `${folder}/organizations.json`, organizationsFile);
  const { people, seats } = readFile(root, `${folder}/people.json`, peopleFile);
  return {
    country: {
      iso,
      order,
      names,
      unit,
      languages,
      calendar: readFile(root, `${folder}/calendar.json`, calendarFile),
      profiles: readFile(root, `${folder}/profiles.json`, profilesFile),
    },
    directory: {
      organizations: byId(
        organizations.map(({ from, until, successorOf, ...o }) => ({
          ...o,
          country: iso,
          ...(from === undefined ? {} : { from }),
          ...(until === undefined ? {} : { until }),
          ...(successorOf === undefined ? {} : { successorOf }),
        })),
      ),
      people: byId(people),
      seats: byId(seats.map((seat) => ({ ...seat, id: seatId(seat.organization, seat.function ?? DEFAULT_FUNCTION) }))),
    },
  };
}
