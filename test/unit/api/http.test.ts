import { readConfig } from '../../../api/config';
import { startOf } from '../../../api/deadlines/routes';
import { stateOfPart } from '../../../api/health/checks';
import { entityTagOf, isNoneMatch } from '../../../api/http/entity-tag';
import { languageOf } from '../../../api/http/language';
import { hashOfBody, idempotencyKeyOf } from '../../../api/http/repeatable';
import { Refused } from '../../../api/http/route';
import { isPassing, refusedFrom } from '../../../api/problems/broken';
import { caseNumber } from '../../../api/proposals/number';
import { StoreBusy } from '../../../store/patience';

describe('the reader’s language', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh', 'zh'],
    ['zh-Hant-HK, en;q=0.9', 'zh'],
    ['fr, th;q=0.8, en;q=0.9', 'en'],
    ['en;q=0, vi', 'vi'],
    ['en;q=0.1, my;q=0.2', 'my'],
    ['*', 'en'],
    ['nonsense;;q=x,,', 'en'],
    ['KM-kh', 'km'],
  ])('of %j is %s', (header, language) => {
    expect(languageOf({ headers: header === undefined ? {} : { 'accept-language': header } })).toBe(language);
  });
});

describe('an entity tag', () => {
  const tag = entityTagOf('{"a":1}');
  it.each([
    [undefined, false],
    [tag, true],
    [`W/${tag}`, true],
    [`"other", ${tag}`, true],
    ['"other"', false],
    ['*', true],
  ])('is met by %j: %s', (header, met) => {
    expect(isNoneMatch(header, tag)).toBe(met);
  });
});

describe('what was thrown', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code });
  it.each<[string, unknown, string | null]>([
    ['a busy record', new StoreBusy(), 'ServiceBusy'],
    ['a refused connection', withCode('ECONNREFUSED'), 'ServiceBusy'],
    ['a server that shuts down', withCode('57P01'), 'ServiceBusy'],
    ['too many connections', withCode('53300'), 'ServiceBusy'],
    ['a lock timeout', withCode('55P03'), 'ServiceBusy'],
    [
      'all addresses of a name refused',
      new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
      'ServiceBusy',
    ],
    ['a pool that waits too long', new Error('timeout exceeded when trying to connect'), 'ServiceBusy'],
    ['a syntax error of ours', withCode('42601'), null],
    ['a broken constraint', withCode('23505'), null],
    ['a missing file of ours', withCode('ENOENT'), null],
    ['a bug', new TypeError('x is not a function'), null],
    ['a word', 'broken', null],
    ['nothing', undefined, null],
    ['a refusal', new Refused({ code: 'NotFound' }), 'NotFound'],
    ['a body that is too large', { type: 'entity.too.large', status: 413 }, 'TooLarge'],
    ['an address that cannot be decoded', { status: 400 }, 'NotFound'],
  ])('%s', (_, thrown, code) => {
    expect(refusedFrom(thrown)?.refusal.code ?? null).toBe(code);
  });

  it('of errors that pass, all have to', () => {
    expect(isPassing(new AggregateError([withCode('ECONNREFUSED'), withCode('42601')]))).toBe(false);
  });
});

describe('a key that makes a repetition safe', () => {
  it.each(['a', '9b2d8c1e-0000-4000-8000-000000000000', '~!"#', 'x'.repeat(255)])('may be %s', (key) => {
    expect(idempotencyKeyOf(key)).toBe(key);
  });
  it.each([undefined, '', 'a b', 'é', 'x'.repeat(256), 'a\tb'])('may not be %s', (key) => {
    expect(() => idempotencyKeyOf(key)).toThrow(Refused);
  });
  it('stands for a body, in whatever order it was written', () => {
    expect(hashOfBody({ a: 1, b: [1, 2] })).toBe(hashOfBody({ b: [1, 2], a: 1 }));
    expect(hashOfBody({ a: 1 })).not.toBe(hashOfBody({ a: '1' }));
  });
});

describe('a case number', () => {
  it('holds the year and six digits that nobody can guess from another', () => {
    const numbers = Array.from({ length: 200 }, () => caseNumber('2027-01-01T00:00:00.000Z'));
    for (const number of numbers) expect(number).toMatch(/^AC-2027-[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(new Set(numbers).size).toBeGreaterThan(190);
  });
});

describe('where a deadline is counted from', () => {
  it.each([
    ['2026-04-09', { date: '2026-04-09' }],
    ['2026-04-09T03:00:00Z', { instant: '2026-04-09T03:00:00.000Z' }],
    ['2026-04-09T10:00:00+07:00', { instant: '2026-04-09T03:00:00.000Z' }],
    ['2026-04-09T10:00:00 07:00', { instant: '2026-04-09T03:00:00.000Z' }],
    ['2026-02-30', null],
    ['1969-12-31', null],
    ['2026-04-09T10:00:00', null],
    ['today', null],
    ['', null],
  ])('%s', (text, start) => {
    expect(startOf(text)).toEqual(start);
  });
});

describe('the state of a part', () => {
  it('is up when it answers, down when it fails', async () => {
    expect((await stateOfPart(async () => 1)).state).toBe('up');
    expect((await stateOfPart(() => Promise.reject(new Error('no')))).state).toBe('down');
  });
  it('is down when it does not answer', async () => {
    jest.useFakeTimers();
    const looking = stateOfPart(() => new Promise(() => undefined));
    await jest.advanceTimersByTimeAsync(2_001);
    jest.useRealTimers();
    expect((await looking).state).toBe('down');
  });
});

describe('the configuration', () => {
  const least = { DATABASE_URL: 'postgres://accord@127.0.0.1/accord' };
  const production = {
    ...least,
    NODE_ENV: 'production',
    ACCORD_SECRET: 'a secret of at least thirty-two characters',
    ACCORD_BASE_URL: 'https://accord.example/',
    REDIS_URL: 'redis://127.0.0.1',
  };

  it('needs nothing but the database outside production', () => {
    const config = readConfig(least);
    expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', baseUrl: 'http://127.0.0.1:3000', redisUrl: null });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes empty for unset', () => {
    expect(readConfig({ ...least, ACCORD_PORT: '', REDIS_URL: '' })).toEqual(readConfig(least));
  });

  it('takes production as it should be', () => {
    expect(readConfig(production)).toMatchObject({ isProduction: true, baseUrl: 'https://accord.example', host: null });
  });

  it.each([
    ['DATABASE_URL', { ...least, DATABASE_URL: '' }],
    ['DATABASE_URL', { ...least, DATABASE_URL: 'mysql://x' }],
    ['ACCORD_PORT', { ...least, ACCORD_PORT: '70000' }],
    ['ACCORD_MOVES', { ...least, ACCORD_MOVES: 'magic' }],
    ['ACCORD_SECRET', { ...production, ACCORD_SECRET: '' }],
    ['ACCORD_SECRET', { ...production, ACCORD_SECRET: 'short' }],
    ['ACCORD_BASE_URL', { ...production, ACCORD_BASE_URL: 'http://accord.example' }],
    ['REDIS_URL', { ...production, REDIS_URL: '' }],
  ])('names %s where it is wrong', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(name);
  });
});
