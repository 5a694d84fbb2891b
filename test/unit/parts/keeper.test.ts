import { Keeper } from '../../../bin/parts/keeper';
import type { RunningPart } from '../../../bin/parts/part';
import { isRunning, launch } from '../../../bin/parts/processes';

// A real process that does nothing stands for a part.
async function idle(script = 'setInterval(() => {}, 1000)'): Promise<RunningPart> {
  const launched = await launch(process.execPath, ['-e', script], { env: {}, log: '/dev/null' });
  return { name: 'Idle', launched, signal: 'SIGTERM', stop: async () => void launched.child.kill('SIGTERM') };
}

function keeperOf(start: () => Promise<RunningPart>) {
  const said: string[] = [];
  const parts: RunningPart[] = [];
  let heard: () => void = () => undefined;
  const keeper = new Keeper({
    name: 'Idle',
    start: async (onLaunch) => {
      const part = await start();
      onLaunch(part.launched, part.signal);
      parts.push(part);
      return part;
    },
    tell: (line) => {
      said.push(line);
      heard();
    },
    onLaunch: () => undefined,
    onEnd: () => undefined,
  });
  const hears = async (word: string) => {
    while (!said.some((line) => line.includes(word))) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  return { keeper, said, parts, hears };
}

describe('a kept part', () => {
  test('is started again when it ends by itself, and says so', async () => {
    const { keeper, said, parts, hears } = keeperOf(() => idle());
    await keeper.start();
    parts[0]?.launched.child.kill('SIGKILL');
    await hears('is back');
    expect(said).toEqual(['Idle is gone (ended by SIGKILL); starting it again in 0.5 s', 'Idle is back']);
    expect(parts.map((part) => isRunning(part.launched))).toEqual([false, true]);
    await keeper.stop();
    await parts[1]?.launched.exited;
    expect(said).toHaveLength(2);
  });

  test('is not started again once it was stopped, not even in the pause before', async () => {
    const { keeper, parts, hears } = keeperOf(() => idle());
    await keeper.start();
    parts[0]?.launched.child.kill('SIGKILL');
    await hears('is gone');
    await keeper.stop();
    expect(parts).toHaveLength(1);
  });

  test('waits longer each time it fails', async () => {
    let starts = 0;
    const { keeper, said, parts, hears } = keeperOf(async () => {
      starts += 1;
      if (starts === 2) throw new Error('the port is taken');
      return idle();
    });
    await keeper.start();
    parts[0]?.launched.child.kill('SIGKILL');
    await hears('is back');
    expect(said).toEqual([
      'Idle is gone (ended by SIGKILL); starting it again in 0.5 s',
      'the port is taken',
      'Idle is gone (it did not start); starting it again in 1 s',
      'Idle is back',
    ]);
    await keeper.stop();
  });

  test('fails to its caller when it fails at the first start', async () => {
    const { keeper } = keeperOf(async () => {
      throw new Error('there is no program');
    });
    await expect(keeper.start()).rejects.toThrow('there is no program');
    await keeper.stop();
  });
});
