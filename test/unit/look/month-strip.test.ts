import { monthStrip } from '../../../api/look/month-strip';

const name = { text: 'Songkran', lang: 'en' };
const day = (date: string) => ({
  date,
  kind: ['2027-04-13', '2027-04-14', '2027-04-15'].includes(date) ? ('holiday' as const) : ('working' as const),
  name: ['2027-04-13', '2027-04-14', '2027-04-15'].includes(date) ? name : null,
});
const daysFrom = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) => day(new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10)));

describe('the strip of days', () => {
  const strip = monthStrip(daysFrom('2027-04-07', 9), '2027-04-09', '2027-04-15');

  test('lies in whole weeks from Monday', () => {
    expect(strip?.weeks.map((week) => week.map((d) => d.date.slice(8)).join(' '))).toEqual([
      '05 06 07 08 09 10 11',
      '12 13 14 15 16 17 18',
    ]);
    expect(strip?.weeks[0]?.map((d) => d.kind)).toEqual([
      'out',
      'out',
      'used',
      'used',
      'working',
      'working',
      'working',
    ]);
  });

  test('marks today and the day it is due', () => {
    const marked = strip?.weeks.flat().filter((d) => d.today || d.due);
    expect(marked?.map(({ date, today, due }) => ({ date, today, due }))).toEqual([
      { date: '2027-04-09', today: true, due: false },
      { date: '2027-04-15', today: false, due: true },
    ]);
  });

  test('names free days that follow one another once', () => {
    expect(strip?.free).toEqual([{ name, from: '2027-04-13', to: '2027-04-15' }]);
  });

  test('begins with the present week when the period is long', () => {
    const long = monthStrip(daysFrom('2027-04-05', 100), '2027-05-05', '2027-07-13');
    expect(long?.weeks).toHaveLength(8);
    expect(long?.weeks[0]?.some((d) => d.today)).toBe(true);
  });

  test('is none without days', () => {
    expect(monthStrip([], '2027-04-09', null)).toBeNull();
  });
});
