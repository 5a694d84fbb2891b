/** The codes that are mailed for a sign-in, derived from the mail's id by HMAC and never stored. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Eight digits, and sixteen for somebody whose codes are being guessed. */
export type Digits = 8 | 16;

export type SignInSecrets = Readonly<{
  /** The code of a mail. Pure. */
  codeFor(mail: string, digits: Digits): string;
  /** Compares in constant time; spaces and hyphens that people type between digits do not count. Pure. */
  matches(mail: string, digits: Digits, typed: string): boolean;
}>;

/** A code as it is compared: without what people type between digits. Pure. */
export const digitsOf = (typed: string): string => typed.replaceAll(/[\s\u00a0-]+/g, '');

/** Derives codes from the secret of the instance, under a key of their own (HKDF, RFC 5869). */
export function createSignInSecrets(secret: string): SignInSecrets {
  const key = Buffer.from(hkdfSync('sha256', secret, 'accord/sign-in', 'code', 32));
  const codeFor = (mail: string, digits: Digits): string => {
    const number = createHmac('sha256', key).update(`${digits}/${mail}`).digest().readBigUInt64BE();
    // 64 bits: the bias of 16 digits is below one in a thousand, which helps nobody to guess.
    return (number % 10n ** BigInt(digits)).toString().padStart(digits, '0');
  };
  return {
    codeFor,
    matches: (mail, digits, typed) => {
      const [a, b] = [Buffer.from(codeFor(mail, digits)), Buffer.from(digitsOf(typed))];
      return a.length === b.length && timingSafeEqual(a, b);
    },
  };
}
