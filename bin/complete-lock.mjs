// Completes package-lock.json with the platform packages that the registry at hand did not list.
//
// `npm ci` refuses a lock that lacks any optional platform package (`@biomejs/cli-darwin-arm64` and its like), and
// `npm install` writes none that its registry cannot show: behind a partial mirror the two contradict each other
// (npm/cli issues 9342 and 8805). Each missing package is added with the exact version its parent asks for, the
// platform that its name tells and no integrity; npm skips it on other platforms and resolves it on its own.
// Run after every change of dependencies: npm run lock

import { readFileSync, writeFileSync } from 'node:fs';

const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 's390x', 'riscv64', 'x64'];
const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const packages = lock.packages;
const added = [];

for (const parent of Object.values(packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    const platform = platformOf(name);
    if (packages[place] || !platform || !EXACT_VERSION.test(version)) continue;
    packages[place] = { version, ...(parent.dev ? { dev: true } : {}), optional: true, ...platform };
    added.push(`${name}@${version}`);
  }
}

// npm keeps the places sorted; so do we, for a small difference.
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `Added ${added.length} platform packages to package-lock.json.` : 'Nothing to add.');

/** The `os`, `cpu` and `libc` of a platform package by the words of its name, or undefined if it names no platform. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = OS.find((each) => words.includes(each));
  const cpu = CPU.find((each) => words.includes(each));
  if (!os || !cpu) return undefined;
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}
