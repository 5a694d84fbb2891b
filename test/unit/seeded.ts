import fc from 'fast-check';

/** A property as a test that prints its seed; ACCORD_SEED repeats a run. */
export function seeded<T>(name: string, arbitrary: fc.Arbitrary<T>, check: (value: T) => void, runs = 500): void {
  const seed = Number(process.env.ACCORD_SEED ?? Date.now() % 2 ** 31);
  it(`${name} (seed ${seed})`, () => {
    fc.assert(fc.property(arbitrary, check), { seed, numRuns: runs });
  });
}
