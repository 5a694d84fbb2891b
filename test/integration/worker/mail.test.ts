/** Mails: once each, whatever is away, and none to a stranger. Without Temporal, which they do not need. */
import { Redis } from 'ioredis';
import PostalMime from 'postal-mime';
import { createDeliveries } from '../../../store/deliveries';
import { testParts } from '../../parts/parts';
import { BASE_URL, type DeliveryRow, until, WorkerBench } from './bench';
import { quieten } from './quiet';
import { headerOf, TestRelay } from './relay';

jest.setTimeout(120_000);
beforeAll(quieten);

let bench: WorkerBench;
let relay: TestRelay;

beforeEach(async () => {
  bench = await WorkerBench.open();
  relay = await TestRelay.open();
});
afterEach(async () => {
  await bench.close();
  await relay.down();
});

const mailing = (changes: Readonly<Record<string, string>> = {}) =>
  bench.start(['dispatcher', 'mail'], { SMTP_URL: relay.url, ...changes });

const states = async (id: string): Promise<readonly string[]> => (await bench.deliveries(id)).map((d) => d.state);
const allSent = async (id: string): Promise<boolean> => (await states(id)).every((s) => s === 'sent');
const firstOf = async (id: string): Promise<DeliveryRow> => {
  const [row] = await bench.deliveries(id);
  if (!row) throw new Error('No delivery');
  return row;
};

test('each holder of the first seat gets a mail with a link and a code of their own', async () => {
  await mailing();
  const id = await bench.submit();
  await until('all are sent', () => allSent(id));
  const rows = await bench.deliveries(id);
  expect(new Set(rows.map((d) => d.kind))).toEqual(new Set(['request']));
  expect(new Set(rows.map((d) => d.person_id)).size).toBe(rows.length);
  expect(relay.taken).toHaveLength(rows.length);
  for (const row of rows) {
    const mail = relay.taken.find((m) => headerOf(m, 'Message-ID') === row.message_id);
    expect(row.message_id).toBe(`<${row.id}@accord.test>`);
    if (!mail) throw new Error(`No mail ${row.message_id}`);
    const { text = '', html = '', subject = '' } = await PostalMime.parse(mail.raw);
    const link = `${BASE_URL}/review/${bench.secrets.refFor(...(await placeOf(row.id)))}#${bench.secrets.tokenFor(row.id)}`;
    const code = bench.secrets.codeFor(row.id);
    expect(text.replaceAll(/\s/g, '')).toContain(link);
    expect(html).toContain(link);
    expect(text).toContain(`${code.slice(0, 4)} ${code.slice(4)}`);
    expect(subject).not.toContain(code);
    expect(headerOf(mail, 'Auto-Submitted')).toBe('auto-generated');
    expect(headerOf(mail, 'To')).toBe(mail.to);
    expect(mail.raw).not.toContain(id);
  }
});

async function placeOf(delivery: string): Promise<[string, string, string]> {
  const { rows } = await bench.owner.query('SELECT ballot_id, seat_key, person_id FROM deliveries WHERE id = $1', [
    delivery,
  ]);
  return [rows[0].ballot_id, rows[0].seat_key, rows[0].person_id];
}

test('mails of one case and side are one thread, which another side does not share', async () => {
  await mailing();
  const id = await bench.submit();
  await until('the requests are sent', () => allSent(id));
  await bench.carry(id);
  await until('nothing is left', async () => !(await states(id)).includes('queued'));
  const threads = (side: string) =>
    new Set(relay.taken.filter((m) => m.to.includes(`@${side}-`)).map((m) => headerOf(m, 'References')));
  expect([...threads('cn')]).toHaveLength(1);
  expect([...threads('th')]).toHaveLength(1);
  expect([...threads('cn')]).not.toEqual([...threads('th')]);
  expect(relay.taken.every((m) => headerOf(m, 'In-Reply-To') === headerOf(m, 'References'))).toBe(true);
});

test('a mail whose question was closed meanwhile is overtaken and not sent', async () => {
  const id = await bench.submit();
  await bench.answerOne(id);
  await mailing();
  await until('nothing is left', async () => !(await states(id)).includes('queued'));
  const [first] = await bench.deliveries(id);
  expect(first).toMatchObject({ kind: 'request', state: 'overtaken', result: 'the question is closed' });
  expect(relay.taken.some((m) => headerOf(m, 'Message-ID').includes(first?.id ?? ''))).toBe(false);
});

test('a mail to somebody who holds the seat no more is overtaken', async () => {
  const id = await bench.submit();
  const { person_id: person } = await firstOf(id);
  await bench.owner.query("UPDATE holders SET valid_until = '2020-01-01' WHERE person_id = $1", [person]);
  await bench.owner.query('UPDATE catalogue_version SET version = version + 1');
  await mailing();
  await until('nothing is left', async () => !(await states(id)).includes('queued'));
  const rows = await bench.deliveries(id);
  expect(rows.find((d) => d.person_id === person)).toMatchObject({ state: 'overtaken' });
  expect(rows.filter((d) => d.state === 'sent')).toHaveLength(rows.length - 1);
});

