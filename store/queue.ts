/**
 * One queue per proposal in this process: commands on one case run one after the other instead of losing the race for
 * its version against each other. Other processes are held off by the version alone.
 */
export interface Queue {
  /** Whether something of this key is running or waiting. */
  isBusy(key: string): boolean;
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

export function createQueue(): Queue {
  const last = new Map<string, Promise<unknown>>();
  return {
    isBusy: (key) => last.has(key),
    run(key, work) {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
      const settled = turn.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, settled);
      void settled.then(() => {
        if (last.get(key) === settled) last.delete(key);
      });
      return turn;
    },
  };
}
