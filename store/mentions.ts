/**
 * What an event names that lives apart from the chain: texts and the revision of the content.
 *
 * Read by shape and not by type, so that an event of an older schema version is read as it stands: a text is `{hash}`
 * under one of these names, a revision an object with number and hash.
 */
const TEXTS: ReadonlySet<string> = new Set([
  'statement',
  'inside',
  'text',
  'reason',
  'lacking',
  'signatory',
  'statements',
]);

/** The hashes of all texts that a payload names, at any depth. Pure. */
export function textsOf(payload: unknown): readonly string[] {
  if (Array.isArray(payload)) return payload.flatMap(textsOf);
  if (!isObject(payload)) return [];
  return Object.entries(payload).flatMap(([name, value]) =>
    TEXTS.has(name) ? [value].flat().flatMap((text) => hashOf(text) ?? textsOf(text)) : textsOf(value),
  );
}

const hashOf = (text: unknown): string | null => (isObject(text) && typeof text.hash === 'string' ? text.hash : null);

/** The revision that a payload names as its own, as `Submitted` and `Released` do. Pure. */
export function revisionOf(payload: unknown): Readonly<{ number: number; hash: string }> | null {
  const revision = isObject(payload) ? payload.revision : undefined;
  if (!isObject(revision)) return null;
  const { number, hash } = revision;
  return typeof number === 'number' && typeof hash === 'string' ? { number, hash } : null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
