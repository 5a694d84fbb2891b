import {
  addMilliseconds,
  compareInstants,
  dateOf,
  dayNumber,
  epochMs,
  instantOf,
  isoWeekday,
  parseInstant,
} from '../../../domain/time/instant';

describe('a moment written by somebody else', () => {
  test.each([
    ['2026-04-09T03:00:00Z', '2026-04-09T03:00:00.000Z'],
    ['2026-04-09T10:00+07:00', '2026-04-09T03:00:00.000Z'],
    ['2026-04-09T09:30:00.25+06:30', '2026-04-09T03:00:00.250Z'],
    ['2026-04-09T03:00:00.9999Z', '2026-04-09T03:00:00.999Z'],
  ])('%s is read as %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  test.each(['', 'tomorrow', '2026-04-09', '2026-04-09T03:00:00', '2026-02-30T03:00:00Z', '1969-12-31T23:59:59Z'])(
    '%j is refused with what was given and what is allowed',
    (text) => {
      expect(() => parseInstant(text)).toThrow(`Not a moment: ${JSON.stringify(text)}. Write date, time and zone`);
    },
  );
});

test('an instant in any but its one written form is a bug', () => {
  for (const wrong of ['2026-04-09T03:00:00Z', '2026-04-09T03:00:00.000+00:00', '2026-02-30T00:00:00.000Z', 'x']) {
    expect(() => epochMs(wrong)).toThrow(RangeError);
  }
  expect(() => instantOf(Number.NaN)).toThrow(RangeError);
  expect(() => instantOf(Date.UTC(10_000, 0, 1))).toThrow('from 1970 to 9999');
});

test('instants are compared and moved by milliseconds', () => {
  const [early, late] = ['2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z'];
  expect([compareInstants(early, late), compareInstants(late, early), compareInstants(late, late)]).toEqual([-1, 1, 0]);
  expect([addMilliseconds(early, 1), addMilliseconds(late, -1)]).toEqual([late, early]);
});

test('days are counted from 1970 and weeks begin on Monday', () => {
  expect([dayNumber('1970-01-01'), dayNumber('2026-04-09'), dateOf(20_552)]).toEqual([0, 20_552, '2026-04-09']);
  expect(['1970-01-01', '2026-04-06', '2026-04-12'].map((date) => isoWeekday(dayNumber(date)))).toEqual([4, 1, 7]);
});

test.each(['2026-02-29', '2026-4-9', '2026-04-09T00:00:00.000Z', 'today', ''])('%j is no date', (date) => {
  expect(() => dayNumber(date)).toThrow(`Not a date: ${JSON.stringify(date)}`);
});
