// Builds what the pages load: one stylesheet, the fonts with their two lists, the scripts and the pictures.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '../../node_modules');
const WEIGHTS = [400, 700];

/**
 * The script subset of each family. The packages' own lists would also bring a Latin subset of each, which
 * only shadows Noto Sans. `vietnamese` (5 kB) stands after `latin-ext` (56 kB): of two faces whose ranges
 * overlap the later one wins, or a Vietnamese page fetches both.
 */
const SUBSETS = [
  ['noto-sans', ['latin', 'latin-ext', 'vietnamese']],
  ['noto-sans-khmer', ['khmer']],
  ['noto-sans-lao', ['lao']],
  ['noto-sans-myanmar', ['myanmar']],
  ['noto-sans-thai', ['thai']],
];

/** Writes everything below `outDir`, which the server offers as the `assetsUrl` of `createRenderer`. */
export function buildAssets({ outDir }) {
  mkdirSync(join(outDir, 'fonts'), { recursive: true });
  buildStyles(outDir);
  buildFonts(outDir);
  for (const folder of ['scripts', 'pictures']) copyAll(join(here, folder), outDir);
}

function buildStyles(outDir) {
  const { css } = compile(join(here, 'styles/accord.scss'), {
    style: 'compressed',
    loadPaths: [modules],
    quietDeps: true,
  });
  writeFileSync(join(outDir, 'accord.css'), css);
}

function copyAll(from, to) {
  for (const file of readdirSync(from)) copyFileSync(join(from, file), join(to, file));
}

/** `fonts.css` for every page; `fonts-han.css`, long for its hundreds of slices, for pages that show Chinese. */
function buildFonts(outDir) {
  const rest = SUBSETS.flatMap(([family, subsets]) =>
    subsets.flatMap((subset) => facesOf(family).filter((face) => face.subset === subset)),
  );
  // Both weights of a slice side by side: the same long range twice within reach of the compressor.
  const han = facesOf('noto-sans-sc')
    .filter((face) => /^\[?\d+\]?$/.test(face.subset))
    .toSorted((a, b) => a.subset.localeCompare(b.subset));
  if (rest.length === 0 || han.length === 0)
    throw new Error('The font packages are laid out in a new way; see api/look/build.mjs');
  for (const face of [...rest, ...han]) copyFileSync(face.from, join(outDir, 'fonts', face.file));
  writeFileSync(join(outDir, 'fonts.css'), rest.map((face) => face.css).join('\n'));
  writeFileSync(join(outDir, 'fonts-han.css'), han.map((face) => face.css).join('\n'));
}

/** The faces of a family, one for each subset and weight, in the order of the package. */
function facesOf(family) {
  const folder = join(modules, '@fontsource', family);
  return WEIGHTS.flatMap((weight) => {
    const list = readFileSync(join(folder, `${weight}.css`), 'utf8');
    return [...list.matchAll(/\/\* (\S+) \*\/\s*(@font-face \{[^}]+\})/g)].map(([, name, css]) => {
      const file = /files\/([^)]+\.woff2)/.exec(css)?.[1];
      if (!file) throw new Error(`No woff2 file in the face ${name} of @fontsource/${family}`);
      return {
        subset: name.slice(family.length + 1).replace(`-${weight}-normal`, ''),
        file,
        from: join(folder, 'files', file),
        css: css.replace(/src:[^;]+;/, `src: url(fonts/${file}) format('woff2');`).replace(/\s+/g, ' '),
      };
    });
  });
}
