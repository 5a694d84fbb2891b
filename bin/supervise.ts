import { relative } from 'node:path';
import { migrate } from '../store/migrate';
import { seed } from '../store/seed';
import { stateFolder } from './parts/checkout';
import { startInbox } from './parts/inbox';
import { PartMissing } from './parts/missing';
import { HOST } from './parts/ports';
import { startPostgres } from './parts/postgres';
import { messageOf } from './parts/processes';
import { startRedis } from './parts/redis';
import { type Service, startService } from './parts/service';
import { endLeftovers, type Instance, State } from './parts/state';
import { Supervisor } from './parts/supervisor';
import { NAMESPACE, startTemporal } from './parts/temporal';
import { makeSamples } from './samples';

/** Brings up a whole instance, says where it is, and keeps it until it is told to stop. */
export async function supervise(): Promise<void> {
  let supervisor: Supervisor | undefined;
  try {
    const state = State.open(stateFolder());
    await endLeftovers(state.instance.pids);
    supervisor = new Supervisor(state);
    const stop = () => void supervisor?.stop();
    // A terminal that was closed is no reason to fall over while things are being stopped.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    await bringUpDatabase(supervisor);
    await bringUpRedis(supervisor);
    await bringUpTemporal(supervisor);
    await bringUpInbox(supervisor);
    await prepareDatabase(supervisor);
    await bringUpServices(supervisor);
    printWelcome(supervisor.state.instance);
    // Nobody waits for them: they appear in an instance that runs already.
    await makeSamples(supervisor);
  } catch (error) {
    // Whatever a start that was called off stumbles over is no news.
    if (supervisor?.isStopping) return;
    console.error(error instanceof PartMissing ? error.message : `Accord could not start. ${messageOf(error)}`);
    process.exitCode = 1;
    await supervisor?.stop();
  }
}

async function bringUpDatabase(supervisor: Supervisor): Promise<void> {
  const { DATABASE_URL, DATABASE_OWNER_URL } = process.env;
  if (DATABASE_URL || DATABASE_OWNER_URL) {
    if (!DATABASE_URL || !DATABASE_OWNER_URL) {
      throw new Error(
        "DATABASE_URL (the application's role, which may not own the tables) and DATABASE_OWNER_URL (the owner's role) go together; one of them is not set.",
      );
    }
    supervisor.state.write({ databaseUrl: DATABASE_URL, databaseOwnerUrl: DATABASE_OWNER_URL });
    return;
  }
  const port = await supervisor.port('ACCORD_POSTGRES_PORT', 'postgresql');
  const postgres = await supervisor.keep('PostgreSQL', port, startPostgres);
  const { url, ownerUrl } = await postgres.createDatabase('accord');
  supervisor.state.write({ databaseUrl: url, databaseOwnerUrl: ownerUrl });
}

async function bringUpRedis(supervisor: Supervisor): Promise<void> {
  const own = process.env.REDIS_URL;
  if (own) return supervisor.state.write({ redisUrl: own });
  const port = await supervisor.port('ACCORD_REDIS_PORT', 'redis');
  const redis = await supervisor.keep('Redis', port, startRedis);
  supervisor.state.write({ redisUrl: redis.url });
}

async function bringUpTemporal(supervisor: Supervisor): Promise<void> {
  const own = process.env.TEMPORAL_ADDRESS;
  if (own) return supervisor.state.write({ temporal: own });
  const port = await supervisor.port('ACCORD_TEMPORAL_PORT', 'temporal');
  const uiPort = await supervisor.port('ACCORD_TEMPORAL_UI_PORT', 'temporalUi');
  const temporal = await supervisor.keep('Temporal', port, (options) => startTemporal({ ...options, uiPort }));
  supervisor.state.write({ temporal: temporal.address, ...(temporal.ui ? { temporalUi: temporal.ui } : {}) });
}

