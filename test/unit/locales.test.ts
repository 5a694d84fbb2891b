/** Guards over the texts: complete where they claim to be, marked where they are not, and no text beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { EVENT_TYPES } from '../../domain/proposal/events';
import { REFUSALS } from '../../domain/proposal/refusals';
import { type Language, tagOf } from '../../locales/languages';
import { messageHtml } from '../../locales/markup';
import { refusalText } from '../../locales/refusals';
import { loadTexts } from '../../locales/texts';

const root = join(__dirname, '../..');
const texts = loadTexts();
const COMPLETE = ['en', 'zh', 'th'] as const;
const UNTRANSLATED = ['km', 'lo', 'my', 'vi'] as const;

const namespaces = readdirSync(join(root, 'locales/en'))
  .filter((file) => file !== 'meta.json')
  .map((file) => file.slice(0, -'.json'.length));

/** "review:due.left_one" → its text, for one language. */
function flat(language: Language): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') found.set(path, value);
    else
      for (const [key, inner] of Object.entries(value as object))
        walk(inner, `${path}${path.endsWith(':') ? '' : '.'}${key}`);
  };
  for (const file of readdirSync(join(root, 'locales', language))) {
    if (file === 'meta.json') continue;
    walk(JSON.parse(readFileSync(join(root, 'locales', language, file), 'utf8')), `${file.slice(0, -'.json'.length)}:`);
  }
  return found;
}

const base = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const placeholders = (text: string): string =>
  [...text.matchAll(/\{\{(.*?)\}\}/g)]
    .map(([, name]) => name)
    .toSorted()
    .join(' | ');
const bases = (language: Language): ReadonlySet<string> => new Set([...flat(language).keys()].map(base));

/** Files of a room with one of the endings. */
function filesIn(room: string, endings: readonly string[]): readonly string[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.includes(extname(file)))
    .map((file) => join(room, file));
}
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const templates = ['api', 'worker'].flatMap((room) => filesIn(room, ['.njk']));
const sources = ['api', 'worker', 'locales', 'bin'].flatMap((room) => filesIn(room, ['.ts']));

describe('the texts of complete languages', () => {
  test.each(COMPLETE.filter((l) => l !== 'en'))('%s has every text of English and no other', (language) => {
    expect([...bases(language)].toSorted()).toEqual([...bases('en')].toSorted());
  });

  test.each(COMPLETE.filter((l) => l !== 'en'))('%s has the placeholders of English in every text', (language) => {
    const english = new Map([...flat('en')].map(([key, text]) => [base(key), placeholders(text)]));
    const other = [...flat(language)].filter(([key, text]) => placeholders(text) !== english.get(base(key)));
    expect(other.map(([key]) => key)).toEqual([]);
  });

  test.each(COMPLETE)('%s has each plural form that its grammar asks for, and no other', (language) => {
    const wanted = new Intl.PluralRules(tagOf(language)).resolvedOptions().pluralCategories.toSorted();
    const forms = new Map<string, string[]>();
    for (const key of flat(language).keys()) {
      if (base(key) !== key) forms.set(base(key), [...(forms.get(base(key)) ?? []), key.slice(base(key).length + 1)]);
    }
    expect(forms.size).toBeGreaterThan(5);
    expect([...forms].filter(([, found]) => found.toSorted().join() !== wanted.join())).toEqual([]);
  });

  test.each(COMPLETE)('%s holds no markup, and writes every number in its own digits', (language) => {
    const wrong = [...flat(language)].filter(([, text]) =>
      /[<>]|\{\{(count|revision|version|of|number)\}\}/.test(text),
    );
    // The public number of a case is a name and no number.
    expect(wrong.filter(([, text]) => !/\{\{number\}\}/.test(text) || /[<>]/.test(text))).toEqual([]);
  });

  test('Chinese and Thai are marked as drafts that nobody has confirmed', () => {
    expect((['zh', 'th'] as const).map((l) => [texts.facts(l).state, texts.facts(l).confirmedBy])).toEqual([
      ['draft', null],
      ['draft', null],
    ]);
  });
});

