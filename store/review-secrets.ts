/**
 * What a link and its answer code are made of, derived from ids by HMAC and never stored.
 *
 * 1. The same id gives the same secret in every process that has ACCORD_SECRET: a mail can be sent again
 *    with the same link, and a database that is read gives no working link away.
 * 2. Each kind has a key of its own (HKDF, RFC 5869), so that no value of one kind is ever one of another.
 * 3. A `ref` only locates: it is the same for every mail to one person about one seat of one ballot.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export type ReviewSecrets = Readonly<{
  /** The locator in a link: 16 characters of base32 (80 bits), one per ballot, seat and person. Pure. */
  refFor(ballot: string, seat: string, person: string): string;
  /** The token after the `#`: 256 bits as base64url. Pure. */
  tokenFor(delivery: string): string;
  /** The answer code printed below the link: 8 digits. Pure. */
  codeFor(delivery: string): string;
  /** Compares in constant time. Pure. */
  matchesToken(delivery: string, token: string): boolean;
  /** Compares in constant time; spaces and hyphens that people type between digits do not count. Pure. */
  matchesCode(delivery: string, code: string): boolean;
}>;

const CODE_SPACE = 100_000_000n;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const SEPARATORS = /[\s\u00a0-]+/g;

/** Derives refs, tokens and answer codes from one secret of the instance. */
export function createSecrets(secret: string): ReviewSecrets {
  const keyOf = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'accord/review', purpose, 32));
  const [refKey, tokenKey, codeKey] = [keyOf('ref'), keyOf('token'), keyOf('code')];
  const refFor = (ballot: string, seat: string, person: string) =>
    base32(hmac(refKey, JSON.stringify([ballot, seat, person])).subarray(0, 10));
  const tokenFor = (delivery: string) => hmac(tokenKey, delivery).toString('base64url');
  // 64 bits modulo 10^8: the bias is below one in 10^11.
  const codeFor = (delivery: string) =>
    (hmac(codeKey, delivery).readBigUInt64BE() % CODE_SPACE).toString().padStart(8, '0');
  return {
    refFor,
    tokenFor,
    codeFor,
    matchesToken: (delivery, token) => sameText(tokenFor(delivery), token),
    matchesCode: (delivery, code) => sameText(codeFor(delivery), code.replaceAll(SEPARATORS, '')),
  };
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** RFC 4648 base32 in small letters, for a number of bytes that five divides. */
function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    for (held += 8; held >= 5; held -= 5) text += BASE32.charAt((bits >> (held - 5)) & 31);
    bits &= (1 << held) - 1;
  }
  return text;
}
