import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutRoot, shortHash } from './checkout';
import { messageOf } from './processes';

/** The account that PostgreSQL runs as when the rest runs as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const ACCOUNT_NAME = 'postgres';

/**
 * The unprivileged account for PostgreSQL, which refuses to run as root; undefined when we are not root anyway.
 * Made with the system's own tools if there is none yet.
 */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return lookUp();
  } catch {
    try {
      execFileSync('groupadd', ['--system', '--force', ACCOUNT_NAME], { stdio: 'pipe' });
      const args = [
        '--system',
        '--gid',
        ACCOUNT_NAME,
        '--no-create-home',
        '--shell',
        '/usr/sbin/nologin',
        ACCOUNT_NAME,
      ];
      execFileSync('useradd', args, { stdio: 'pipe' });
      return lookUp();
    } catch (error) {
      throw new Error(
        `PostgreSQL does not run as root, and no account "${ACCOUNT_NAME}" could be made: ${messageOf(error)}`,
      );
    }
  }
}

function lookUp(): Account {
  const ask = (flag: string) => Number(execFileSync('id', [flag, ACCOUNT_NAME], { encoding: 'utf8', stdio: 'pipe' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

/** Whether this account may walk into this folder (or run this file). */
export function canReach(path: string, account: Account | undefined): boolean {
  if (!account) return true;
  try {
    execFileSync('test', ['-x', path], { ...account, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * A folder outside the checkout for an account that cannot walk into it (a checkout below /root, say): one for each
 * wanted path, the same on every start.
 *
 * /var/tmp is open to all, so a folder of this name that is not ours or is a link is refused rather than trusted.
 */
export function folderOutside(wanted: string): string {
  const folder = placeOutside(wanted);
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o711 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${folder} is there but is not a folder of ours; remove it or set DATABASE_URL.`);
  }
  // The umask may have taken away what mkdir was asked for.
  chmodSync(folder, 0o711);
  return folder;
}

/** Where `folderOutside` puts what belongs at this path, whether it is there or not. */
export function placeOutside(wanted: string): string {
  return `/var/tmp/accord-${shortHash(wanted)}`;
}

/** A copy of the server's programs that the account can reach, made once for each version. */
export function copyOfPrograms(native: string, version: string): string {
  const target = join(folderOutside(checkoutRoot()), `postgresql-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, target);
  return target;
}