async function bringUpInbox(supervisor: Supervisor): Promise<void> {
  const own = process.env.SMTP_URL;
  if (own) return supervisor.state.write({ smtpUrl: own });
  const port = await supervisor.port('ACCORD_INBOX_PORT', 'inbox');
  const smtpPort = await supervisor.port('ACCORD_SMTP_PORT', 'smtp');
  const inbox = await supervisor.keep('Inbox', port, (options) => startInbox({ ...options, smtpPort }));
  supervisor.state.write({ inbox: inbox.url, smtpUrl: inbox.smtpUrl });
}

/** Migrations and seed, by the owner's role, whose address no other process is given. */
async function prepareDatabase({ state, tell }: Supervisor): Promise<void> {
  const { databaseOwnerUrl: ownerUrl = '', databaseUrl = '', secret } = state.instance;
  const applied = await migrate({ ownerUrl, appRole: decodeURIComponent(new URL(databaseUrl).username) });
  const demo = process.env.NODE_ENV === 'production' ? null : { secret };
  const { demoKeys, leftAlone } = await seed({ ownerUrl, demo });
  tell(`The database is up to date (${applied.length} migrations applied)`);
  if (leftAlone.length > 0) tell(`Left as people have edited it: ${leftAlone.join(', ')}`);
  const [first] = demoKeys;
  if (first) {
    state.write({
      demoKey: first.secret,
      demoKeys: Object.fromEntries(demoKeys.map((key) => [key.organization, key.secret])),
    });
  }
}

async function bringUpServices(supervisor: Supervisor): Promise<void> {
  const port = await supervisor.port('ACCORD_PORT', 'api');
  const api = `http://${HOST}:${port}`;
  const services: Service[] = [
    { name: 'API', script: 'dist/api/main.js', ready: `${api}/livez` },
    { name: 'Worker', script: 'dist/worker/main.js', args: ['temporal', 'dispatcher', 'sweeper'] },
    // Apart, so that neither takes the other along when it falls.
    { name: 'Mail', script: 'dist/worker/main.js', args: ['mail'] },
  ];
  const env = environmentFor(supervisor.state.instance, api, port);
  supervisor.state.write({ api });
  for (const service of services) {
    await supervisor.keep(service.name, port, (options) => startService(service, { ...options, env }));
  }
}

/** What our processes are told. The owner's address of the database is not among it. */
function environmentFor(instance: Instance, api: string, port: number): Record<string, string> {
  const { DATABASE_OWNER_URL: _withheld, ...inherited } = process.env;
  const told = {
    ...inherited,
    NODE_ENV: process.env.NODE_ENV || 'development',
    DATABASE_URL: instance.databaseUrl,
    REDIS_URL: instance.redisUrl,
    TEMPORAL_ADDRESS: instance.temporal,
    TEMPORAL_NAMESPACE: process.env.TEMPORAL_NAMESPACE || NAMESPACE,
    SMTP_URL: instance.smtpUrl,
    ACCORD_SECRET: instance.secret,
    ACCORD_BASE_URL: process.env.ACCORD_BASE_URL || api,
    ACCORD_PORT: String(port),
    ACCORD_INSTANCE: instance.instance,
  };
  return Object.fromEntries(Object.entries(told).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** At most 15 lines. */
function printWelcome(instance: Instance): void {
  const state = relative(process.cwd(), stateFolder()) || '.';
  const rows: [string, string | undefined][] = [
    ['API', instance.api],
    ['API docs', instance.api && `${instance.api}/docs`],
    ['Inbox', instance.inbox],
    ['Temporal UI', instance.temporalUi],
    ['Demo API key', instance.demoKey],
    ['Data and logs', `${state} (npm run reset empties it)`],
  ];
  console.log('\nAccord is running. Ctrl-C stops it; the next npm start goes on with the same data.\n');
  for (const [name, value] of rows) if (value) console.log(`  ${name.padEnd(14)} ${value}`);
  console.log('\nNow try, in another terminal:  npm run demo');
}
