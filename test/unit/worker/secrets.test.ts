import { createSecrets } from '../../../store/review-secrets';

const secrets = createSecrets('a secret of the tests, longer than it must be');
const other = createSecrets('another secret of the tests, as long as it is');
const ID = '01890000-0000-7000-8000-00000000000a';

test('a link has 256 bits of token and 80 bits of place, and the code eight digits', () => {
  expect(Buffer.from(secrets.tokenFor(ID), 'base64url')).toHaveLength(32);
  expect(secrets.refFor('ballot', 'seat', 'person')).toMatch(/^[a-z2-7]{16}$/);
  const codes = Array.from({ length: 2_000 }, (_, i) => secrets.codeFor(`${ID}${i}`));
  expect(codes.every((code) => /^\d{8}$/.test(code))).toBe(true);
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  expect(new Set(codes).size).toBeGreaterThan(1_990);
});

test('what is derived depends on the secret and on every part of what it is for', () => {
  expect(other.tokenFor(ID)).not.toBe(secrets.tokenFor(ID));
  expect(other.codeFor(ID)).not.toBe(secrets.codeFor(ID));
  const refs = [
    secrets.refFor('a', 'b', 'c'),
    secrets.refFor('ab', '', 'c'),
    secrets.refFor('a', 'bc', ''),
    secrets.refFor('a', 'b', 'd'),
    other.refFor('a', 'b', 'c'),
  ];
  expect(new Set(refs).size).toBe(refs.length);
});

test('a code is right however its digits are parted, and nothing else is', () => {
  const code = secrets.codeFor(ID);
  const parted = `${code.slice(0, 4)} ${code.slice(4)}`;
  expect(secrets.matchesCode(ID, code)).toBe(true);
  expect(secrets.matchesCode(ID, parted)).toBe(true);
  const wrong = code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  for (const given of [wrong, '', `${code}0`, code.slice(1)]) expect(secrets.matchesCode(ID, given)).toBe(false);
  expect(secrets.matchesCode(`${ID}b`, code)).toBe(false);
});

test('a token is right as it stands', () => {
  const token = secrets.tokenFor(ID);
  expect(secrets.matchesToken(ID, token)).toBe(true);
  for (const given of ['', `${token}A`, token.toUpperCase(), secrets.codeFor(ID)]) {
    expect(secrets.matchesToken(ID, given)).toBe(false);
  }
});
