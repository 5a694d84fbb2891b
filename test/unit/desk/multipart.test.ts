/** Forms with a file, cut into pieces at every place. */
import { boundaryOf, type FormFile, readMultipart } from '../../../api/desk/multipart';

const BOUNDARY = '----WebKitFormBoundaryABC';
const part = (head: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const form = (...parts: readonly string[]) => Buffer.from(`${parts.join('')}--${BOUNDARY}--\r\n`);

async function* cut(body: Buffer, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += length) yield body.subarray(at, at + length);
}

async function read(body: Buffer, length = body.length, isTaken = true) {
  const files: { field: string; name: string; text: string; before: object }[] = [];
  const onFile = async ({ field, name, content }: FormFile, before: object) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) {
      pieces.push(piece);
      if (!isTaken) break;
    }
    files.push({ field, name, text: isTaken ? Buffer.concat(pieces).toString() : '', before: { ...before } });
  };
  return { fields: await readMultipart(cut(body, length), BOUNDARY, onFile), files };
}

const CONTENT = `%PDF-1.7\r\n--${BOUNDARY.slice(0, 10)}\r\n\r\nเอกสาร\r\n`;
const WHOLE = form(
  part('name="nonce"', 'n1'),
  part('name="inside"', 'two\r\nlines'),
  part('name="empty"', ''),
  part('name="file"; filename="công văn %221%22.pdf"\r\nContent-Type: application/pdf', CONTENT),
  part('name="after"', 'ตาม'),
);

it('reads texts and a file, however the pieces are cut', async () => {
  for (let length = 1; length <= WHOLE.length; length += 1) {
    expect(await read(WHOLE, length)).toEqual({
      fields: { nonce: 'n1', inside: 'two\r\nlines', empty: '', after: 'ตาม' },
      files: [
        {
          field: 'file',
          name: 'công văn "1".pdf',
          text: CONTENT,
          before: { nonce: 'n1', inside: 'two\r\nlines', empty: '' },
        },
      ],
    });
  }
});

it('reads on behind a file that was not taken to its end', async () => {
  for (let length = 1; length <= WHOLE.length; length += 1) {
    expect((await read(WHOLE, length, false)).fields.after).toBe('ตาม');
  }
});

it('knows a file that nobody chose', async () => {
  const body = form(
    part('name="file"; filename=""\r\nContent-Type: application/octet-stream', ''),
    part('name="a"', 'b'),
  );
  expect(await read(body)).toEqual({ fields: { a: 'b' }, files: [] });
});

it('takes the first of two fields of one name', async () => {
  expect((await read(form(part('name="a"', '1'), part('name="a"', '2')))).fields).toEqual({ a: '1' });
});

it.each([
  ['a form that ends in the middle of a text', WHOLE.subarray(0, 120), 'UploadCut'],
  ['a form that ends in a file', WHOLE.subarray(0, 330), 'UploadCut'],
  ['no form at all', Buffer.from('words'), 'UploadCut'],
  ['a part without a name', form(part('filename="x"', '')), 'ValidationFailed'],
  ['texts beyond all measure', form(part('name="a"', 'x'.repeat(300_000))), 'TooLarge'],
  ['a head beyond all measure', form(part(`name="${'x'.repeat(5_000)}"`, '')), 'TooLarge'],
  ['parts beyond all measure', form(...Array.from({ length: 201 }, (_, n) => part(`name="f${n}"`, ''))), 'TooLarge'],
])('refuses %s', async (_, body, code) => {
  await expect(read(body)).rejects.toMatchObject({ refusal: { code } });
});

it.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
  ['Multipart/Form-Data;boundary=abc', 'abc'],
  ['application/x-www-form-urlencoded', null],
  ['multipart/mixed; boundary=abc', null],
  ['multipart/form-data', null],
  [undefined, null],
])('%s has the boundary %s', (type, boundary) => {
  expect(boundaryOf(type)).toBe(boundary);
});
