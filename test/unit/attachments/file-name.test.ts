import { fileNameOf } from '../../../api/attachments/file-name';
import { dispositionOf } from '../../../api/http/files';
import { Refused } from '../../../api/http/route';

const named = (name: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;

const refusalOf = (disposition: string | null) => {
  try {
    return { accepted: fileNameOf(disposition) };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return thrown.refusal;
  }
};

describe('a name of a file', () => {
  it.each([
    'letter.pdf',
    '关于建立友好城市关系的意向书.pdf',
    '《合作协议》（草案）.docx',
    'หนังสือแสดงเจตจำนง.pdf',
    'ບົດບັນທຶກ ຄວາມເຂົ້າໃຈ.pdf',
    // Khmer separates words by a zero-width space, Myanmar joins by a joiner.
    'ខេត្ត\u200bសៀមរាប.pdf',
    'မြန်မာ\u200d.pdf',
    'Công hàm số 12 – bản dịch.pdf',
    '2026-06-10 (signed) [final]_v2.PDF',
    "it's 100% fine, really; yes.txt",
  ])('may be %j', (name) => {
    expect(fileNameOf(named(name))).toBe(name);
  });

  it.each([
    ['a path', '../../etc/passwd'],
    ['a path from the root', '/etc/passwd.txt'],
    ['a path of Windows', 'C:\\Users\\me\\letter.pdf'],
    ['a second stream of a file', 'letter.pdf:evil.exe'],
    ['a wildcard', '*.pdf'],
    ['a line break', 'letter\n.pdf'],
    ['a NUL', 'letter.pdf\u0000.exe'],
    ['a control character', 'let\u0007ter.pdf'],
    ['a mark that turns the direction', 'letter\u202efdp.exe'],
    ['an isolate', 'letter\u2066fdp\u2069.exe'],
    ['a mark of right to left', 'letter\u200f.pdf'],
    ['a line separator', 'letter\u2028.pdf'],
    ['a byte order mark', '\ufeffletter.pdf'],
    ['a soft hyphen', 'let\u00adter.pdf'],
    ['a hidden space in a word of Latin letters', 'let\u200bter.pdf'],
    ['a character that is not assigned', 'letter\u{e0001}.pdf'],
    ['a dot in front', '.htaccess'],
    ['dots alone', '..'],
    ['a space in front', ' letter.pdf'],
    ['a dot at the end', 'letter.pdf.'],
    ['a space at the end', 'letter.pdf '],
    ['more than file systems keep', `${'长'.repeat(84)}.pdf`],
  ])('may not hold %s', (_, name) => {
    expect(refusalOf(named(name))).toMatchObject({ code: 'FileNameRefused', pointer: '/Content-Disposition' });
  });

  it('of 255 bytes is the longest', () => {
    const longest = `${'长'.repeat(83)}ab.pdf`;
    expect(Buffer.byteLength(longest)).toBe(255);
    expect(fileNameOf(named(longest))).toBe(longest);
  });

  it('is said back with what cannot be seen made visible', () => {
    expect(refusalOf(named('a\u202efdp.exe'))).toMatchObject({ facts: { given: 'a<U+202E>fdp.exe' } });
  });
});

describe('the header of a name', () => {
  it.each([
    ['attachment; filename="letter 1.pdf"', 'letter 1.pdf'],
    ['attachment; filename=letter.pdf', 'letter.pdf'],
    ['ATTACHMENT;FILENAME="letter.pdf"', 'letter.pdf'],
    ['attachment; filename="a \\"b\\".pdf"', null],
    ['attachment; filename="old.pdf"; filename*=UTF-8\'\'%E6%96%B0.pdf', '新.pdf'],
    ["attachment; filename*=utf-8'zh'%E6%96%B0.pdf; filename=old.pdf", '新.pdf'],
    [null, null],
    ['', null],
    ['attachment', null],
    ['attachment;', null],
    ['inline; filename=letter.pdf', null],
    ['form-data; name="file"; filename="letter.pdf"', null],
    ['attachment; filename="新.pdf"', null],
    ['attachment; filename=a.pdf; filename=b.pdf', null],
    ['attachment; filename="open.pdf', null],
    ["attachment; filename*=UTF-8''%FF%FE.pdf", null],
    ["attachment; filename*=UTF-8''%E6%9.pdf", null],
    ["attachment; filename*=ISO-8859-1''letter.pdf", null],
    ["attachment; filename=good.pdf; filename*=UTF-8''%FF.pdf", null],
    ['attachment; filename=letter.pdf; ;', null],
  ])('%j gives %j', (header, name) => {
    const read = refusalOf(header);
    expect('accepted' in read ? read.accepted : null).toBe(name);
  });

  it.each(['letter.pdf', '《协议》 (1).pdf', "it's 100%.txt", 'ខេត្ត\u200bសៀមរាប.pdf'])(
    'that we write for %j is one that we read',
    (name) => {
      const written = dispositionOf(name);
      expect(written).toMatch(/^[\x20-\x7e]+$/);
      expect(fileNameOf(written)).toBe(name);
    },
  );
});
