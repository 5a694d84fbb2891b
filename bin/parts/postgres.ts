import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type Account, canReach, folderOutside, unprivilegedAccount } from './account';
import { type PartOptions, plainEnvironment, type RunningPart } from './part';
import { HOST } from './ports';
import { type PostgresPrograms, postgresPrograms } from './postgres-programs';
import { beganAt, commandOf, endProcess, type Launched, launch, messageOf, waitUntilReady } from './processes';

const run = promisify(execFile);

export const OWNER_ROLE = 'accord_owner';
export const APP_ROLE = 'accord_app';
const ADMIN_ROLE = 'accord_admin';

/** PostgreSQL's "fast shutdown"; then "immediate shutdown", from which it recovers like from a crash. */
const STOP_STEPS = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
] as const;

export interface PostgresOptions extends PartOptions {
  /** `false` leaves out fsync: for tests. A killed process loses nothing by it, only a power cut would. */
  readonly durable?: boolean;
}

export interface DatabaseUrls {
  /** The application's role: neither superuser nor owner. */
  readonly url: string;
  /** The owner's role: migrations and rebuild. */
  readonly ownerUrl: string;
}

export interface RunningPostgres extends RunningPart {
  /** A superuser's address, for making databases. It never leaves set-up and tests. */
  readonly adminUrl: string;
  /** Makes a database owned by the owner's role; from a template it is a copy of files and takes a moment. */
  createDatabase(name: string, template?: string): Promise<DatabaseUrls>;
}

type Passwords = Readonly<Record<'admin' | 'owner' | 'app', string>>;

/**
 * Brings up PostgreSQL from the programs of the npm package, with its roles, and waits until it answers.
 * Goes on with the data that are there, also after the server was killed.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = unprivilegedAccount();
  const programs = postgresPrograms(account);
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const passwords = keptPasswords(options.folder);
  const data = dataFolder(options, account);
  await endLeftover(data);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialize(programs, { data, account, password: passwords.admin });
  const adminUrl = urlFor({ port: options.port, role: ADMIN_ROLE, password: passwords.admin, database: 'postgres' });
  const launched = await serve(programs, { ...options, data, account, adminUrl });
  await makeRoles(adminUrl, passwords);
  return {
    name: 'PostgreSQL',
    launched,
    signal: 'SIGINT',
    adminUrl,
    stop: () => endProcess(launched, STOP_STEPS),
    createDatabase: async (name, template) => {
      await createDatabase(adminUrl, name, template);
      return {
        url: urlFor({ port: options.port, role: APP_ROLE, password: passwords.app, database: name }),
        ownerUrl: urlFor({ port: options.port, role: OWNER_ROLE, password: passwords.owner, database: name }),
      };
    },
  };
}

/** The folder of the data, and a word when it cannot be in the part's own folder. */
export function dataFolder(options: Pick<PartOptions, 'folder' | 'tell'>, account: Account | undefined): string {
  // The account of the server has to walk through this folder, but has nothing to read in it.
  if (account) chmodSync(options.folder, 0o711);
  if (canReach(options.folder, account)) return join(options.folder, 'data');
  const data = join(folderOutside(options.folder), 'data');
  options.tell?.(`the account of PostgreSQL cannot enter ${options.folder}; its data are in ${data}`);
  return data;
}

function keptPasswords(folder: string): Passwords {
  const file = join(folder, 'passwords.json');
  if (!existsSync(file)) {
    const fresh = () => randomBytes(24).toString('base64url');
    writeFileSync(`${file}.new`, JSON.stringify({ admin: fresh(), owner: fresh(), app: fresh() }), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Passwords;
}

/** A new cluster, made beside its place and moved there when whole: a start that is killed leaves no half one. */
async function initialize(
  programs: PostgresPrograms,
  { data, account, password }: { data: string; account: Account | undefined; password: string },
): Promise<void> {
  const partial = `${data}.new`;
  const passwordFile = join(partial, '..', 'initial-password');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    await run(
      programs.initdb,
      [
        `--pgdata=${partial}`,
        `--username=${ADMIN_ROLE}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The server's own locale sorts the same on every machine; the system's would change with its libc.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { cwd: '/', env: plainEnvironment(), ...account },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(partial, data);
}

/** Ends a server that still works on these data, and takes away a lock file whose number went to another program. */
async function endLeftover(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8').split('\n')[0]) : 0;
  if (!(pid > 0)) return;
  const began = beganAt(pid);
  if (began === undefined) return;
  if (commandOf(pid)?.includes(data)) await endProcess({ pid, began }, STOP_STEPS);
  else rmSync(lock, { force: true });
}

interface Serving extends PostgresOptions {
  readonly data: string;
  readonly account: Account | undefined;
  readonly adminUrl: string;
}

async function serve(programs: PostgresPrograms, serving: Serving): Promise<Launched> {
  const settings = [
    `listen_addresses=${HOST}`,
    'unix_socket_directories=',
    'max_connections=200',
    'password_encryption=scram-sha-256',
    'timezone=UTC',
    'log_timezone=UTC',
    'jit=off',
    ...(serving.durable === false ? ['fsync=off', 'full_page_writes=off'] : []),
  ].flatMap((each) => ['-c', each]);
  const args = ['-D', serving.data, '-p', String(serving.port), ...settings];
  // After a kill -9 of the server its last sessions need a moment to notice, and hold the shared memory until then.
  for (let triesLeft = 20; ; triesLeft -= 1) {
    const launched = await launch(programs.postgres, args, {
      env: plainEnvironment(),
      cwd: dirname(serving.data),
      log: serving.log,
      ...(serving.account ? { account: serving.account } : {}),
    });
    serving.onLaunch?.(launched, 'SIGINT');
    try {
      await waitUntilReady('PostgreSQL', launched, {
        check: () => withClient(serving.adminUrl, async () => undefined),
        timeoutMs: 60_000,
        log: serving.log,
      });
      return launched;
    } catch (error) {
      if (triesLeft === 0 || !/shared memory block|lock file/.test(messageOf(error))) throw error;
      await pause(500);
    }
  }
}

/** The two roles, with the kept passwords. The application's role owns nothing and may make nothing. */
async function makeRoles(adminUrl: string, passwords: Passwords): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const [role, password] of [
      [OWNER_ROLE, passwords.owner],
      [APP_ROLE, passwords.app],
    ] as const) {
      const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const act = found.rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(`${act} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${password}'`);
    }
  });
}

/** Makes a database of this name, owned by the owner's role, unless there is one. Needs a superuser's address. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  for (const each of [name, template ?? 'template1']) {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(each)) throw new Error(`"${each}" is no name for a database.`);
  }
  await withClient(adminUrl, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${name} OWNER ${OWNER_ROLE}${template ? ` TEMPLATE ${template}` : ''}`);
    }
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${APP_ROLE}`);
  });
}

interface Login {
  readonly port: number;
  readonly role: string;
  readonly password: string;
  readonly database: string;
}

function urlFor(login: Login): string {
  return `postgresql://${login.role}:${login.password}@${HOST}:${login.port}/${login.database}`;
}

/** One connection for one piece of work. */
export async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Without a listener a server that goes away between two queries would end this process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
