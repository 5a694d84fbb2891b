import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { startInbox } from '../../bin/parts/inbox';
import type { PartOptions, RunningPart } from '../../bin/parts/part';
import { anyFreePort, Ports } from '../../bin/parts/ports';
import { startPostgres, withClient } from '../../bin/parts/postgres';
import { commandOf, isRunning } from '../../bin/parts/processes';
import { startRedis } from '../../bin/parts/redis';
import { startTemporal } from '../../bin/parts/temporal';
import { freshDatabase } from '../parts/database';
import { mailsIn } from '../parts/mails';
import { watchOver } from '../parts/watch-over';

jest.setTimeout(60_000);

let folder: string;
const running: RunningPart[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accord-parts-'));
  chmodSync(folder, 0o711);
});

afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function options(name: string): Promise<PartOptions> {
  return {
    folder: join(folder, name),
    log: join(folder, `${name}.log`),
    port: await anyFreePort(),
    onLaunch: watchOver,
  };
}

async function keep<Part extends RunningPart>(starting: Promise<Part>): Promise<Part> {
  const part = await starting;
  running.push(part);
  return part;
}

async function killed(part: RunningPart): Promise<void> {
  process.kill(part.launched.pid, 'SIGKILL');
  await part.launched.exited;
}

describe('PostgreSQL', () => {
  test('goes on with the same data after a stop and after kill -9', async () => {
    const own = await options('postgresql');
    const first = await keep(startPostgres(own));
    const { ownerUrl, url } = await first.createDatabase('accord');
    await withClient(ownerUrl, (client) => client.query('CREATE TABLE kept AS SELECT 1 AS n'));
    await first.stop();
    expect(await first.launched.exited).toBe('exit code 0');

    const second = await keep(startPostgres(own));
    await withClient(ownerUrl, (client) => client.query('INSERT INTO kept VALUES (2)'));
    await killed(second);

    await keep(startPostgres(own));
    const kept = await withClient(ownerUrl, (client) => client.query('SELECT n FROM kept ORDER BY n'));
    expect(kept.rows).toEqual([{ n: 1 }, { n: 2 }]);
    await expect(withClient(url, (client) => client.query('SELECT n FROM kept'))).rejects.toThrow('permission denied');
  });

  test('takes the place of a server that somebody else left running on the same data', async () => {
    const own = await options('postgresql');
    const left = await keep(startPostgres(own));
    const next = await keep(startPostgres({ ...own, port: await anyFreePort() }));
    expect(isRunning(left.launched)).toBe(false);
    expect(isRunning(next.launched)).toBe(true);
  });

  test('gives the application a role that is neither superuser nor owner, and keeps the passwords to itself', async () => {
    const own = await options('postgresql');
    const postgres = await keep(startPostgres(own));
    const { url } = await postgres.createDatabase('accord');
    const role = await withClient(url, (client) =>
      client.query('SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user'),
    );
    expect(role.rows).toEqual([{ rolname: 'accord_app', rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
    await expect(withClient(url, (client) => client.query('CREATE TABLE mine (n int)'))).rejects.toThrow(
      'permission denied',
    );
    await expect(withClient(url.replace(/:[^:@]+@/, ':wrong@'), async () => undefined)).rejects.toThrow('password');
    expect(statSync(join(own.folder, 'passwords.json')).mode & 0o777).toBe(0o600);
  });

  test('copies a template into a new database', async () => {
    const postgres = await keep(startPostgres({ ...(await options('postgresql')), durable: false }));
    const model = await postgres.createDatabase('model');
    await withClient(model.ownerUrl, (client) => client.query('CREATE TABLE things AS SELECT 7 AS n'));
    const copy = await postgres.createDatabase('copy', 'model');
    const things = await withClient(copy.ownerUrl, (client) => client.query('SELECT n FROM things'));
    expect(things.rows).toEqual([{ n: 7 }]);
    await expect(postgres.createDatabase('no; DROP')).rejects.toThrow('is no name for a database');
  });
});

describe('Redis', () => {
  test('starts again after kill -9, and starts empty when its file cannot be read', async () => {
    const own = await options('redis');
    await killed(await keep(startRedis(own)));
    const again = await keep(startRedis(own));
    await again.stop();
    const file = join(own.folder, 'appendonlydir', 'appendonly.aof.manifest');
    const lines: string[] = [];
    writeFileSync(file, 'not a manifest');
    const empty = await keep(startRedis({ ...own, tell: (line) => lines.push(line) }));
    expect(isRunning(empty.launched)).toBe(true);
    expect(lines.join('\n')).toContain('it starts empty');
  });

  test('asks for its password', async () => {
    const redis = await keep(startRedis(await options('redis')));
    const password = new URL(redis.url).password;
    expect(password).toHaveLength(32);
    const command = commandOf(redis.launched.pid);
    expect(command).toMatch(/(redis|valkey)-server/);
    expect(command).not.toContain(password);
  });
});

test('two instances stand side by side and stop without a trace', async () => {
  const pairs = await Promise.all(
    ['a', 'b'].map(async (name) => [
      await keep(startPostgres({ ...(await options(`postgresql-${name}`)), durable: false })),
      await keep(startRedis(await options(`redis-${name}`))),
      await keep(startTemporal(await options(`temporal-${name}`))),
      await keep(startInbox({ ...(await options(`inbox-${name}`)), smtpPort: await anyFreePort() })),
    ]),
  );
  const parts: RunningPart[] = pairs.flat();
  expect(parts.map((part) => isRunning(part.launched))).toEqual(Array(8).fill(true));
  for (const part of parts.reverse()) await part.stop();
  expect(parts.map((part) => isRunning(part.launched))).toEqual(Array(8).fill(false));
});

test('two folders get ports of their own, and a remembered port is taken again', async () => {
  const a = new Ports('/somewhere/a');
  const b = new Ports('/somewhere/b');
  const first = await a.take();
  const given = [first, await a.take(), await b.take(), await b.take()];
  expect(new Set(given).size).toBe(4);
  expect(await new Ports('/somewhere/a').take(first)).toBe(first);
});

describe('the inbox', () => {
  function statusForHost(url: string, host: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asked = request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode));
      asked.once('error', reject).end();
    });
  }

  async function send(smtpUrl: string, mail: object): Promise<void> {
    const transport = createTransport(smtpUrl);
    await transport.sendMail({ from: 'Accord <accord@accord.example>', ...mail });
    transport.close();
  }

  test('keeps a mail, shows it as JSON and as a page, and has it after kill -9', async () => {
    const own = { ...(await options('inbox')), smtpPort: await anyFreePort() };
    const inbox = await keep(startInbox(own));
    await send(inbox.smtpUrl, {
      to: 'Desk.Officer@guangzhou.example',
      subject: '姐妹城市 <opinion>',
      text: 'Answer here: http://127.0.0.1:1/review/r1#token. Thank you.',
      html: '<p>Answer <a href="http://127.0.0.1:1/review/r1?a=1&amp;b=2#token">here</a><script>alert(1)</script></p>',
      messageId: '<d-1@accord.example>',
      headers: { References: '<case-1@accord.example>' },
    });
    await killed(inbox);
    await keep(startInbox(own));

    const found = await mailsIn(inbox.url, { to: 'desk.officer@guangzhou.example', subject: '姐妹' });
    expect(found).toHaveLength(1);
    const id = found[0]?.id;
    expect(found[0]).toMatchObject({
      from: 'accord@accord.example',
      to: ['desk.officer@guangzhou.example'],
      subject: '姐妹城市 <opinion>',
      messageId: '<d-1@accord.example>',
      headers: { references: '<case-1@accord.example>' },
      urls: ['http://127.0.0.1:1/review/r1#token', 'http://127.0.0.1:1/review/r1?a=1&b=2#token'],
    });
    expect(await (await fetch(`${inbox.url}/api/mails/${id}`)).json()).toEqual(found[0]);

    const page = await fetch(`${inbox.url}/mails/${id}`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const body = await page.text();
    expect(body).toContain('姐妹城市 &lt;opinion&gt;');
    expect(body).not.toContain('<script');
    const framed = await fetch(`${inbox.url}/mails/${id}/html`);
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups [^;]*; default-src 'none'/);
    expect(await (await fetch(inbox.url)).text()).toContain(`/mails/${id}`);
  });

  test('finds by time, is emptied by DELETE only, and answers to no other name', async () => {
    const inbox = await keep(startInbox({ ...(await options('inbox')), smtpPort: await anyFreePort() }));
    await send(inbox.smtpUrl, { to: 'one@a.example', subject: 'first', text: 'x' });
    const [first] = await mailsIn(inbox.url);
    await send(inbox.smtpUrl, { to: 'two@a.example', subject: 'second', text: 'x' });
    const later = new Date(Date.parse(first?.receivedAt ?? '') + 1).toISOString();
    const found = await mailsIn(inbox.url, { since: later });
    expect(found.map((mail) => mail.subject)).toEqual(['second']);
    expect((await fetch(`${inbox.url}/api/mails?since=soon`)).status).toBe(400);
    expect((await fetch(`${inbox.url}/api/mails/none`)).status).toBe(404);
    expect((await fetch(`${inbox.url}/api/mails`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${inbox.url}/api/mails`, { method: 'DELETE' })).status).toBe(200);
    expect(await mailsIn(inbox.url)).toEqual([]);
    expect(await statusForHost(inbox.url, 'attacker.example')).toBe(421);
  });

  test('refuses a mail that is too large and goes on', async () => {
    const inbox = await keep(startInbox({ ...(await options('inbox')), smtpPort: await anyFreePort() }));
    const large = { to: 'one@a.example', subject: 'large', text: 'x'.repeat(11 * 1024 * 1024) };
    await expect(send(inbox.smtpUrl, large)).rejects.toThrow(/552|exceeds|size/i);
    await send(inbox.smtpUrl, { to: 'one@a.example', subject: 'small', text: 'x' });
    expect(await mailsIn(inbox.url)).toHaveLength(1);
  });
});

describe('a fresh database', () => {
  test('is migrated and seeded, has a clock of its own, and shares nothing with another', async () => {
    const [one, other] = [await freshDatabase(), await freshDatabase()];
    const ask = async (url: string, sql: string) => (await withClient(url, (client) => client.query(sql))).rows[0];
    await withClient(one.ownerUrl, (client) => client.query('CREATE TABLE only_here (n int)'));
    await expect(ask(other.ownerUrl, 'SELECT n FROM only_here')).rejects.toThrow('does not exist');
    expect(Number((await ask(one.appUrl, 'SELECT count(*) AS n FROM organizations')).n)).toBeGreaterThan(0);

    await one.stopClock('2027-02-05T09:00:00+07:00');
    expect((await ask(one.appUrl, 'SELECT accord_now() AS now')).now).toEqual(new Date('2027-02-05T02:00:00Z'));
    await other.shiftClock(86_400_000);
    const { shift } = await ask(other.appUrl, 'SELECT extract(epoch FROM accord_now() - now()) AS shift');
    expect(Math.round(Number(shift) / 60)).toBe(1440);

    for (const database of [one, other]) await database.drop();
    await expect(ask(one.appUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});
