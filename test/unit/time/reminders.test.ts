import { nextReminder, reminderBefore } from '../../../domain/time/reminders';
import { CALENDARS, calendarWith } from './calendars';

/** Bangkok opens at 01:00 UTC; Thursday is 11 June 2026. */
const PLAIN = calendarWith({});

describe('two working days before', () => {
  test.each([
    ['a deadline at the end of Thursday', PLAIN, '2026-06-11T10:00:00.000Z', '2026-06-09T01:00:00.000Z'],
    ['a deadline at 24:00 of Thursday', PLAIN, '2026-06-11T17:00:00.000Z', '2026-06-09T01:00:00.000Z'],
    ['a deadline at the opening of Thursday', PLAIN, '2026-06-11T01:00:00.000Z', '2026-06-08T01:00:00.000Z'],
    ['a deadline just after the opening of Thursday', PLAIN, '2026-06-11T01:00:00.001Z', '2026-06-09T01:00:00.000Z'],
    ['a deadline on Sunday', PLAIN, '2026-06-14T05:00:00.000Z', '2026-06-10T01:00:00.000Z'],
    ['a deadline on Tuesday, over the weekend', PLAIN, '2026-06-16T10:00:00.000Z', '2026-06-12T01:00:00.000Z'],
    ['a deadline in Myanmar after New Year', CALENDARS.MM, '2026-04-23T10:30:00.000Z', '2026-04-10T01:30:00.000Z'],
  ])('%s', (_what, calendar, due, reminder) => {
    expect(reminderBefore(calendar, due, 2)).toBe(reminder);
  });

  test('at least one', () => {
    expect(() => reminderBefore(PLAIN, '2026-06-11T10:00:00.000Z', 0)).toThrow('from 1, not 0');
  });
});

describe('every three working days', () => {
  const OPENED = '2026-06-11T03:00:00.000Z';
  test.each([
    ['the first is three working days after the opening', OPENED, OPENED, '2026-06-16T01:00:00.000Z'],
    ['asked just before, the same', OPENED, '2026-06-16T00:59:59.999Z', '2026-06-16T01:00:00.000Z'],
    ['asked at that instant, the one after it', OPENED, '2026-06-16T01:00:00.000Z', '2026-06-19T01:00:00.000Z'],
    ['missed ones are not made up for', OPENED, '2026-07-01T00:00:00.000Z', '2026-07-02T01:00:00.000Z'],
    ['opened in the evening counts from the next day', '2026-06-11T10:00:00.000Z', OPENED, '2026-06-17T01:00:00.000Z'],
    ['opened on Sunday counts from Monday', '2026-06-14T03:00:00.000Z', OPENED, '2026-06-18T01:00:00.000Z'],
  ])('%s', (_what, openedAt, after, reminder) => {
    expect(nextReminder(PLAIN, openedAt, 3, after)).toBe(reminder);
  });

  test('in the calendar of the seat', () => {
    const next = (country: 'CN' | 'MM') =>
      nextReminder(CALENDARS[country], '2026-04-09T03:00:00.000Z', 3, OPENED.replace('06-11', '04-09'));
    expect([next('CN'), next('MM')]).toEqual(['2026-04-14T00:00:00.000Z', '2026-04-23T01:30:00.000Z']);
  });
});
