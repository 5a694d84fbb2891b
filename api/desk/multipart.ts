/**
 * Reads a form that may carry a file (RFC 7578, as browsers write it), piece by piece.
 *
 * 1. Texts are few and short, and are kept in memory; a file goes to whoever takes it and is never whole here.
 * 2. Whoever takes a file may stop before its end: the rest is passed over, so that what stands behind it is read.
 * 3. A file that nobody has chosen arrives as an empty one without a name, and is none.
 */
import { Refused } from '../http/route';

export type FormFile = Readonly<{ field: string; name: string; content: AsyncIterable<Uint8Array> }>;
/** Told of a file with the fields that stood before it. */
export type OnFile = (file: FormFile, before: Readonly<Record<string, string>>) => Promise<void>;

const TEXTS_AT_MOST = 256 * 1024;
const PARTS_AT_MOST = 200;
const HEAD_AT_MOST = 4 * 1024;

const BREAK = Buffer.from('\r\n');
const HEAD_ENDS = Buffer.from('\r\n\r\n');

/** The boundary that a content type names, or null where it is no such form. Pure. */
export function boundaryOf(contentType: string | undefined): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType ?? '')) return null;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '') ?? [];
  return quoted ?? plain ?? null;
}

/** The texts of a form. Throws `Refused`: UploadCut, ValidationFailed, TooLarge, or what `onFile` throws. */
export async function readMultipart(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  onFile: OnFile,
): Promise<Record<string, string>> {
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first mark has no line before it.
  const pieces = new Pieces(body, BREAK);
  await pieces.skip(mark);
  const fields: Record<string, string> = {};
  let room = TEXTS_AT_MOST;
  for (let n = 0; !(await isEnd(pieces)); n += 1) {
    if (n === PARTS_AT_MOST) throw new Refused({ code: 'TooLarge' });
    const { field, file } = headOf(await pieces.text(HEAD_ENDS, HEAD_AT_MOST));
    if (file === null) {
      const text = await pieces.text(mark, room);
      room -= Buffer.byteLength(text);
      fields[field] ??= text;
      continue;
    }
    const content = new Part(pieces, mark);
    if (file !== '') await onFile({ field, name: file, content }, fields);
    await content.skipRest();
  }
  return fields;
}

/** Two hyphens after a mark end the form; otherwise a line ends there and a part begins. */
async function isEnd(pieces: Pieces): Promise<boolean> {
  const two = await pieces.take(2);
  if (two.equals(BREAK)) return false;
  if (two.toString('latin1') === '--') return true;
  throw unreadable();
}

const unreadable = (): Refused => new Refused({ code: 'ValidationFailed' });

/** Browsers write quotes and line ends of names as percents, and all else as it is (HTML, section 4.10.21.8). */
function headOf(head: string): Readonly<{ field: string; file: string | null }> {
  const [line = ''] = /^content-disposition:[^\r\n]*$/im.exec(head) ?? [];
  const named = (name: string) => new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(line)?.[1] ?? null;
  const field = named('name');
  if (field === null) throw unreadable();
  return { field, file: named('filename')?.replaceAll('%22', '"') ?? null };
}

/** What of a body has come and is not read yet. */
class Pieces {
  private readonly source: AsyncIterator<Uint8Array>;

  constructor(
    body: AsyncIterable<Uint8Array>,
    private held: Buffer,
  ) {
    this.source = body[Symbol.asyncIterator]();
  }

  async more(): Promise<void> {
    const { done, value } = await this.source.next();
    if (done) throw new Refused({ code: 'UploadCut' });
    this.held = Buffer.concat([this.held, value]);
  }

  async take(length: number): Promise<Buffer> {
    while (this.held.length < length) await this.more();
    const taken = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    return taken;
  }

  /** What has come before a mark; null where nothing but the mark is left, which is then passed. */
  async before(mark: Buffer): Promise<Buffer | null> {
    for (;;) {
      const at = this.held.indexOf(mark);
      if (at === 0) {
        this.held = this.held.subarray(mark.length);
        return null;
      }
      // The end of what is held may be the beginning of a mark.
      const safe = at > 0 ? at : this.held.length - mark.length + 1;
      if (safe > 0) return this.take(safe);
      await this.more();
    }
  }

  async skip(mark: Buffer): Promise<void> {
    while ((await this.before(mark)) !== null);
  }

  async text(mark: Buffer, most: number): Promise<string> {
    const read: Buffer[] = [];
    let bytes = 0;
    for (let piece = await this.before(mark); piece !== null; piece = await this.before(mark)) {
      bytes += piece.length;
      if (bytes > most) throw new Refused({ code: 'TooLarge', facts: { most, given: bytes } });
      read.push(piece);
    }
    return Buffer.concat(read).toString('utf8');
  }
}

/** The content of one file, to be read once, to its end or not. */
class Part implements AsyncIterable<Uint8Array> {
  private isOver = false;

  constructor(
    private readonly pieces: Pieces,
    private readonly mark: Buffer,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (!this.isOver) {
      const piece = await this.pieces.before(this.mark);
      if (piece === null) this.isOver = true;
      else yield piece;
    }
  }

  async skipRest(): Promise<void> {
    if (!this.isOver) await this.pieces.skip(this.mark);
    this.isOver = true;
  }
}
