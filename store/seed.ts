/**
 * Writes the catalogue of the files into the record, as the owner of the tables.
 *
 * 1. Seeding twice changes nothing: rows are compared, and the version moves only when one of them changed.
 * 2. A published version of a procedure never changes, since running cases stay on it; the seed refuses instead.
 * 3. Rows that the files no longer name are left: cases of the record may name them. An office or a holder
 *    ends by its date.
 * 4. What a person has edited is theirs: it is never put back, and where the files say something else the seed tells
 *    which row it left alone.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { Client, type ClientBase } from 'pg';
import type { CatalogueFiles } from '../catalog/files';
import { loadCatalogue } from '../catalog/load';
import type { DemoKey } from '../catalog/shapes';
import type { Procedure } from '../domain/procedure/schema';
import { validateProcedure } from '../domain/procedure/validate';
import { canonicalize, sha256 } from './canonical';
import { keyText } from './keys';
import { differing, rowsOf, type Table, upsert } from './seed-tables';

export type SeedOptions = Readonly<{
  ownerUrl: string;
  /** Makes the demonstration's keys from the instance's secret, the same ones at each start; never in production. */
  demo?: Readonly<{ secret: string }> | null;
  /** Procedures beside those of the catalogue; tests bring their own. */
  procedures?: readonly Procedure[];
}>;

export type SeededKey = Readonly<{ id: string; organization: string; secret: string }>;
export type Seeded = Readonly<{
  demoKeys: readonly SeededKey[];
  changed: boolean;
  /** Edited rows of which the files say something else, as `seats cn-guangzhou:desk`. */
  leftAlone: readonly string[];
}>;

/** Upserts the catalogue in one transaction. Throws CatalogueFault, or an Error on a changed procedure version. */
export async function seed({ ownerUrl, demo, procedures = [] }: SeedOptions): Promise<Seeded> {
  const files = loadCatalogue();
  const client = new Client({ connectionString: ownerUrl, application_name: 'accord-seed' });
  await client.connect();
  try {
    await client.query('BEGIN');
    // Two processes that start together seed one after the other.
    await client.query('SELECT version FROM catalogue_version FOR UPDATE');
    const { changes, leftAlone } = await writeAll(client, {
      ...files,
      procedures: [...files.procedures, ...procedures],
    });
    if (changes > 0) await client.query('UPDATE catalogue_version SET version = version + 1');
    const demoKeys = demo ? await writeDemoKeys(client, files.demoKeys, demo.secret) : [];
    await client.query('COMMIT');
    return { demoKeys, changed: changes > 0, leftAlone };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    await client.end();
  }
}

async function writeAll(client: ClientBase, files: CatalogueFiles) {
  let changes = 0;
  const leftAlone: string[] = [];
  for (const [table, rows] of Object.entries(rowsOf(files)) as [Table, readonly object[]][]) {
    changes += await upsert(client, table, rows);
    leftAlone.push(...(await differing(client, table, rows)));
  }
  return { changes: changes + (await publish(client, files.procedures)), leftAlone };
}

/** Adds new versions of procedures under their content hash. */
async function publish(client: ClientBase, procedures: readonly Procedure[]): Promise<number> {
  let added = 0;
  for (const procedure of procedures) {
    const { key, version } = procedure;
    const problems = validateProcedure(procedure).map((p) => `${p.code} at ${p.pointer}`);
    if (problems.length > 0) throw new Error(`Procedure ${key} version ${version} is unsound: ${problems.join(', ')}`);
    const text = canonicalize(procedure);
    const hash = sha256(text);
    const { rowCount } = await client.query(
      `INSERT INTO procedures (key, version, hash, definition) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key, version) DO NOTHING`,
      [key, version, hash, text],
    );
    added += rowCount ?? 0;
    const stored = await client.query('SELECT hash FROM procedures WHERE key = $1 AND version = $2', [key, version]);
    if (stored.rows[0]?.hash === hash) continue;
    throw new Error(`Procedure ${key} version ${version} was changed after it was published: raise its version`);
  }
  return added;
}

/** A demonstration key: the same at each start, and worthless in any other instance. Pure. */
export function demoSecret(instanceSecret: string, id: string): string {
  const key = Buffer.from(hkdfSync('sha256', instanceSecret, 'accord/keys', 'demo', 32));
  return keyText(id, createHmac('sha256', key).update(id).digest('base64url'));
}

async function writeDemoKeys(client: ClientBase, keys: readonly DemoKey[], secret: string): Promise<SeededKey[]> {
  const made = keys.map((key) => ({ ...key, secret: demoSecret(secret, key.id) }));
  for (const { id, organization, person, scopes, secret } of made) {
    await client.query(
      `INSERT INTO api_keys AS old (id, secret_hash, organization_id, person_id, scopes, created_at)
       VALUES ($1, $2, $3, $4, $5, accord_now())
       ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, organization_id = excluded.organization_id,
                                      person_id = excluded.person_id, scopes = excluded.scopes
       WHERE (old.secret_hash, old.organization_id, old.person_id, old.scopes)
             IS DISTINCT FROM (excluded.secret_hash, excluded.organization_id, excluded.person_id, excluded.scopes)`,
      [id, sha256(secret), organization, person, JSON.stringify(scopes)],
    );
  }
  return made.map(({ id, organization, secret }) => ({ id, organization, secret }));
}
