/**
 * Looks into an archive (PKWARE APPNOTE 6.3.10, section 4.3) without unpacking it: what its central directory names, and
 * the content of one small entry.
 *
 * Only plain archives are read: one volume, nothing behind the directory, nothing encrypted, no ZIP64, no name twice.
 * What the directory of any other one says, two readers may understand in two ways.
 */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

export type ReadsAt = Readonly<{ bytes: number; read(at: number, length: number): Promise<Buffer> }>;
export type Entry = Readonly<{ name: string; method: number; packed: number; at: number }>;

const END = { signature: 0x06054b50, bytes: 22, commentAtMost: 0xffff };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const DIRECTORY_AT_MOST = 4 * 1024 * 1024;
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const [STORED, DEFLATED] = [0, 8];

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

/** The entries of an archive in their order; null where it is none that is read here. */
export async function entriesOf(file: ReadsAt): Promise<readonly Entry[] | null> {
  const end = await endOf(file);
  if (!end || end.directoryBytes > DIRECTORY_AT_MOST) return null;
  const directory = await file.read(end.directoryAt, end.directoryBytes);
  const entries: Entry[] = [];
  for (let at = 0; at < directory.length; ) {
    const found = centralEntry(directory, at);
    if (!found) return null;
    entries.push(found.entry);
    at = found.next;
  }
  const names = new Set(entries.map((entry) => entry.name.toLowerCase()));
  return entries.length === end.entries && names.size === entries.length ? entries : null;
}

type End = Readonly<{ entries: number; directoryAt: number; directoryBytes: number }>;

async function endOf(file: ReadsAt): Promise<End | null> {
  const length = Math.min(file.bytes, END.bytes + END.commentAtMost);
  const tail = await file.read(file.bytes - length, length);
  for (let at = tail.length - END.bytes; at >= 0; at -= 1) {
    // The comment reaches to the last byte: nothing stands behind the archive.
    if (tail.readUInt32LE(at) !== END.signature || tail.readUInt16LE(at + 20) !== tail.length - at - END.bytes)
      continue;
    const [entries, directoryBytes] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12)];
    const directoryAt = tail.readUInt32LE(at + 16);
    const isOneVolume = tail.readUInt32LE(at + 4) === 0 && tail.readUInt16LE(at + 8) === entries;
    const isClosed = directoryAt + directoryBytes === file.bytes - length + at;
    return isOneVolume && isClosed ? { entries, directoryAt, directoryBytes } : null;
  }
  return null;
}

function centralEntry(directory: Buffer, at: number): Readonly<{ entry: Entry; next: number }> | null {
  if (at + CENTRAL.bytes > directory.length || directory.readUInt32LE(at) !== CENTRAL.signature) return null;
  if ((directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0) return null;
  const nameAt = at + CENTRAL.bytes;
  const nameEnd = nameAt + directory.readUInt16LE(at + 28);
  const next = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  const name = directory.toString('utf8', nameAt, nameEnd);
  const place = { packed: directory.readUInt32LE(at + 20), at: directory.readUInt32LE(at + 42) };
  return { entry: { name, method: directory.readUInt16LE(at + 10), ...place }, next };
}

/** The content of an entry; null where it is larger than `most` or is not what the directory says. */
export async function contentOf(file: ReadsAt, entry: Entry, most: number): Promise<Buffer | null> {
  const head = await file.read(entry.at, LOCAL.bytes);
  if (head.length < LOCAL.bytes || head.readUInt32LE(0) !== LOCAL.signature || entry.packed > most) return null;
  const nameBytes = head.readUInt16LE(26);
  const name = await file.read(entry.at + LOCAL.bytes, nameBytes);
  if (name.toString('utf8') !== entry.name || head.readUInt16LE(8) !== entry.method) return null;
  const packed = await file.read(entry.at + LOCAL.bytes + nameBytes + head.readUInt16LE(28), entry.packed);
  if (packed.length !== entry.packed) return null;
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED) return null;
  return inflate(packed, { maxOutputLength: most }).catch(() => null);
}
