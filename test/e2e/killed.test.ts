/**
 * Acknowledged means kept. Each part is killed with -9 while cases run and people answer; afterwards every
 * acknowledged command stands in the record exactly once, every case has ended and every mail has gone out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client, Pool } from 'pg';
import { readInstance } from '../../bin/parts/state';
import { verify } from '../../store/verify';
import { startInstance, type TestInstance } from '../parts/instance';
import { openOffices, statusOf, submitUntilAcknowledged, until } from './cast';

const CASES = 20;
const PARTS = ['api', 'worker', 'mail', 'redis', 'temporal', 'postgresql', 'inbox'] as const;
const ENDED_WITHIN_MS = 6 * 60_000;

/** The hash of the event, as the page of a receipt prints it in any language: 64 digits in groups of four. */
function receiptNumberOn(html: string): string {
  const [printed] = /\b(?:[0-9a-f]{4} ){15}[0-9a-f]{4}\b/.exec(html) ?? [];
  if (!printed) throw new Error('No receipt number on the page');
  return printed.replaceAll(' ', '');
}

describe('every part killed while twenty cases run', () => {
  let folder: string;
  let running: TestInstance;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'accord-killed-'));
    // All offices of this test sit behind one address.
    running = await startInstance(folder, { ACCORD_PAGE_POSTS_PER_MINUTE: '1000000' });
  }, 180_000);

  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const killPart = (name: (typeof PARTS)[number]) => {
    const found = readInstance(folder)?.pids[name];
    if (!found) throw new Error(`No process ${name} among ${Object.keys(readInstance(folder)?.pids ?? {}).join(', ')}`);
    process.kill(found.pid, 'SIGKILL');
  };

  it(
    'loses and doubles nothing',
    async () => {
      const { instance } = running;
      const { api = '', demoKey = '', databaseUrl = '', databaseOwnerUrl = '', redisUrl = '' } = instance;
      const offices = openOffices(instance, () => ({ kind: 'agree' }));
      const titles = Array.from({ length: CASES }, (_, i) => `Killed ${i}`);
      const submitting = Promise.all(titles.map((title) => submitUntilAcknowledged(api, demoKey, title)));
      for (const part of PARTS) {
        await pause(2_500);
        killPart(part);
      }
      const cases = await submitting;
      const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
      redis.on('error', () => undefined);
      await redis.flushall();
      redis.disconnect();
      for (const { id, number } of cases) {
        const agreed = async () => ((await statusOf(api, demoKey, id)) === 'agreed' ? true : null);
        await until(`${number} agreed`, agreed, ENDED_WITHIN_MS);
      }
      await offices.stop();

      const database = new Client({ connectionString: databaseUrl });
      await database.connect();
      database.on('error', () => undefined);
      const count = async (sql: string) => Number((await database.query<{ n: string }>(sql)).rows[0]?.n);
      expect(new Set(cases.map((c) => c.id)).size).toBe(CASES);
      expect(await count('SELECT count(*) AS n FROM proposals')).toBe(CASES);
      expect(await count(`SELECT count(*) AS n FROM events WHERE type = 'Submitted'`)).toBe(CASES);
      expect(await count(`SELECT count(*) AS n FROM events WHERE type = 'Concluded'`)).toBe(CASES);
      // Nine offices are asked in a case, the joint step's four among them; each has answered once.
      const replies = await count(`SELECT count(*) AS n FROM events WHERE type = 'ReplyGiven'`);
      expect(replies).toBe(await count('SELECT count(*) AS n FROM seats_asked WHERE answered'));
      expect(offices.receipts.size).toBeGreaterThan(0);
      // What a person was shown as recorded stands in the record, once.
      const shown = [...offices.receipts.values()].map(receiptNumberOn);
      expect(new Set(shown).size).toBe(shown.length);
      const recorded = await database.query<{ hash: string }>(
        `SELECT hash FROM events WHERE type IN ('ReplyGiven', 'ReplySigned') AND hash = ANY ($1)`,
        [shown],
      );
      expect(recorded.rows.map((row) => row.hash).sort()).toEqual([...shown].sort());
      const queued = () => count(`SELECT count(*) AS n FROM deliveries WHERE state = 'queued'`);
      await until('every mail has gone out', async () => ((await queued()) === 0 ? true : null), 120_000);
      expect(await count(`SELECT count(*) AS n FROM deliveries WHERE state = 'dead'`)).toBe(0);
      const sent = await database.query<{ message_id: string }>(
        `SELECT message_id FROM deliveries WHERE state = 'sent'`,
      );
      await database.end();
      const inbox = (await (await fetch(`${instance.inbox}/api/mails`)).json()) as { messageId: string }[];
      const arrived = new Set(inbox.map((m) => m.messageId));
      expect(sent.rows.filter((row) => !arrived.has(row.message_id))).toEqual([]);
      const pool = new Pool({ connectionString: databaseOwnerUrl });
      expect(await verify(pool)).toMatchObject({ broken: null });
      await pool.end();
    },
    ENDED_WITHIN_MS + 240_000,
  );
});
