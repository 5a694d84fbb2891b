import { readConfig } from '../../../worker/config';

const needed = {
  DATABASE_URL: 'postgres://app@127.0.0.1/accord',
  REDIS_URL: 'redis://127.0.0.1',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SMTP_URL: 'smtp://127.0.0.1:1025',
};
const production = {
  ...needed,
  NODE_ENV: 'production',
  ACCORD_SECRET: 'x'.repeat(40),
  ACCORD_BASE_URL: 'https://accord.example/',
  ACCORD_MAIL_FROM: 'Accord <accord@accord.example>',
};

test('the defaults of development are enough beside the addresses of the parts', () => {
  const config = readConfig(needed);
  expect(config).toMatchObject({ isProduction: false, moves: 'commit', trackQueues: null, endsWithParent: false });
  expect(Object.isFrozen(config)).toBe(true);
});

test('everything that is missing is named at once, and empty means unset', () => {
  const start = () => readConfig({ DATABASE_URL: '', SMTP_URL: 'mail.example' });
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'TEMPORAL_ADDRESS']) expect(start).toThrow(name);
  expect(start).toThrow('SMTP_URL: write a URL that begins with smtp:// or smtps://');
});

test('no message shows the value of a secret', () => {
  expect(() => readConfig({ ...needed, ACCORD_SECRET: 'short and secret' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('short and secret') }),
  );
});

test.each([
  ['a secret of its own', { ACCORD_SECRET: '' }, /ACCORD_SECRET/],
  ['links that begin with https', { ACCORD_BASE_URL: 'http://accord.example' }, /ACCORD_BASE_URL/],
  ['a sender', { ACCORD_MAIL_FROM: '' }, /ACCORD_MAIL_FROM/],
  ['the addresses of the directory', { ACCORD_MAIL_OVERRIDE: 'me@here.example' }, /ACCORD_MAIL_OVERRIDE/],
])('production needs %s', (_what, change, message) => {
  expect(() => readConfig({ ...production, ...change })).toThrow(message);
});

test('production with all that it needs is read, the base address without its last slash', () => {
  expect(readConfig(production)).toMatchObject({ isProduction: true, baseUrl: 'https://accord.example' });
});
