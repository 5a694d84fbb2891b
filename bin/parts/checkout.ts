import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The folder of this checkout; the same whether this file runs as source or from `dist/`. */
export function checkoutRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No checkout of Accord above ${__dirname}.`);
    folder = parent;
  }
  return folder;
}

/** Where this checkout keeps its data: `ACCORD_STATE`, else `.accord` in the checkout. */
export function stateFolder(): string {
  return resolve(checkoutRoot(), process.env.ACCORD_STATE || '.accord');
}

/** A short name for a folder, the same on every start. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** Where downloaded programs are kept, for all checkouts of one person: `ACCORD_CACHE`, else the usual cache folder. */
export function cacheFolder(): string {
  const usual = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'accord');
  const folder = process.env.ACCORD_CACHE || usual;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    // A home that cannot be written to (a service account, a read-only container): the checkout itself will do.
    const own = join(stateFolder(), 'programs');
    mkdirSync(own, { recursive: true, mode: 0o700 });
    return own;
  }
}
