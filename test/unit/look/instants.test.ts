import { createInstants, dayInWords } from '../../../locales/instants';
import { chooseLanguage, LANGUAGES } from '../../../locales/languages';
import { loadTexts } from '../../../locales/texts';

const instants = createInstants(loadTexts());
const AT = '2027-04-22T10:00:00Z';

describe('an instant as a person reads it', () => {
  test.each(LANGUAGES)('in %s it has day, time and the offset of its zone', (language) => {
    const said = instants.full(language, AT, 'Asia/Yangon');
    const digits = new Intl.NumberFormat(language === 'my' ? 'my-u-nu-mymr' : 'en', { minimumIntegerDigits: 2 });
    expect(said).toContain(`${digits.format(16)}:${digits.format(30)}`);
    expect(said).toContain(`UTC+${digits.format(6).slice(-1)}:${digits.format(30)}`);
    expect(said).toContain(digits.format(22));
  });

  test('Thai counts Buddhist years', () => {
    expect(instants.full('th', AT, 'Asia/Bangkok')).toContain('2570');
    expect(instants.full('en', AT, 'Asia/Bangkok')).toContain('2027');
  });

  test('Burmese has its own digits', () => {
    expect(instants.full('my', AT, 'Asia/Yangon')).toMatch(/၂၀၂၇/);
    expect(instants.full('my', AT, 'Asia/Yangon')).not.toMatch(/[0-9]/);
  });

  test('the zone has its name where the language has one, and always the offset', () => {
    expect(instants.zone('zh', AT, 'Asia/Shanghai')).toBe('北京时间，UTC+8');
    expect(instants.zone('en', AT, 'Asia/Ho_Chi_Minh')).toBe('Ha Noi time, UTC+7');
    expect(instants.zone('vi', AT, 'Asia/Ho_Chi_Minh')).toBe('UTC+7');
    expect(instants.zone('en', AT, 'Europe/Paris')).toBe('UTC+2');
    expect(instants.zone('en', '2027-01-22T10:00:00Z', 'Europe/Paris')).toBe('UTC+1');
  });

  test('one instant is another day elsewhere', () => {
    expect(instants.short('en', '2027-04-22T17:15:00Z', 'Asia/Shanghai')).toContain('23 April 2027');
    expect(instants.short('en', '2027-04-22T17:15:00Z', 'UTC')).toContain('22 April 2027');
  });

  test('a day of a calendar is the same everywhere', () => {
    expect(dayInWords('en', '2027-04-13', { day: 'numeric', month: 'long' })).toBe('13 April');
  });
});

test.each([
  [['zh-Hant-TW', 'en'], 'zh'],
  [['fr', 'vi-VN'], 'vi'],
  [[undefined, 'TH'], 'th'],
  [['fr'], 'en'],
  [[], 'en'],
])('of %j the language is %s', (preferred, chosen) => {
  expect(chooseLanguage(preferred)).toBe(chosen);
});
