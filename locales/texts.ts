/**
 * Every text that people read, by key (`namespace:path`), with plural forms by `Intl.PluralRules`.
 *
 * 1. A key that English lacks, or a placeholder without a value, is a bug and throws.
 * 2. A key that another language lacks falls back to English, and says so: `language` is the language
 *    in which the text really stands, so that a page can mark it.
 * 3. Values never pass through the message engine: they are put in afterwards, so that a name which
 *    looks like a placeholder stays a name and each medium can escape message and values in its own way.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance, type Resource, type ResourceLanguage } from 'i18next';
import { checkoutRoot } from './checkout';
import { FALLBACK_LANGUAGE, isLanguage, LANGUAGES, type Language, type Quoted, tagOf } from './languages';

export type LanguageState = 'complete' | 'draft' | 'untranslated';
export type LanguageFacts = Readonly<{
  language: Language;
  name: string;
  state: LanguageState;
  confirmedBy: string | null;
}>;

/** Values of placeholders: strings, quotations, lists of them, and numbers, which choose plurals. */
export type Values = Readonly<Record<string, unknown>>;

/** A message taken apart: text of ours, and the values of others. */
export type Piece = Readonly<{ ours: string } | { value: unknown }>;
export type Message = Readonly<{ language: Language; pieces: readonly Piece[] }>;

export interface Texts {
  /** The message with its values still apart, for media that mark them up. */
  compose(language: Language, key: string, values?: Values): Message;
  /** The message as plain text. */
  say(language: Language, key: string, values?: Values): string;
  /** Plain text that shows "…" for a missing value: for error texts, which must not fail themselves. */
  sayAnyway(language: Language, key: string, values?: Values): string;
  /** Whether English has the key (plural forms included). */
  has(key: string): boolean;
  facts(language: Language): LanguageFacts;
}

const MARK = /\uE000(\d+)\uE001/;

/** All texts of the checkout. Reads every file once; afterwards pure. */
export function loadTexts(folder = join(checkoutRoot(__dirname), 'locales')): Texts {
  const resources = readResources(folder);
  const engine = createEngine(resources);

  const compose = (language: Language, key: string, values: Values = {}, lenient = false): Message => {
    const { passed, kept } = setAside(values, lenient);
    const found = engine.t(key, { ...passed, lng: language, returnDetails: true });
    if (
      !isLanguage(found.usedLng) ||
      found.usedKey === undefined ||
      !engine.exists(key, { ...passed, lng: language })
    ) {
      throw new Error(`No text "${key}" in any language; add it to locales/en`);
    }
    const used = found.usedLng;
    // Said again in the language found, so that English text never carries another language's digits.
    const message = used === language ? found.res : engine.t(key, { ...passed, lng: used });
    return { language: used, pieces: takeApart(String(message), kept) };
  };

  return {
    compose: (language, key, values) => compose(language, key, values),
    say: (language, key, values) => plainMessage(compose(language, key, values)),
    sayAnyway: (language, key, values) => plainMessage(compose(language, key, values, true)),
    has: (key) => engine.exists(key, { lng: FALLBACK_LANGUAGE, count: 2 }),
    facts: (language) => factsOf(resources, language),
  };
}

function createEngine(resources: Resource) {
  const engine = createInstance();
  void engine.init({
    initAsync: false,
    lng: FALLBACK_LANGUAGE,
    fallbackLng: FALLBACK_LANGUAGE,
    supportedLngs: [...LANGUAGES],
    ns: Object.keys(resources[FALLBACK_LANGUAGE] ?? {}),
    resources,
    returnNull: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
    missingInterpolationHandler: (text: string, match: RegExpExecArray, options: object) => {
      if ('lenient' in options && options.lenient === true) return '…';
      throw new Error(`The text "${text}" needs a value for ${match[0]}`);
    },
  });
  engine.services.formatter?.add('number', (value: number, language) =>
    new Intl.NumberFormat(tagOf(isLanguage(language) ? language : FALLBACK_LANGUAGE)).format(value),
  );
  return engine;
}

function readResources(folder: string): Resource {
  const read = (language: Language): ResourceLanguage =>
    Object.fromEntries(
      readdirSync(join(folder, language))
        .filter((file) => file.endsWith('.json'))
        .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, language, file), 'utf8'))]),
    );
  return Object.fromEntries(LANGUAGES.map((language) => [language, read(language)]));
}

/** Numbers go to the engine (plurals, digits); everything else waits behind a mark. */
function setAside(values: Values, lenient: boolean): { passed: Record<string, unknown>; kept: readonly unknown[] } {
  const kept: unknown[] = [];
  const passed: Record<string, unknown> = { lenient };
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    passed[name] = typeof value === 'number' ? value : `\uE000${kept.push(value) - 1}\uE001`;
  }
  return { passed, kept };
}

function takeApart(message: string, kept: readonly unknown[]): readonly Piece[] {
  return message
    .split(MARK)
    .map((part, i) => (i % 2 === 0 ? { ours: part } : { value: kept[Number(part)] }))
    .filter((piece) => !('ours' in piece) || piece.ours !== '');
}

const plainMessage = ({ pieces, language }: Message): string =>
  pieces.map((piece) => ('ours' in piece ? piece.ours : plainValue(piece.value, language))).join('');

const isQuoted = (value: unknown): value is Quoted => typeof value === 'object' && value !== null && 'text' in value;

/** A value as plain text: a quotation as it stands, a list joined as the language does. Pure. */
function plainValue(value: unknown, language: Language): string {
  if (Array.isArray(value)) {
    const parts = listParts(value.length, language);
    return parts.map(({ item, between }) => (item === null ? between : plainValue(value[item], language))).join('');
  }
  return isQuoted(value) ? value.text : String(value);
}

/** "A, B and C" as the language writes it, in parts; an item's part holds its index. Pure. */
export const listParts = (
  length: number,
  language: Language,
): readonly Readonly<{ item: number | null; between: string }>[] =>
  new Intl.ListFormat(tagOf(language), { type: 'conjunction' })
    .formatToParts(Array.from({ length }, (_, i) => String(i)))
    .map(({ type, value }) =>
      type === 'element' ? { item: Number(value), between: '' } : { item: null, between: apart(value, language) },
    );

/** Thai writes "and" without a space before it; a name in another script would run into it. */
const apart = (between: string, language: Language): string =>
  language === 'th' && /\p{L}/u.test(between) ? ` ${between.trim()} ` : between;

function factsOf(resources: Resource, language: Language): LanguageFacts {
  const meta = resources[language]?.meta as Omit<LanguageFacts, 'language'> | undefined;
  if (!meta) throw new Error(`locales/${language}/meta.json is missing: it holds name, state and confirmedBy`);
  return { language, name: meta.name, state: meta.state, confirmedBy: meta.confirmedBy };
}
