import { randomInt } from 'node:crypto';
import type { Instant } from '../../domain/time/instant';

/** Crockford's base 32: no letter that is taken for a digit, none that makes words. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A case number that tells nobody how many cases there are: the year of receipt and six random digits. */
export const caseNumber = (receivedAt: Instant): string =>
  `AC-${receivedAt.slice(0, 4)}-${Array.from({ length: 6 }, () => DIGITS[randomInt(DIGITS.length)]).join('')}`;
