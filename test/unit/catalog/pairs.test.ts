/** The register of real pairs: what the sources say, and nothing that the directory contradicts. */
import { join } from 'node:path';
import { loadCatalogue } from '../../../catalog/load';
import { readFile } from '../../../catalog/read';
import { pairsFile } from '../../../catalog/shapes';

const { countries, directory, instruments } = loadCatalogue();
const root = join(__dirname, '../../../catalog');
const { pairs } = readFile(root, 'pairs.json', pairsFile);
const partners = pairs.flatMap(({ a, b }) => [a, b]);

test('there are thirty-six, each between two of the six countries', () => {
  expect(pairs).toHaveLength(36);
  expect(partners.filter((p) => countries[p.country] === undefined)).toEqual([]);
  expect(pairs.filter(({ a, b }) => a.country === b.country)).toEqual([]);
});

test('a partner that the directory knows is a local government of its country', () => {
  const known = partners.filter((p) => p.organization !== null);
  expect(known.length).toBeGreaterThan(40);
  const wrong = known.filter((p) => {
    const found = directory.organizations[p.organization ?? ''];
    return found?.country !== p.country || !found.roles.includes('local-government');
  });
  expect(wrong).toEqual([]);
});

test('a side names a signing by an instrument of the catalogue, and only a side of that pair does', () => {
  const calls = pairs.flatMap(({ a, b, calls }) =>
    Object.entries(calls).map(([iso, instrument]) => ({ sides: [a.country, b.country], iso, instrument })),
  );
  expect(calls.length).toBeGreaterThan(0);
  const keys = instruments.map((i) => i.key);
  expect(calls.filter(({ sides, iso, instrument }) => !sides.includes(iso) || !keys.includes(instrument))).toEqual([]);
});

test('Guangzhou and Chiang Mai signed on one day what each side names differently', () => {
  const found = pairs.filter(({ a, b }) => a.organization === 'cn-guangzhou' && b.organization === 'th-chiang-mai');
  expect(found.map(({ date, calls }) => ({ date, calls }))).toEqual([
    { date: '2024-03-31', calls: { CN: 'letter-of-intent', TH: 'memorandum-of-understanding' } },
  ]);
});

test.each([
  ['1999', true],
  ['2009-05', true],
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['2009-13', false],
  ['about 1983', false],
])('the date %s is one: %p', (date, accepted) => {
  const [pair] = pairs;
  const file = { source: 'A test', verifiedBy: null, verifiedOn: null, pairs: [{ ...pair, date }] };
  expect(pairsFile.safeParse(file).success).toBe(accepted);
});
