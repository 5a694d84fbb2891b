/** What is wrong with a file of the catalogue is told by file and place. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '../../../catalog/load';
import { CatalogueFault } from '../../../catalog/read';

type Json = Record<string, unknown>;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'accord-catalog-'));
  cpSync(join(__dirname, '../../../catalog'), root, { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function broken(file: string, change: (content: Json) => void): readonly (readonly [string, string])[] {
  const path = join(root, file);
  const content = JSON.parse(readFileSync(path, 'utf8')) as Json;
  change(content);
  writeFileSync(path, JSON.stringify(content));
  return faults();
}

function faults(): readonly (readonly [string, string])[] {
  try {
    loadCatalogue(root);
    return [];
  } catch (error) {
    if (error instanceof CatalogueFault) return error.faults.map(({ file, pointer }) => [file, pointer]);
    throw error;
  }
}

const at = (content: unknown, ...path: (string | number)[]): Json =>
  path.reduce<unknown>((value, key) => (value as Json)[key], content) as Json;

test('the files as they are have no fault', () => {
  expect(faults()).toEqual([]);
});

test('the message names every fault with its file and place', () => {
  writeFileSync(join(root, 'areas.json'), '{ "areas": [');
  expect(() => loadCatalogue(root)).toThrow(/1 fault\(s\):\n {2}areas\.json at the root: cannot be read as JSON/);
});

const cn = 'countries/cn';
const vietnamese = (id: string): number => {
  const files = JSON.parse(readFileSync(join(__dirname, '../../../catalog/countries/vn/organizations.json'), 'utf8'));
  return (files.organizations as { id: string }[]).findIndex((o) => o.id === id);
};

test.each<[string, string, (content: Json) => void, string]>([
  ['an unknown field', `${cn}/country.json`, (c) => Object.assign(c, { flag: 'x' }), '/flag'],
  ['a missing source', `${cn}/country.json`, (c) => Object.assign(c, { source: '' }), '/source'],
  ['a place that is taken', 'countries/th/country.json', (c) => Object.assign(c, { order: 1 }), '/order'],
  ['a unit of another country', `${cn}/country.json`, (c) => Object.assign(c, { unit: 'th-mlc-unit' }), '/unit'],
  ['a calendar of another country', `${cn}/calendar.json`, (c) => Object.assign(c, { country: 'KH' }), '/country'],
  [
    'a day that does not exist',
    `${cn}/calendar.json`,
    (c) => Object.assign(at(c, 'worked'), { '2026-02-30': { name: 'x', confirmed: true } }),
    '/worked/2026-02-30',
  ],
  ['no closed profile', `${cn}/profiles.json`, (c) => (c as unknown as unknown[]).shift(), ''],
  [
    'an unknown instrument',
    `${cn}/profiles.json`,
    (c) => Object.assign(at(c, 1), { instruments: ['treaty'] }),
    '/1/instruments/0',
  ],
  [
    'an unknown name',
    `${cn}/profiles.json`,
    (c) => Object.assign(at(c, 1), { calls: { minutes: 'treaty' } }),
    '/1/calls/minutes',
  ],
  [
    'an unsound profile',
    `${cn}/profiles.json`,
    (c) => Object.assign(at(c, 0), { steps: [at(c, 0, 'steps', 0), { ...at(c, 0, 'steps', 0), key: 'second' }] }),
    '/0/steps',
  ],
  [
    'an office twice',
    `${cn}/organizations.json`,
    (c) => Object.assign(at(c, 'organizations', 1), { id: 'cn-lmc-secretariat' }),
    '/organizations/1',
  ],
  [
    'a parent that does not exist',
    `${cn}/organizations.json`,
    (c) => Object.assign(at(c, 'organizations', 2), { parent: 'cn-nothing' }),
    '/organizations/2/parent',
  ],
  [
    'a parent abroad',
    `${cn}/organizations.json`,
    (c) => Object.assign(at(c, 'organizations', 2), { parent: 'th-moi' }),
    '/organizations/2/parent',
  ],
  [
    'a level that is none',
    `${cn}/organizations.json`,
    (c) => Object.assign(at(c, 'organizations', 2), { level: 'prefecture' }),
    '/organizations/2/level',
  ],
  [
    'a profile for a level that is none',
    `${cn}/profiles.json`,
    (c) => Object.assign(at(c, 1), { levels: ['city', 'prefecture'] }),
    '/1/levels/1',
  ],
  [
    'a successor of an office that stands',
    `${cn}/organizations.json`,
    (c) => Object.assign(at(c, 'organizations', 2), { successorOf: ['cn-cpaffc'] }),
    '/organizations/2/successorOf/0',
  ],
  [
    'a successor of an office abroad',
    `${cn}/organizations.json`,
    (c) => Object.assign(at(c, 'organizations', 2), { successorOf: ['vn-ha-giang'] }),
    '/organizations/2/successorOf/0',
  ],
  [
    'a successor from before the end',
    'countries/vn/organizations.json',
    (c) => {
      const all = at(c, 'organizations') as unknown as Json[];
      Object.assign(all.find((o) => o.id === 'vn-tuyen-quang') ?? {}, { from: '2025-06-30' });
    },
    `/organizations/${vietnamese('vn-tuyen-quang')}/successorOf/0`,
  ],
  [
    'a person of no office',
    `${cn}/people.json`,
    (c) => Object.assign(at(c, 'people', 4), { organization: 'cn-nothing' }),
    '/people/4/organization',
  ],
  [
    'an address that is none',
    `${cn}/people.json`,
    (c) => Object.assign(at(c, 'people', 4), { email: 'desk' }),
    '/people/4/email',
  ],
  [
    'a seat of no office',
    `${cn}/people.json`,
    (c) => Object.assign(at(c, 'seats', 1), { organization: 'cn-nothing' }),
    '/seats/1/organization',
  ],
  [
    'a seat without holder',
    `${cn}/people.json`,
    (c) => Object.assign(at(c, 'seats', 1), { holders: [] }),
    '/seats/1/holders',
  ],
  [
    'a holder from abroad',
    `${cn}/people.json`,
    (c) => Object.assign(at(c, 'seats', 1, 'holders', 0), { person: 'th-moi-fad-desk' }),
    '/seats/1/holders/0/person',
  ],
  [
    'an unsound procedure',
    'procedures/sister-city-agreement.json',
    (c) => Object.assign(at(c, 'stages', 3, 'steps', 0), { rule: { kind: 'any' } }),
    '/stages/3/steps/0/rule/kind',
  ],
  [
    'a procedure for nothing',
    'procedures/sister-city-agreement.json',
    (c) => Object.assign(c, { instruments: ['treaty'] }),
    '/instruments/0',
  ],
  [
    'a procedure in the file of another version',
    'procedures/sister-city-agreement.v2.json',
    (c) => Object.assign(c, { version: 3 }),
    '/key',
  ],
  [
    'an obligation of an unknown country',
    'procedures/sister-city-agreement.v2.json',
    (c) => Object.assign(at(c, 'after', 1), { side: 'XX' }),
    '/after/1/side',
  ],
  [
    'partners for whom nothing known is prepared',
    'procedures/list-project.json',
    (c) => Object.assign(c, { prepares: { instrument: 'treaty' } }),
    '/prepares/instrument',
  ],
  [
    'an instrument twice',
    'instruments.json',
    (c) => Object.assign(at(c, 'instruments', 1), { key: 'letter-of-intent' }),
    '/instruments/1',
  ],
  [
    'an area of no paragraph',
    'areas.json',
    (c) => Object.assign(at(c, 'areas', 0), { paragraph: 13 }),
    '/areas/0/paragraph',
  ],
  [
    'a key for somebody else',
    'demo-keys.json',
    (c) => Object.assign(at(c, 'keys', 0), { person: 'cn-kunming-desk' }),
    '/keys/0/person',
  ],
  [
    'a scope that is not known',
    'demo-keys.json',
    (c) => Object.assign(at(c, 'keys', 0), { scopes: ['everything'] }),
    '/keys/0/scopes/0',
  ],
])('%s is found', (_, file, change, pointer) => {
  expect(broken(file, change)).toContainEqual([file, pointer]);
});
