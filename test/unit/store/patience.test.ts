import { AGAIN, StoreBusy, tryUntil } from '../../../store/patience';

const failing = (facts: object) => Object.assign(new Error('failed'), facts);
const soon = () => Date.now() + 5_000;

/** Runs trials that end as listed, one after the other; gives the last result and how many there were. */
async function trials(...ends: unknown[]) {
  let n = 0;
  const result = await tryUntil(soon(), async () => {
    const end = ends[n];
    n += 1;
    if (end instanceof Error) throw end;
    return end;
  });
  return { result, n };
}

describe('a command', () => {
  it('is tried again when somebody else was faster', async () => {
    expect(await trials(AGAIN, AGAIN, 'done')).toEqual({ result: 'done', n: 3 });
  });

  it.each(['40001', '40P01', '55P03', '57014', '53300', '57P01', '57P03', '08006', 'ECONNREFUSED', 'ECONNRESET'])(
    'is tried again after %s',
    async (code) => {
      expect(await trials(failing({ code }), 'done')).toEqual({ result: 'done', n: 2 });
    },
  );

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])(
    'is tried again after "%s"',
    async (message) => {
      expect(await trials(new Error(message), 'done')).toEqual({ result: 'done', n: 2 });
    },
  );

  it.each(['23505', '42501', '22P02', '42P01', undefined])(
    'is not tried again after %p, which is a bug',
    async (code) => {
      await expect(trials(failing({ code }), 'done')).rejects.toThrow('failed');
    },
  );

  it('is given up as busy when its time is over, with the cause for the log', async () => {
    const cause = failing({ code: '55P03' });
    const busy = tryUntil(Date.now() + 30, async () => {
      throw cause;
    });
    await expect(busy).rejects.toMatchObject({ name: 'StoreBusy', cause, retryAfterSeconds: 2 });
    await expect(tryUntil(Date.now() - 1, async () => 'too late')).rejects.toThrow(StoreBusy);
  });
});
