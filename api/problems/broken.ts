/**
 * Retry or give up, decided in one place: what was thrown, as the refusal its caller is told. A 5xx never shows
 * its cause. A caller who is told 503 may repeat the request with the same key, whatever had become of it.
 */
import { UncanonicalValue } from '../../store/canonical';
import { Refused } from '../http/route';

/** SQLSTATEs after which the same request may well succeed: connections, resources, timeouts, shutdowns. */
const PASSING_STATES = /^(08|53|57|58)|^(40001|40P01|55P03|25P03)$/;
const PASSING_ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** What `pg` throws without a code when a connection ends or none is to be had. */
const PASSING_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Query read timeout)/;

const RETRY_AFTER_SECONDS = '2';

type Thrown = Readonly<{
  name?: unknown;
  code?: unknown;
  message?: unknown;
  syscall?: unknown;
  type?: unknown;
  status?: unknown;
  errors?: unknown;
}>;

/** What a caller is told of something thrown; null where it is a bug or a broken part, hence 500. Pure. */
export function refusedFrom(thrown: unknown): Refused | null {
  if (thrown instanceof Refused) return thrown;
  if (thrown instanceof UncanonicalValue) return new Refused({ code: thrown.code, pointer: thrown.pointer });
  if (typeof thrown !== 'object' || thrown === null) return null;
  if ((thrown as Thrown).name === 'InvalidCursor') return invalidCursor();
  if ((thrown as Thrown).name === 'StateTooLarge')
    return new Refused({ code: 'TooLarge', facts: { most: '64 KiB of state' } });
  if (isPassing(thrown)) return new Refused({ code: 'ServiceBusy' }, [], { 'Retry-After': RETRY_AFTER_SECONDS });
  return fromBodyParser(thrown);
}

function invalidCursor(): Refused {
  const refusal = { code: 'ValidationFailed' as const, pointer: '/cursor', facts: {} };
  return new Refused(refusal, [{ ...refusal, hint: 'a cursor is taken from `next` of the page before' }]);
}

/** Whether the same request may well succeed in a moment. Pure. */
export function isPassing(thrown: Thrown): boolean {
  if (thrown.name === 'StoreBusy') return true;
  const code = typeof thrown.code === 'string' ? thrown.code : '';
  if (/^[0-9A-Z]{5}$/.test(code) && PASSING_STATES.test(code)) return true;
  // A socket of PostgreSQL that is not there; any other missing file is ours.
  if (PASSING_ERRNOS.has(code) || (code === 'ENOENT' && thrown.syscall === 'connect')) return true;
  // Node gives one error for all addresses of a name.
  if (Array.isArray(thrown.errors)) return thrown.errors.length > 0 && thrown.errors.every(isPassing);
  return typeof thrown.message === 'string' && PASSING_MESSAGES.test(thrown.message);
}

/** The errors of Express and its body reader have a type or a status and nothing that may be shown. */
function fromBodyParser({ type, status }: Thrown): Refused | null {
  switch (type) {
    case 'entity.too.large':
      return new Refused({ code: 'TooLarge', facts: { most: '1 MiB' } });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Refused({ code: 'UnsupportedMediaType', facts: { allowed: ['application/json'] } });
    case 'request.aborted':
    case 'request.size.invalid':
      return new Refused({ code: 'MalformedJson' });
    default:
      // An address that cannot be decoded.
      return status === 400 ? new Refused({ code: 'NotFound' }) : null;
  }
}
