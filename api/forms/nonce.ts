/**
 * Page nonces: each form carries one, bound to the session that it was made for, so that a form can only
 * be sent by a page of ours. Made without writing anything, since a GET makes them; what happens once per nonce
 * (a comment, a reply) is seen to by the idempotency key that it becomes.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const mark = (session: string, random: string): string =>
  createHmac('sha256', session).update(`accord/form/nonce/${random}`).digest('base64url');

/** A nonce of a session, another one at each call. `session` is the cookie's value. */
export function createNonce(session: string): string {
  const random = randomBytes(16).toString('base64url');
  return `${random}.${mark(session, random)}`;
}

/** Whether a nonce was made for this session. Pure. */
export function isNonceOf(session: string, nonce: string): boolean {
  const [random = '', given = ''] = nonce.split('.');
  const [a, b] = [Buffer.from(mark(session, random)), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
