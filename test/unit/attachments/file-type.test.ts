import fc from 'fast-check';
import { FILE_TYPES, typeOf } from '../../../api/attachments/file-type';
import { contentOf, entriesOf } from '../../../api/attachments/zip';
import { Refused } from '../../../api/http/route';
import { DOCX_MAIN, docx, openDocument, packageOf, pdf, png, taken, XLSX_MAIN, zipOf } from './archives';

/** The type, or the code of the refusal. */
async function found(content: Buffer | string, name: string, pieceBytes?: number): Promise<string> {
  try {
    return await typeOf(taken(content, pieceBytes), name);
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return thrown.refusal.code;
  }
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const UTF16 = Buffer.from('\ufeffname,country', 'utf16le');

describe('what is taken', () => {
  it.each<[string, string, Buffer | string, string]>([
    ['PDF', 'a.pdf', pdf(), 'application/pdf'],
    ['PNG', 'a.png', png(), 'image/png'],
    ['JPEG', 'a.JPEG', Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg'],
    ['TIFF of Intel', 'scan.tif', Buffer.from('49492a0008000000', 'hex'), 'image/tiff'],
    ['TIFF of Motorola', 'scan.tiff', Buffer.from('4d4d002a00000008', 'hex'), 'image/tiff'],
    ['text', 'a.txt', 'Xin chào\r\n\tข้อความ\n', 'text/plain'],
    ['text with a byte order mark', 'a.txt', '\ufeff文本', 'text/plain'],
    ['one letter', 'a.txt', 'a', 'text/plain'],
    ['a table', 'a.csv', 'name,country\n广州,CN\n', 'text/csv'],
    ['a Word file', '协议.docx', docx(), `${OOXML}.wordprocessingml.document`],
    ['an Excel file', 'a.xlsx', packageOf(XLSX_MAIN), `${OOXML}.spreadsheetml.sheet`],
    ['OpenDocument text', 'a.odt', openDocument('text'), 'application/vnd.oasis.opendocument.text'],
    ['an OpenDocument table', 'a.ods', openDocument('spreadsheet'), 'application/vnd.oasis.opendocument.spreadsheet'],
  ])('%s', async (_, name, content, type) => {
    expect(await found(content, name)).toBe(type);
  });

  it('is found in text however its pieces fall', async () => {
    for (const bytes of [1, 2, 3, 7]) expect(await found('广州与清迈 ข้อความ', 'a.txt', bytes)).toBe('text/plain');
  });
});

describe('what is not taken', () => {
  it.each<[string, string, Buffer | string]>([
    ['HTML', 'a.html', '<!doctype html><p>'],
    ['HTML called text', 'a.txt', ' \n\t<HTML><script>alert(1)</script>'],
    ['HTML behind a byte order mark', 'a.txt', '\ufeff<html>'],
    ['SVG', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['SVG called PNG', 'a.png', '<?xml version="1.0"?><svg/>'],
    ['a script', 'a.txt', '#!/bin/sh\nrm -rf /'],
    ['RTF', 'a.rtf', '{\\rtf1 }'],
    ['PostScript', 'a.txt', '%!PS-Adobe-3.0'],
    ['a program of Windows', 'a.exe', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
    ['a program of Linux', 'a.pdf', Buffer.from('7f454c460201010000', 'hex')],
    ['an old office file', 'a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a GIF', 'a.gif', Buffer.from('47494638396101000100800000', 'hex')],
    ['PDF behind something else', 'a.pdf', Buffer.concat([Buffer.from([0]), pdf()])],
    ['bytes that are no UTF-8', 'a.txt', Buffer.from([0x61, 0xff, 0x62])],
    ['text that ends within a letter', 'a.txt', Buffer.from('文').subarray(0, 2)],
    ['text of another encoding', 'a.csv', UTF16],
    ['text with a NUL', 'a.txt', 'a\u0000b'],
    ['text with an escape', 'a.txt', 'a\u001b[31m'],
    ['a plain archive', 'a.zip', zipOf([{ name: 'a.txt', content: 'a' }])],
    ['an archive called Word file', 'a.docx', zipOf([{ name: 'word/document.xml', content: '<w/>' }])],
    ['a program for Java', 'a.jar', zipOf([{ name: 'META-INF/MANIFEST.MF', content: 'Main-Class: A' }])],
    ['a template of Word', 'a.docx', packageOf(DOCX_MAIN.replace('.document.', '.template.'))],
    ['two main parts', 'a.docx', packageOf(DOCX_MAIN, [], `<Override ContentType="${XLSX_MAIN}"/>`)],
    ['types that hide behind an entity', 'a.docx', packageOf(DOCX_MAIN, [], '<Default ContentType="m&#97;cro"/>')],
    ['a package cut short', 'a.docx', docx().subarray(0, -1)],
    ['a package with something behind it', 'a.docx', Buffer.concat([docx(), Buffer.from('MZ')])],
    ['a package with a name twice', 'a.docx', docx([{ name: '_RELS/.rels', content: '' }])],
    ['an encrypted part', 'a.docx', docx([{ name: 'word/document.xml', content: 'x', flags: 1 }])],
    [
      'a part under two names',
      'a.odt',
      zipOf([{ name: 'mimetype', localName: 'mimetypo', content: `${'x'}`, stored: true }]),
    ],
    ['an e-book', 'a.odt', zipOf([{ name: 'mimetype', content: 'application/epub+zip', stored: true }])],
  ])('%s', async (_, name, content) => {
    expect(await found(content, name)).toBe('UnsupportedType');
  });

  it.each<[string, string, Buffer]>([
    ['a Word file with macros', 'a.docm', packageOf('application/vnd.ms-word.document.macroEnabled.main+xml')],
    [
      'macros called by another name',
      'a.docx',
      packageOf(DOCX_MAIN, [], '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
    ],
    ['a part of macros', 'a.docx', docx([{ name: 'word/VBAPROJECT.bin', content: 'x' }])],
    ['a sheet of macros', 'a.xlsx', packageOf(XLSX_MAIN, [{ name: 'xl/macrosheets/sheet1.xml', content: 'x' }])],
    ['a control', 'a.docx', docx([{ name: 'word/activeX/activeX1.xml', content: 'x' }])],
    ['macros of OpenDocument', 'a.odt', openDocument('text', [{ name: 'Basic/Standard/Module1.xml', content: 'x' }])],
    ['scripts of OpenDocument', 'a.odt', openDocument('text', [{ name: 'Scripts/python/a.py', content: 'x' }])],
  ])('%s: it holds something that acts', async (_, name, content) => {
    expect(await found(content, name)).toBe('ActiveContent');
  });

  it('a list of types that unpacks to more than a mebibyte', async () => {
    const types = `<Override ContentType="${DOCX_MAIN}"/>`;
    const ofSize = (bytes: number) => packageOf(DOCX_MAIN, [], types + ' '.repeat(bytes));
    expect(await found(ofSize(1_000_000), 'a.docx')).toBe(`${OOXML}.wordprocessingml.document`);
    expect(await found(ofSize(1_100_000), 'a.docx')).toBe('UnsupportedType');
  });
});

describe('a name that says something else than the content', () => {
  it.each<[string, Buffer | string]>([
    ['letter.exe', pdf()],
    ['letter.pdf.exe', pdf()],
    ['letter', pdf()],
    ['page.html', 'just text'],
    ['photo.png', Buffer.from('ffd8ffe0', 'hex')],
    ['table.xlsx', docx()],
    ['a.docm', docx()],
  ])('%s is refused', async (name, content) => {
    expect(await found(content, name)).toBe('FileNameMisleads');
  });
});

describe('the list', () => {
  it('holds nothing that a browser or a system would run', () => {
    const types = Object.keys(FILE_TYPES);
    expect(types.filter((type) => /html|svg|xml$|script|octet|macro/i.test(type))).toEqual([]);
    const endings = Object.values(FILE_TYPES).flat();
    expect(new Set(endings).size).toBe(endings.length);
  });
});

describe('an archive of which anything may be broken', () => {
  const whole = docx([{ name: 'word/document.xml', content: '<w:document/>'.repeat(50) }]);
  const seed = Number(process.env.ACCORD_SEED ?? Date.now() % 2 ** 31);
  const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.integer({ min: 0, max: 255 }) });
  const broken = fc.record({ changes: fc.array(change, { maxLength: 8 }), length: fc.nat(whole.length) });

  it(`is told from a sound one and throws nothing (seed ${seed})`, async () => {
    const judged = async ({ changes, length }: { changes: { at: number; to: number }[]; length: number }) => {
      const bytes = Buffer.from(whole);
      for (const { at, to } of changes) bytes[at] = to;
      const file = taken(bytes.subarray(0, length));
      for (const entry of (await entriesOf(file)) ?? []) {
        const content = await contentOf(file, entry, 10_000);
        expect(content === null || content.length <= 10_000).toBe(true);
      }
    };
    await fc.assert(fc.asyncProperty(broken, judged), { seed, numRuns: 500 });
  });

  it('has its content read where it is sound', async () => {
    const file = taken(whole);
    const entries = (await entriesOf(file)) ?? [];
    expect(entries.map((e) => e.name)).toEqual(['[Content_Types].xml', '_rels/.rels', 'word/document.xml']);
    const [last] = entries.slice(-1);
    expect(last && (await contentOf(file, last, 10_000))?.toString()).toBe('<w:document/>'.repeat(50));
    expect(last && (await contentOf(file, last, 100))).toBeNull();
  });
});
