/**
 * The operator's commands: `npm run accord -- verify`, `npm run accord -- rebuild` and `npm run accord -- keys …`.
 *
 * They work on DATABASE_OWNER_URL, or else on the instance of this checkout while it runs. Exit code 0: all is well;
 * 1: the record is broken, or a case could not be rebuilt; 2: the command could not be carried out.
 */
import { createCatalogue } from '../store/catalogue';
import { createPool } from '../store/pool';
import { rebuild } from '../store/rebuild';
import { verify } from '../store/verify';
import { KEYS_USAGE, Misused, runKeys } from './keys';
import { stateFolder } from './parts/checkout';
import { readInstance } from './parts/state';

type Command = (ownerUrl: string, args: readonly string[]) => Promise<boolean>;

const COMMANDS: Readonly<Record<string, Command>> = {
  verify: runVerify,
  rebuild: runRebuild,
  keys: manageKeys,
};
const USAGE = `Usage: npm run accord -- <command>

  verify    checks every chain, payload, text and revision of the record against its hash
  rebuild   makes snapshots and projections anew from events
  ${KEYS_USAGE}`;

const poolFor = (ownerUrl: string) => createPool(ownerUrl, { max: 2, name: 'accord operator', statementTimeoutMs: 0 });

async function runVerify(ownerUrl: string): Promise<boolean> {
  const pool = poolFor(ownerUrl);
  try {
    const { events, chains, texts, revisions, destroyed, broken } = await verify(pool);
    if (broken !== null) {
      console.error(`Broken: ${broken}.`);
      return false;
    }
    const checked = `${events} events in ${chains} chains, ${texts} texts and ${revisions} revisions`;
    console.log(`The record stands: ${checked} were checked, of which ${destroyed} are destroyed.`);
    return true;
  } finally {
    await pool.end();
  }
}

async function runRebuild(ownerUrl: string): Promise<boolean> {
  const pool = poolFor(ownerUrl);
  try {
    const { cases, left } = await rebuild(pool, createCatalogue(pool));
    console.log(`${cases} cases were rebuilt from their events.`);
    for (const { proposal, reason } of left) console.error(`Case ${proposal} was left as it stands: ${reason}.`);
    return left.length === 0;
  } finally {
    await pool.end();
  }
}

async function manageKeys(ownerUrl: string, args: readonly string[]): Promise<boolean> {
  const pool = poolFor(ownerUrl);
  try {
    return await runKeys(pool, args);
  } finally {
    await pool.end();
  }
}

async function main(name: string | undefined, args: readonly string[]): Promise<number> {
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(USAGE);
    return 2;
  }
  const ownerUrl = process.env.DATABASE_OWNER_URL || readInstance(stateFolder())?.databaseOwnerUrl;
  if (!ownerUrl) {
    console.error('No database: set DATABASE_OWNER_URL, or start this checkout with npm start.');
    return 2;
  }
  return (await command(ownerUrl, args)) ? 0 : 1;
}

main(process.argv[2], process.argv.slice(3)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof Misused) console.error(error.message === '' ? USAGE : `${error.message}\n\n${USAGE}`);
    else console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  },
);
