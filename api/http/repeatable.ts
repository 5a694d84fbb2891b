import { canonicalize, sha256 } from '../../store/canonical';
import { Refused } from './route';

/** The Idempotency-Key of a request: 1 to 255 visible ASCII characters. Throws `Refused`. Pure. */
export function idempotencyKeyOf(header: string | undefined): string {
  if (header !== undefined && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new Refused({ code: 'IdempotencyKeyMissing', facts: { allowed: '1 to 255 visible ASCII characters' } });
}

/** Two bodies are the same when their canonical JSON is, in whatever order and spacing they were written. Pure. */
export const hashOfBody = (body: unknown): string => sha256(canonicalize(body));
