/**
 * Canonical JSON (RFC 8785) and the hashes made of it.
 *
 * 1. Object keys stand in the order of their UTF-16 code units, numbers as ECMAScript writes them, no white space.
 * 2. What other systems could read differently is refused with a pointer: NUL, lone surrogates, and integers that a
 *    double does not hold exactly.
 * 3. A property that is undefined is left out, as JSON does; anything that JSON cannot say is a bug and throws.
 *
 * Written here because the npm package for it takes NUL and unsafe integers, and tells no place.
 */
import { createHash, randomBytes } from 'node:crypto';

export type UncanonicalCode = 'ControlCharacter' | 'LoneSurrogate' | 'UnsafeInteger';

/** A value that has no canonical form. `pointer` is a JSON pointer (RFC 6901) to the place. */
export class UncanonicalValue extends Error {
  constructor(
    readonly code: UncanonicalCode,
    readonly pointer: string,
  ) {
    super(`${code} at ${pointer === '' ? 'the root' : pointer}`);
    this.name = 'UncanonicalValue';
  }
}

/** Where a value stands; the pointer is written only when something is wrong there. */
type Place = Readonly<{ parent: Place; key: string | number }> | null;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** The canonical text of a JSON value. Pure. Throws UncanonicalValue. */
export const canonicalize = (value: unknown): string => write(value, null);

function write(value: unknown, place: Place): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, place);
    case 'number':
      return writeNumber(value, place);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map((v, key) => write(v, { parent: place, key })).join(',')}]`;
      return writeObject(value as Record<string, unknown>, place);
    default:
      throw new TypeError(`JSON cannot say a ${typeof value}, found at ${pointerTo(place)}`);
  }
}

function writeString(text: string, place: Place): string {
  if (text.includes('\0')) throw new UncanonicalValue('ControlCharacter', pointerTo(place));
  if (LONE_SURROGATE.test(text)) throw new UncanonicalValue('LoneSurrogate', pointerTo(place));
  return JSON.stringify(text);
}

function writeNumber(number: number, place: Place): string {
  if (!Number.isFinite(number)) throw new TypeError(`JSON cannot say ${number}, found at ${pointerTo(place)}`);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
    throw new UncanonicalValue('UnsafeInteger', pointerTo(place));
  }
  return JSON.stringify(number);
}

function writeObject(object: Record<string, unknown>, place: Place): string {
  const members: string[] = [];
  // The default order of `sort` is that of UTF-16 code units, which is the one RFC 8785 asks for.
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value === undefined) continue;
    const here = { parent: place, key };
    members.push(`${writeString(key, here)}:${write(value, here)}`);
  }
  return `{${members.join(',')}}`;
}

function pointerTo(place: Place): string {
  if (place === null) return '';
  const key = String(place.key).replaceAll('~', '~0').replaceAll('/', '~1');
  return `${pointerTo(place.parent)}/${key}`;
}

/** SHA-256 as 64 small hexadecimal digits. Pure. */
export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** 128 random bits as 32 hexadecimal digits: without them a short text could be guessed from its hash. */
export const newSalt = (): string => randomBytes(16).toString('hex');

/** The salted hash of canonical bytes. Pure. */
export const saltedHash = (salt: string, canonical: string): string => sha256(salt + canonical);

/** A commitment to a text or other JSON value: what the record keeps when the value itself is destroyed. */
export function commitText(body: unknown): { hash: string; salt: string } {
  const salt = newSalt();
  return { hash: saltedHash(salt, canonicalize(body)), salt };
}
