import { pino } from 'pino';
import { startRounds } from '../../../worker/rounds';

const log = pino({ level: 'silent' });
const turn = () => new Promise((resolve) => setImmediate(resolve));
const LONG_MS = 3_600_000;

test('a call during a round makes another one follow at once', async () => {
  const ends: (() => void)[] = [];
  let began = 0;
  const round = () => {
    began += 1;
    return new Promise<boolean>((resolve) => ends.push(() => resolve(false)));
  };
  const rounds = startRounds({ name: 'test', everyMs: LONG_MS, log, round });
  rounds.wake();
  rounds.wake();
  expect(began).toBe(1);
  ends[0]?.();
  await turn();
  expect(began).toBe(2);
  ends[1]?.();
  await turn();
  expect(began).toBe(2);
  await rounds.stop();
});

test('a round that did as much as one may do is followed by the next', async () => {
  let left = 3;
  const rounds = startRounds({ name: 'test', everyMs: LONG_MS, log, round: async () => --left > 0 });
  await turn();
  await rounds.stop();
  expect(left).toBe(0);
});

test('a round that fails is tried again, and hints do not make it a busy one', async () => {
  let tries = 0;
  const round = async () => {
    tries += 1;
    await turn();
    if (tries < 3) throw new Error('away');
    return false;
  };
  const rounds = startRounds({ name: 'test', everyMs: 20, log, round });
  rounds.wake();
  await turn();
  await turn();
  expect(tries).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(tries).toBeGreaterThanOrEqual(3);
  await rounds.stop();
});

test('stop waits for the round in hand and lets no other begin', async () => {
  let end: () => void = () => undefined;
  let began = 0;
  const round = () => {
    began += 1;
    return new Promise<boolean>((resolve) => {
      end = () => resolve(true);
    });
  };
  const rounds = startRounds({ name: 'test', everyMs: 1, log, round });
  let isStopped = false;
  const stopped = rounds.stop().then(() => {
    isStopped = true;
  });
  await turn();
  expect(isStopped).toBe(false);
  end();
  await stopped;
  expect(began).toBe(1);
});
