/** Stops the parts that set-up.ts started. */
export default async function tearDown(): Promise<void> {
  await (globalThis as { stopTestParts?: () => Promise<void> }).stopTestParts?.();
}
