/** Temporal may be away: people submit and answer as ever, and the cases go on by themselves once it is back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startInstance, type TestInstance } from '../parts/instance';
import { openOffices, statusOf, submitUntilAcknowledged, until } from './cast';

const AWAY_MS = 60_000;

describe('Temporal away for a minute, with workflows alone driving', () => {
  let folder: string;
  let running: TestInstance;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'accord-away-'));
    running = await startInstance(folder, { ACCORD_MOVES: 'workflow', ACCORD_PAGE_POSTS_PER_MINUTE: '1000000' });
  }, 180_000);

  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it(
    'acknowledges what people do, and carries the cases to their end afterwards',
    async () => {
      const { api = '', demoKey = '', pids } = running.instance;
      const temporal = pids.temporal?.pid ?? 0;
      const offices = openOffices(running.instance, () => ({ kind: 'agree' }));
      const first = await submitUntilAcknowledged(api, demoKey, 'Before');
      await until('somebody has answered', async () => (offices.receipts.size > 0 ? true : null), 60_000);
      // A stopped process holds its connections: worse than one that is gone.
      process.kill(temporal, 'SIGSTOP');
      const began = Date.now();
      const second = await submitUntilAcknowledged(api, demoKey, 'Meanwhile');
      // It was acknowledged while Temporal stood still: it is woken only below.
      expect(await statusOf(api, demoKey, second.id)).toBe('inside');
      await pause(Math.max(0, AWAY_MS - (Date.now() - began)));
      process.kill(temporal, 'SIGCONT');
      for (const { id, number } of [first, second]) {
        const agreed = async () => ((await statusOf(api, demoKey, id)) === 'agreed' ? true : null);
        await until(`${number} agreed`, agreed, 240_000);
      }
      await offices.stop();
    },
    AWAY_MS + 420_000,
  );
});
