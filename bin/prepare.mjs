// Installs and builds what is missing, with nothing but Node: `npm start` and `npm test` begin here on a fresh clone.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const LEAST_NODE = [20, 19];
const ROOMS = ['domain', 'catalog', 'store', 'workflows', 'activities', 'worker', 'api', 'bin', 'prisma', 'locales'];
const SOURCES = ['.ts', '.mjs', '.cjs'];

/**
 * The steps of the build, in order. Each says what it reads (files or folders) and what it must leave; it is skipped
 * while neither has changed, and as long as the first thing it reads is not there. Add yours here.
 */
const STEPS = [
  {
    name: 'database client',
    reads: ['prisma/schema.prisma', 'package-lock.json'],
    leaves: ['prisma/generated'],
    // The schema engine is a download that `generate` does not use; naming any program keeps Prisma from fetching it.
    run: () => call('node_modules/.bin/prisma', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
  },
  {
    name: 'program',
    reads: ['tsconfig.build.json', 'tsconfig.json', 'package-lock.json', 'generated', ...ROOMS],
    only: ['.ts', '.json'],
    leaves: ['dist'],
    run: () => call('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json']),
  },
  {
    // Made here, so that no worker waits for a bundler when it starts.
    name: 'workflow bundle',
    reads: ['workflows', 'package-lock.json'],
    leaves: ['dist/workflows/workflows.bundle.js'],
    run: () => call(process.execPath, ['dist/workflows/bundle.js']),
  },
  {
    // Templates, texts, data and migrations stand beside the code that reads them, in dist/ as in the sources.
    name: 'files beside the program',
    reads: ROOMS,
    except: SOURCES,
    leaves: ['dist'],
    run: () => {
      for (const file of ROOMS.flatMap((room) => filesIn(room))) {
        if (SOURCES.includes(extname(file))) continue;
        mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
        cpSync(join(root, file), join(root, 'dist', file));
      }
    },
  },
  {
    name: 'look of the pages',
    reads: ['api/look', 'package-lock.json'],
    leaves: ['dist/api/assets/accord.css'],
    run: () => {
      const script = "import('./api/look/build.mjs').then((look) => look.buildAssets({ outDir: 'dist/api/assets' }))";
      call(process.execPath, ['-e', script]);
    },
  },
];

/** Refuses a Node that is too old, in words. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  console.error(`Accord needs Node ${LEAST_NODE.join('.')} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs `npm ci` unless what package-lock.json asks for is in node_modules. */
export function install() {
  if (isInstalled()) return;
  console.log('Installing packages (npm ci): a minute or two, once.');
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  call(npm[0], [...npm.slice(1), 'ci', '--loglevel=error'], { NODE_ENV: 'development' });
}

/** npm writes its hidden lock file last, so a broken-off installation has none. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([place, entry]) =>
        place === '' || entry.optional || entry.devOptional || found[place]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

/**
 * Runs the steps whose input changed. With `goOn`, a step that fails is reported and tried again next time: the tests
 * of one folder can run while another does not compile (tsc writes its output all the same).
 */
export function build({ goOn = false } = {}) {
  // Said by whoever has just built, so that the processes of a test run do not all look again.
  if (process.env.ACCORD_BUILT) return;
  const stamps = join(root, 'dist', '.stamps');
  mkdirSync(stamps, { recursive: true });
  for (const step of STEPS) {
    if (!existsSync(join(root, step.reads[0]))) continue;
    const stamp = join(stamps, step.name.replaceAll(' ', '-'));
    const state = fingerprint(step);
    const isDone = existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
    if (isDone && step.leaves.every((path) => existsSync(join(root, path)))) continue;
    const began = Date.now();
    rmSync(stamp, { force: true });
    try {
      step.run();
      writeFileSync(stamp, state);
    } catch (error) {
      if (!goOn) throw error;
      console.error(error.message);
      continue;
    }
    console.log(`Built: ${step.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
}

function fingerprint(step) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of step.reads.flatMap((path) => filesIn(path)).sort()) {
    const kind = extname(file);
    if ((step.only && !step.only.includes(kind)) || step.except?.includes(kind)) continue;
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** The files at or below a path of the checkout, as paths from the checkout. */
function filesIn(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesIn(`${path}/${name}`));
}

/** Runs a program in the checkout and stops with its exit code if it fails. */
function call(command, args, env = {}) {
  const program = command.startsWith('node_modules/') ? join(root, command) : command;
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (result.status === 0) return;
  throw new Error(
    `${command} ${args.join(' ')} ended with ${result.error?.message ?? result.signal ?? `exit code ${result.status}`}`,
  );
}