test('a relay that is away costs no mail and no try', async () => {
  await mailing();
  const warm = await bench.submit();
  await until('the relay works', () => allSent(warm));
  await relay.down();
  const id = await bench.submit();
  await until(
    'it was tried',
    async () =>
      (await bench.owner.query('SELECT 1 FROM deliveries WHERE proposal_id = $1 AND next_try > created_at', [id]))
        .rowCount !== 0,
  );
  await relay.up();
  await until('all are sent', () => allSent(id));
  const rows = await bench.deliveries(id);
  expect(new Set(rows.map((d) => d.attempts))).toEqual(new Set([0]));
  expect(relay.taken.map((m) => headerOf(m, 'Message-ID'))).toEqual(
    expect.arrayContaining(rows.map((d) => d.message_id)),
  );
});

test('Redis that loses everything costs no mail', async () => {
  const id = await bench.submit();
  const count = (await bench.deliveries(id)).length;
  const dispatcher = await bench.start(['dispatcher']);
  const redis = new Redis(testParts().redisUrl);
  await until('the jobs wait', async () => (await redis.keys(`accord-${bench.instance}:mail:d-*`)).length === count);
  const keys = await redis.keys(`accord-${bench.instance}:*`);
  await redis.del(keys);
  redis.disconnect();
  await bench.start(['mail'], { SMTP_URL: relay.url });
  await until('all are sent', () => allSent(id));
  expect(relay.taken).toHaveLength(count);
  await dispatcher.stop();
});

test('two mail workers send each mail once', async () => {
  relay.behaviour = 'slow';
  await Promise.all([mailing(), mailing()]);
  const ids = await Promise.all(Array.from({ length: 8 }, () => bench.submit()));
  for (const id of ids) await until('all are sent', () => allSent(id));
  const messages = relay.taken.map((m) => headerOf(m, 'Message-ID'));
  const rows = (await Promise.all(ids.map((id) => bench.deliveries(id)))).flat();
  expect([...messages].sort()).toEqual(rows.map((d) => d.message_id).sort());
});

test('a mailbox that is refused for good is a dead letter with the reason', async () => {
  relay.behaviour = 'refuse for good';
  await mailing();
  const id = await bench.submit();
  await until('they are given up', async () => (await states(id)).every((s) => s === 'dead'));
  expect((await firstOf(id)).result).toContain('550');
  expect(relay.taken).toEqual([]);
});

test('a mail that is refused for now is tried again a minute later under the same Message-ID', async () => {
  relay.behaviour = 'refuse for now';
  await mailing();
  const id = await bench.submit();
  await until('it was tried', async () => (await bench.deliveries(id)).every((d) => d.attempts === 1));
  expect(new Set(await states(id))).toEqual(new Set(['queued']));
  relay.behaviour = 'accept';
  await bench.database.shiftClock(61_000);
  await until('all are sent', () => allSent(id));
  const row = await firstOf(id);
  expect(row.message_id).toBe(`<${row.id}@accord.test>`);
});

test('outside production a relay that is not the inbox gets nothing without an override address', async () => {
  const stranger = await TestRelay.open('mail.somewhere.example');
  const strict = await mailing({ SMTP_URL: stranger.url });
  const id = await bench.submit();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(stranger.taken).toEqual([]);
  expect(new Set(await states(id))).toEqual(new Set(['queued']));
  await strict.stop();
  await mailing({ SMTP_URL: stranger.url, ACCORD_MAIL_OVERRIDE: 'developer@here.example' });
  await until('all are sent', () => allSent(id));
  expect(new Set(stranger.taken.map((m) => m.to))).toEqual(new Set(['developer@here.example']));
  expect(stranger.taken.map((m) => headerOf(m, 'To')).join()).toContain('desk@cn-guangzhou-fao.example');
  await stranger.down();
});

test('a claim keeps others away, and who comes back after its lease changes nothing', async () => {
  const id = await bench.submit();
  const deliveries = createDeliveries({ pool: bench.pool });
  const { id: delivery } = await firstOf(id);
  const held = await deliveries.claim(delivery);
  if (!held) throw new Error('Not claimed');
  expect(await deliveries.claim(delivery)).toBeNull();
  expect(await deliveries.due(10)).not.toContain(delivery);
  await bench.owner.query(
    "UPDATE deliveries SET leased_until = clock_timestamp() - interval '1 second' WHERE id = $1",
    [delivery],
  );
  const again = await deliveries.claim(delivery);
  if (!again) throw new Error('Not claimed again');
  expect(await deliveries.recheck(held)).toBeNull();
  await deliveries.sent(held, '<late@example>');
  expect((await firstOf(id)).state).toBe('queued');
  await deliveries.sent(again, '<right@example>');
  expect(await firstOf(id)).toMatchObject({ state: 'sent', message_id: '<right@example>' });
});
