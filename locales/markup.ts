/**
 * Texts and values as HTML: everything escaped once, everything in another language marked with `lang`,
 * so that fonts, line heights and screen readers follow the text and not the page.
 */
import nunjucks from 'nunjucks';
import type { Language, Quoted } from './languages';
import { listParts, type Message, type Texts, type Values } from './texts';

export const SafeString = nunjucks.runtime.SafeString;
export type SafeString = InstanceType<typeof SafeString>;
export const safe = (html: string): SafeString => new SafeString(html);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made harmless in an element or a quoted attribute. Pure. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** A quotation, marked when its language is not that of its surroundings. Pure. */
export const quoteHtml = (quoted: Quoted, around: string): string =>
  quoted.lang === around
    ? escapeHtml(quoted.text)
    : `<span lang="${escapeHtml(quoted.lang)}">${escapeHtml(quoted.text)}</span>`;

/** A quotation as paragraphs: blank lines part them, single line breaks stay. Pure. */
export function paragraphsHtml(quoted: Quoted, around: string): string {
  const lang = quoted.lang === around ? '' : ` lang="${escapeHtml(quoted.lang)}"`;
  return quoted.text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `<p${lang}>${part.split('\n').map(escapeHtml).join('<br>')}</p>`)
    .join('\n');
}

/** A quotation with its line breaks, where no paragraph can stand. Pure. */
export const linesHtml = (quoted: Quoted, around: string): string =>
  quoteHtml(quoted, around).replace(/\r?\n/g, '<br>');

/** A message for the text of an element; English inside a page of another language is marked. */
export function messageHtml(texts: Texts, language: Language, key: string, values?: Values): SafeString {
  const message = texts.compose(language, key, values);
  const html = inside(message);
  return safe(message.language === language ? html : `<span lang="${message.language}">${html}</span>`);
}

/** A message for an attribute, where no markup can stand. */
export const messageAttribute = (texts: Texts, language: Language, key: string, values?: Values): SafeString =>
  safe(escapeHtml(texts.say(language, key, values)));

const inside = (message: Message): string =>
  message.pieces
    .map((piece) => ('ours' in piece ? escapeHtml(piece.ours) : valueHtml(piece.value, message.language)))
    .join('');

function valueHtml(value: unknown, around: Language): string {
  if (Array.isArray(value)) return listHtml(value, around);
  if (value instanceof SafeString) return value.toString();
  if (typeof value === 'object' && value !== null && 'text' in value) return quoteHtml(value as Quoted, around);
  return escapeHtml(String(value));
}

const listHtml = (values: readonly unknown[], around: Language): string =>
  listParts(values.length, around)
    .map(({ item, between }) => (item === null ? escapeHtml(between) : valueHtml(values[item], around)))
    .join('');
