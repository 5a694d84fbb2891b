/** Days as registrars type them: every script's digits, both eras, and nothing that is no day. */
import { readDay } from '../../../api/desk/day';

const read = (text: string) => {
  const [day = '', month = '', year = ''] = text.split('/');
  return readDay({ day, month, year });
};

describe('what is a day', () => {
  it.each([
    ['27/3/2026', '2026-03-27'],
    ['01/01/2026', '2026-01-01'],
    ['31/12/2026', '2026-12-31'],
    ['29/2/2028', '2028-02-29'],
    ['27/3/2569', '2026-03-27'],
    ['1/1/2513', '1970-01-01'],
    ['31/12/2399', '2399-12-31'],
    ['31/12/2699', '2156-12-31'],
    ['1/1/2700', '2700-01-01'],
    ['29/2/2571', '2028-02-29'],
    ['๒๗/๓/๒๕๖๙', '2026-03-27'],
    ['២៧/៣/២០២៦', '2026-03-27'],
    ['໒໗/໓/໒໐໒໖', '2026-03-27'],
    ['၂၇/၃/၂၀၂၆', '2026-03-27'],
    ['２７/３/２０２６', '2026-03-27'],
  ])('%s is %s', (typed, date) => {
    expect(read(typed)).toEqual({ date });
  });
});

describe('what is none', () => {
  it.each([
    ['//', 'Missing'],
    ['27//2026', 'Incomplete'],
    ['/3/2026', 'Incomplete'],
    ['27/3/', 'Incomplete'],
    ['30/2/2026', 'Unreal'],
    ['29/2/2026', 'Unreal'],
    ['29/2/2569', 'Unreal'],
    ['31/4/2026', 'Unreal'],
    ['0/3/2026', 'Unreal'],
    ['32/3/2026', 'Unreal'],
    ['1/13/2026', 'Unreal'],
    ['1/0/2026', 'Unreal'],
    ['27/3/26', 'Unreal'],
    ['27/3/69', 'Unreal'],
    ['27/3/02026', 'Unreal'],
    ['27/March/2026', 'Unreal'],
    ['-1/3/2026', 'Unreal'],
    ['1e1/3/2026', 'Unreal'],
    ['27.5/3/2026', 'Unreal'],
    ['27/3/0026', 'Unreal'],
    ['31/12/2512', 'Unreal'],
  ])('%s: %s', (typed, fault) => {
    expect(read(typed)).toEqual({ fault });
  });
});
