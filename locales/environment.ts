/**
 * The template environment that pages and mails share: one for each language, so that a template asks
 * for a text by its key and never says in which language.
 *
 * Autoescape is on in HTML and off in plain text; an undefined or null value that is printed is a bug
 * and throws, since a blank in a sentence may change what somebody believes they agree to.
 */
import nunjucks from 'nunjucks';
import type { Instants } from './instants';
import { dayInWords } from './instants';
import { isLanguage, type Language, type Quoted, tagOf } from './languages';
import {
  escapeHtml,
  linesHtml,
  messageAttribute,
  messageHtml,
  paragraphsHtml,
  quoteHtml,
  type SafeString,
  safe,
} from './markup';
import type { Texts, Values } from './texts';

export type Medium = 'html' | 'text';
export type EnvironmentParts = Readonly<{
  viewsDirs: readonly string[];
  language: Language;
  texts: Texts;
  instants: Instants;
  medium: Medium;
}>;

/** One environment of one language and medium, with the texts, dates and quotations of that language. */
export function createEnvironment({
  viewsDirs,
  language,
  texts,
  instants,
  medium,
}: EnvironmentParts): nunjucks.Environment {
  const html = medium === 'html';
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([...viewsDirs]), {
    autoescape: html,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  const plain = (key: string, values?: Values) => texts.say(language, key, values);
  environment.addGlobal('language', language);
  environment.addGlobal('languageFacts', texts.facts(language));
  environment.addGlobal('nameOfLanguage', (of: string) => (isLanguage(of) ? texts.facts(of).name : of));
  environment.addGlobal('hasText', (key: string) => texts.has(key));
  environment.addGlobal(
    't',
    html ? (key: string, values?: Values) => messageHtml(texts, language, key, values) : plain,
  );
  environment.addGlobal(
    'attribute',
    html ? (key: string, values?: Values) => messageAttribute(texts, language, key, values) : plain,
  );
  addDates(environment, language, instants, html ? datesHtml(texts, language) : (_at, said) => said);
  addQuotations(environment, language, html);
  return environment;
}

type Wrap = (at: string, said: string) => string | SafeString;

/** A date inside a text that fell back to English keeps the reader's language, and says so. */
function datesHtml(texts: Texts, language: Language): Wrap {
  const lang = texts.facts(language).state === 'untranslated' ? ` lang="${language}"` : '';
  return (at, said) => safe(`<time datetime="${escapeHtml(at)}"${lang}>${escapeHtml(said)}</time>`);
}

function addDates(environment: nunjucks.Environment, language: Language, instants: Instants, wrap: Wrap): void {
  for (const form of ['full', 'short', 'moment', 'brief'] as const) {
    environment.addFilter(form, (at: string, zone: string) => wrap(at, instants[form](language, at, zone)));
  }
  environment.addFilter('zone', (zone: string, at: string) => instants.zone(language, at, zone));
  environment.addFilter('dayOfMonth', (date: string) =>
    dayInWords(language, date, { day: 'numeric' }).replace(/日$/, ''),
  );
  environment.addFilter('dayAndMonth', (date: string) => ({
    text: dayInWords(language, date, { day: 'numeric', month: 'long' }),
    lang: language,
  }));
  environment.addFilter('day', (date: string) => ({
    text: dayInWords(language, date, { dateStyle: 'long' }),
    lang: language,
  }));
  environment.addFilter('weekday', (date: string) => dayInWords(language, date, { weekday: 'narrow' }));
  environment.addFilter('weekdayInFull', (date: string) => dayInWords(language, date, { weekday: 'long' }));
}

function addQuotations(environment: nunjucks.Environment, language: Language, html: boolean): void {
  const names = new Intl.DisplayNames([tagOf(language)], { type: 'language' });
  environment.addFilter('quote', (quoted: Quoted) => (html ? safe(quoteHtml(quoted, language)) : quoted.text));
  environment.addFilter('lines', (quoted: Quoted) => (html ? safe(linesHtml(quoted, language)) : quoted.text));
  environment.addFilter('paragraphs', (quoted: Quoted) =>
    html ? safe(paragraphsHtml(quoted, language)) : quoted.text,
  );
  environment.addFilter('languageName', (code: string) => ({ text: names.of(code) ?? code, lang: language }));
  environment.addFilter('fingerprint', inFours(16));
  environment.addFilter('inFours', inFours(64));
}

/** "7f3ac91e52d8" as "7f3a c91e 52d8": people compare groups of four, not rows of sixteen. */
const inFours =
  (length: number) =>
  (value: string): string =>
    value.slice(0, length).replace(/(.{4})(?=.)/g, '$1 ');
