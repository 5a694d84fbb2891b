import { createQueue } from '../../../store/queue';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the queue of one proposal', () => {
  it('runs one thing after the other in the order in which they came, also after a failure', async () => {
    const queue = createQueue();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await later();
      log.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
      return name;
    };
    const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => queue.run('p', work(name))));
    expect(all.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('holds up nobody else', async () => {
    const queue = createQueue();
    const never = queue.run('p', () => new Promise(() => undefined));
    expect(await queue.run('q', async () => 'done')).toBe('done');
    expect(never).toBeInstanceOf(Promise);
  });

  it('is busy until its last work is done, and then forgets its key', async () => {
    const queue = createQueue();
    const [one, two] = [queue.run('p', later), queue.run('p', later)];
    expect(queue.isBusy('p')).toBe(true);
    await Promise.all([one, two]);
    await later();
    expect(queue.isBusy('p')).toBe(false);
  });
});
