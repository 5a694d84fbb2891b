import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRenderer, REVIEW_TEMPLATES } from '../../../api/look/render';
import type { ReviewViews } from '../../../api/review/view';
import { pages } from './pages';

const root = join(__dirname, '../../..');
const outDir = mkdtempSync(join(tmpdir(), 'accord-look-'));
const read = (file: string): string => readFileSync(join(outDir, file), 'utf8');

beforeAll(() => {
  const script = `import('./api/look/build.mjs').then((look) => look.buildAssets({ outDir: process.argv[1] }))`;
  const built = spawnSync(process.execPath, ['-e', script, outDir], { cwd: root, encoding: 'utf8' });
  expect({ status: built.status, stderr: built.stderr }).toEqual({ status: 0, stderr: '' });
}, 60_000);

afterAll(() => rmSync(outDir, { recursive: true, force: true }));

test('every file that a page or a style names is there', () => {
  const renderer = createRenderer<ReviewViews>({ viewsDirs: [REVIEW_TEMPLATES], assetsUrl: '/assets' });
  const html = renderer.render('link.njk', pages('zh')['link.njk']);
  const ofPage = [...html.matchAll(/"\/assets\/([^"]+)"/g)].map(([, file]) => file ?? '');
  const ofStyles = ['accord.css', 'fonts.css', 'fonts-han.css'].flatMap((file) =>
    [...read(file).matchAll(/url\(["']?([^"')]+)["']?\)/g)].map(([, url]) => url ?? ''),
  );
  expect(ofPage.length).toBeGreaterThan(3);
  expect(ofStyles.length).toBeGreaterThan(100);
  expect([...ofPage, ...ofStyles].filter((file) => !existsSync(join(outDir, file)))).toEqual([]);
});

test('each script has its faces in both weights, and Vietnamese comes after the long Latin list', () => {
  const fonts = read('fonts.css');
  for (const script of ['latin', 'vietnamese', 'khmer', 'lao', 'myanmar', 'thai']) {
    for (const weight of [400, 700]) expect(fonts).toMatch(new RegExp(`-${script}-${weight}-normal\\.woff2`));
  }
  expect(fonts.indexOf('-vietnamese-400-')).toBeGreaterThan(fonts.indexOf('-latin-ext-400-'));
  expect(fonts).not.toContain('noto-sans-sc');
});

test("the reviewer's page stays below 60 kB compressed, fonts aside, in every language", () => {
  const renderer = createRenderer<ReviewViews>({ viewsDirs: [REVIEW_TEMPLATES], assetsUrl: '/assets' });
  const shared = ['accord.css', 'fonts.css', 'fonts-han.css', 'open-link.js', 'accord.svg', 'tick.svg'].map(read);
  for (const language of ['en', 'zh', 'th', 'my'] as const) {
    const html = renderer.render('case.njk', pages(language)['case.njk']);
    const bytes = [html, ...shared].reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(bytes).toBeLessThan(60_000);
  }
});

test('the styles name no crown, no GDS font and nothing from elsewhere', () => {
  expect(read('accord.css')).not.toMatch(/GDS Transport|crown|url\(["']?https?:/);
  expect(readdirSync(outDir).toSorted()).toEqual([
    'accord.css',
    'accord.svg',
    'fonts',
    'fonts-han.css',
    'fonts.css',
    'open-link.js',
    'stay-signed-in.js',
    'tick.svg',
  ]);
});
