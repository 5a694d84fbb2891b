import type { Directory } from '../domain/directory/directory';
import type { Procedure } from '../domain/procedure/schema';
import type { Country } from '../domain/procedure/world';
import type { DemoKey } from './shapes';

export type Named = Readonly<{ key: string; names: Readonly<Record<string, string>> }>;
export type Area = Readonly<{ code: string; names: Readonly<Record<string, string>>; paragraph: number }>;

export type CatalogueFiles = Readonly<{
  countries: Readonly<Record<string, Country>>;
  directory: Directory;
  procedures: readonly Procedure[];
  instruments: readonly Named[];
  areas: readonly Area[];
  demoKeys: readonly DemoKey[];
}>;

/** The file of a version of a procedure: a published version never changes, so that each one keeps its own. */
export const procedureFile = ({ key, version }: Pick<Procedure, 'key' | 'version'>): string =>
  version === 1 ? `${key}.json` : `${key}.v${version}.json`;
