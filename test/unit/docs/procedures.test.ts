/** What docs/procedures.md shows is what the catalogue says, and it names everything that can be written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPLY_KINDS } from '../../../domain/ballot/replies';
import { procedureJsonSchema, profileJsonSchema } from '../../../domain/procedure/json-schema';
import { PROBLEM_CODES } from '../../../domain/procedure/problems';
import { ruleSchema } from '../../../domain/procedure/rule-schema';

const root = join(__dirname, '../../..');
const text = readFileSync(join(root, 'docs/procedures.md'), 'utf8');

type Snippet = Readonly<{ file: string; pointer: string; isPart: boolean; shown: unknown }>;

/** Each block of JSON stands below a line that says of which file and place it is, and whether it leaves fields out. */
const snippets = [...text.matchAll(/(?:<!-- (\S+) (\/\S*)( in part)? -->\n)?```json\n([\s\S]*?)```/g)].map(
  ([, file = '', pointer = '', part, shown = '']): Snippet => ({
    file,
    pointer,
    isPart: part !== undefined,
    shown: JSON.parse(shown),
  }),
);

const valueAt = ({ file, pointer }: Snippet): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown>)[key],
      JSON.parse(readFileSync(join(root, file), 'utf8')),
    );

/** All names of fields that a JSON Schema knows, at whatever depth. */
const fieldsIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: Record<string, unknown> };
  const own = properties && !('$schema' in properties) ? Object.keys(properties) : [];
  return [...own, ...Object.values(schema).flatMap(fieldsIn)];
};

const isNamed = (word: string): boolean => new RegExp(`[\`"]${word}[\`":]`).test(text);

test('every snippet says where it is from', () => {
  expect(snippets.length).toBeGreaterThan(8);
  expect(snippets.filter((s) => s.file === '')).toEqual([]);
});

test.each(snippets.map((s) => [s.file, s.pointer, s] as const))('%s at %s says what is shown', (_, __, snippet) => {
  const value = valueAt(snippet);
  if (snippet.isPart) expect(value).toMatchObject(snippet.shown as object);
  else expect(value).toEqual(snippet.shown);
});

test('a snippet is marked as a part only where it leaves something out', () => {
  const parts = snippets.filter((s) => s.isPart);
  expect(parts.length).toBeGreaterThan(0);
  for (const part of parts) expect(valueAt(part)).not.toEqual(part.shown);
});

test('every field of procedures, profiles and rules is named', () => {
  const fields = new Set([...fieldsIn(procedureJsonSchema()), ...fieldsIn(profileJsonSchema())]);
  expect(fields.size).toBeGreaterThan(50);
  expect([...fields].filter((field) => !isNamed(field))).toEqual([]);
});

test('every rule and every problem is named', () => {
  const kinds = ruleSchema.options.map((option) => option.shape.kind.value);
  expect(kinds.filter((kind) => !isNamed(kind))).toEqual([]);
  expect(PROBLEM_CODES.filter((code) => !isNamed(code))).toEqual([]);
});

test('no kind of reply and no problem is named that does not exist', () => {
  const named = [...text.matchAll(/\| ((?:`[A-Z]\w+`(?:, )?)+) \|/g)].flatMap(
    ([, row = '']) => row.match(/\w+/g) ?? [],
  );
  expect(named.toSorted()).toEqual([...PROBLEM_CODES].toSorted());
  const offered = snippets.flatMap((s) => (s.shown as { offers?: string[] }).offers ?? []);
  expect(offered.filter((kind) => !(REPLY_KINDS as readonly string[]).includes(kind))).toEqual([]);
});
