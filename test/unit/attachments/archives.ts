/** Small archives for tests, written by hand so that they can be wrong in one place. */
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import type { TakenFile } from '../../../api/attachments/take';

export type Part = Readonly<{
  name: string;
  content: string | Buffer;
  stored?: boolean;
  /** What the local header says where it is not what the directory says. */
  localName?: string;
  flags?: number;
}>;

/** An archive of these parts, in this order. */
export function zipOf(parts: readonly Part[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored = false, localName = name, flags = 0 } of parts) {
    const bytes = Buffer.from(content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const fields = [20, flags, stored ? 0 : 8, 0, 0x21];
    const sizes = [crc32(bytes), packed.length, bytes.length];
    const named = (text: string) => [Buffer.byteLength(text), 0];
    const local = [
      u32(0x04034b50),
      u16(...fields),
      u32(...sizes),
      u16(...named(localName)),
      Buffer.from(localName),
      packed,
    ];
    locals.push(...local);
    directory.push(u32(0x02014b50), u16(20, ...fields), u32(...sizes), u16(...named(name), 0, 0, 0), u32(0, at));
    directory.push(Buffer.from(name));
    at += Buffer.concat(local).length;
  }
  const bytes = Buffer.concat(directory).length;
  const counts = u16(0, 0, parts.length, parts.length);
  const end = [u32(0x06054b50), counts, u32(bytes, at), u16(Buffer.byteLength(comment)), Buffer.from(comment)];
  return Buffer.concat([...locals, ...directory, ...end]);
}

const u16 = (...values: readonly number[]): Buffer =>
  Buffer.concat(values.map((value) => Buffer.from([value & 0xff, value >>> 8])));
const u32 = (...values: readonly number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const four = Buffer.alloc(4);
      four.writeUInt32LE(value);
      return four;
    }),
  );

const OOXML = 'application/vnd.openxmlformats-officedocument';

/** A package whose main part is of a type, with more parts and more types. */
export const packageOf = (main: string, more: readonly Part[] = [], moreTypes = ''): Buffer =>
  zipOf([
    {
      name: '[Content_Types].xml',
      content: `<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="${main}"/>${moreTypes}</Types>`,
    },
    { name: '_rels/.rels', content: '<Relationships/>' },
    ...more,
  ]);

export const DOCX_MAIN = `${OOXML}.wordprocessingml.document.main+xml`;
export const XLSX_MAIN = `${OOXML}.spreadsheetml.sheet.main+xml`;
export const docx = (more: readonly Part[] = []): Buffer => packageOf(DOCX_MAIN, more);

/** An OpenDocument file of a kind, as `text`. */
export const openDocument = (kind: string, more: readonly Part[] = []): Buffer =>
  zipOf([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}`, stored: true },
    { name: 'content.xml', content: '<office:document-content/>' },
    ...more,
  ]);

export const pdf = (text = 'hello'): Buffer => Buffer.from(`%PDF-1.7\n% ${text}\n%%EOF\n`);
export const png = (): Buffer => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** Bytes as a file that was taken in; its pieces are as small as asked for. */
export function taken(content: Buffer | string, pieceBytes = 1_000): TakenFile {
  const bytes = Buffer.from(content);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    read: async (at, length) => bytes.subarray(at, at + length),
    async *pieces() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
    close: async () => undefined,
  };
}
