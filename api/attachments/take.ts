/**
 * Takes a file in, piece by piece, before anything is asked of the record.
 *
 * 1. Memory holds one piece at a time; the rest lies in a temporary file that has no name any more once it is open, so
 *    that nothing of it is left however this process ends.
 * 2. Nothing is written to the record before the last byte is here and has been looked at: an upload that is cut, too
 *    large or of a wrong kind was never there.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from '../http/route';

const PIECE_BYTES = 256 * 1024;

/** A file that is whole, to be read at any place and closed in the end. */
export type TakenFile = Readonly<{
  sha256: string;
  bytes: number;
  /** What stands at a place; shorter at the end of the file. */
  read(at: number, length: number): Promise<Buffer>;
  /** All of it in order, as often as asked for. */
  pieces(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}>;

export type Incoming = Readonly<{ content: AsyncIterable<Uint8Array>; declaredBytes: number | null }>;

/** Takes a file of at most so many bytes. Throws `Refused` with TooLarge, EmptyFile, or what the content throws. */
export async function takeFile({ content, declaredBytes }: Incoming, most: number): Promise<TakenFile> {
  if ((declaredBytes ?? 0) > most) throw tooLarge(most, declaredBytes ?? 0);
  const handle = await nameless();
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of content) {
      bytes += piece.byteLength;
      if (bytes > most) throw tooLarge(most, bytes);
      hash.update(piece);
      await handle.writeFile(piece);
    }
    if (bytes === 0) throw new Refused({ code: 'EmptyFile' });
    return takenFile(handle, hash.digest('hex'), bytes);
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** `given` counts what had come when it was too much, where no length was declared. */
const tooLarge = (most: number, given: number): Refused => new Refused({ code: 'TooLarge', facts: { most, given } });

async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `accord-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

function takenFile(handle: FileHandle, sha256: string, bytes: number): TakenFile {
  const read = async (at: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  return {
    sha256,
    bytes,
    read,
    async *pieces() {
      for (let at = 0; at < bytes; at += PIECE_BYTES) yield await read(at, PIECE_BYTES);
    },
    close: () => handle.close(),
  };
}
