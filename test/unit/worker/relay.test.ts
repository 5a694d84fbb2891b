import { pauseAfter } from '../../../worker/mail/backoff';
import { meaningOf } from '../../../worker/mail/relay';

const failure = (message: string, facts: object): Error => Object.assign(new Error(message), facts);

test.each([
  ['an unknown mailbox', { responseCode: 550, command: 'RCPT TO' }, 'never'],
  ['a mail that is too large', { responseCode: 552, command: 'DATA' }, 'never'],
  ['a greylisted mailbox', { responseCode: 451, command: 'RCPT TO' }, 'later'],
  ['a full mailbox', { responseCode: 452, command: 'DATA' }, 'later'],
  ['a connection that breaks in the middle of a mail', { code: 'ESOCKET', command: 'DATA' }, 'later'],
  ['a relay that closes', { responseCode: 421, command: 'MAIL FROM' }, 'away'],
  ['a relay that refuses the connection', { code: 'ESOCKET', command: 'CONN' }, 'away'],
  ['a relay that does not know us', { responseCode: 535, command: 'AUTH PLAIN' }, 'away'],
  ['a name that is not found', { code: 'EDNS' }, 'away'],
])('%s: %o means %s', (what, facts, because) => {
  expect(meaningOf(failure(what, facts))).toEqual({ sent: false, because, reason: what });
});

test('a mail is tried for a day, ever more rarely, and then given up', () => {
  const pauses = Array.from({ length: 20 }, (_, i) => pauseAfter(i + 1)).filter((ms) => ms !== null);
  expect(pauses.slice(0, 5)).toEqual([60_000, 300_000, 1_800_000, 7_200_000, 21_600_000]);
  expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
  const hours = pauses.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(22);
  expect(hours).toBeLessThanOrEqual(24);
  expect(pauseAfter(pauses.length + 1)).toBeNull();
});
