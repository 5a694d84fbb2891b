/**
 * Whether an error says that a part is away or busy, so that the same thing may work later. Everything else is a
 * bug: the same thing fails again.
 */

/** Classes of SQLSTATE (PostgreSQL, appendix A): lost connections, rolled back, out of resources, shutting down. */
const PASSING_CLASSES = ['08', '40', '53', '57', '58'];
/** Lock not available; no connection slot is left under another name; a standby that cannot write yet. */
const PASSING_STATES = ['55P03', '25006'];
/** What `pg` and `pg-pool` throw without any code. */
const PASSING_MESSAGES = /terminat|timeout|timed out|connection error|not queryable|closed|ECONN/i;

/** Pure. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  if (error.name === 'StoreBusy') return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if ('syscall' in error || code?.startsWith('ECONN')) return true;
  if (code !== null && /^[0-9A-Z]{5}$/.test(code)) {
    return PASSING_STATES.includes(code) || PASSING_CLASSES.includes(code.slice(0, 2));
  }
  return error.constructor === Error && PASSING_MESSAGES.test(error.message);
}