describe('languages without texts', () => {
  test.each(UNTRANSLATED)('%s says that it is not translated', (language) => {
    expect(texts.facts(language)).toMatchObject({ state: 'untranslated', confirmedBy: null });
    expect(flat(language).size).toBe(0);
  });

  test.each(UNTRANSLATED)('%s shows English, marked as English', (language) => {
    const html = messageHtml(texts, language, 'review:due.left', { count: 3 }).toString();
    expect(html).toBe('<span lang="en">3 working days left</span>');
  });

  test('a complete language is not marked', () => {
    expect(messageHtml(texts, 'th', 'review:due.left', { count: 3 }).toString()).toBe('เหลือ 3 วันทำการ');
  });
});

describe('texts for what the core can say', () => {
  test('every refusal has a text', () => {
    expect(Object.keys(REFUSALS).filter((code) => !texts.has(`refusals:${code}`))).toEqual([]);
  });

  test.each(COMPLETE)('every refusal can be said in %s, even without its facts', (language) => {
    const said = Object.keys(REFUSALS).map((code) => refusalText(texts, language, code));
    expect(said.filter((text) => text === '' || text.includes('{{'))).toEqual([]);
  });

  test('an unknown code is said with the code in it', () => {
    expect(refusalText(texts, 'en', 'Unheard')).toContain('Unheard');
  });

  test('every event has a line in the timeline', () => {
    const lines = bases('en');
    const missing = EVENT_TYPES.filter(
      (type) => ![...lines].some((k) => k === `timeline:${type}` || k.startsWith(`timeline:${type}.`)),
    );
    expect(missing).toEqual([]);
  });

  test('every kind of reply has its words', () => {
    const wanted = REPLY_KINDS.flatMap((kind) =>
      ['choice', 'given', 'hint'].map((part) => `review:kind.${kind}.${part}`),
    );
    expect(wanted.filter((key) => !texts.has(key))).toEqual([]);
  });
});

describe('keys in templates and code', () => {
  const known = [...bases('en')];
  /** Keys written as "namespace:path": whole ones, and beginnings that a template completes. */
  const written = [...templates, ...sources].flatMap((file) =>
    [...read(file).matchAll(/["'`]((\w+):[\w.-]*)(["'`]|\$\{)/g)]
      .filter(([, , namespace]) => namespaces.includes(namespace ?? ''))
      .map(([, key, , end]) => ({
        file,
        key: key ?? '',
        begins: end === '${' || (key ?? '').endsWith('.') || (key ?? '').endsWith(':'),
      })),
  );

  test('are found by this guard', () => {
    expect(written.length).toBeGreaterThan(150);
  });

  test('exist in English', () => {
    const missing = written.filter(({ key, begins }) => !known.some((k) => (begins ? k.startsWith(key) : k === key)));
    expect(missing).toEqual([]);
  });
});

describe('templates', () => {
  /** What is left of a template when comments, tags of Nunjucks and values are taken out. */
  const bare = (template: string): string =>
    template
      .replace(/\{#[\s\S]*?#\}/g, '')
      .replace(/\{\{[\s\S]*?\}\}/g, '')
      .replace(/\{%[\s\S]*?%\}/g, '');

  test.each(templates)('%s holds no text of its own', (file) => {
    const left = bare(read(file));
    const between = left.replace(/<!--[\s\S]*?-->|<[^>]*>/g, '').replace(/&[a-z]+;/g, '');
    expect(between.match(/\p{L}+/gu) ?? []).toEqual([]);
    const attributes = [...left.matchAll(/\b(?:aria-label|title|alt|placeholder|abbr|value|content)="([^"]*)"/g)].map(
      ([, v]) => v ?? '',
    );
    // Instructions to browsers and robots are no text for people.
    const forMachines = /^(width=|#|noindex|same-origin|telephone=no|light$)/;
    expect(attributes.filter((value) => /\p{L}/u.test(value) && !forMachines.test(value))).toEqual([]);
  });

  test('on pages hold no inline style or script, which the content security policy refuses', () => {
    const pages = templates.filter((file) => file.startsWith('api/'));
    expect(pages.length).toBeGreaterThan(8);
    const inline = pages.filter((file) => /\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=/.test(read(file)));
    expect(inline).toEqual([]);
  });
});
