/** The texts of a revision in the language of a reader: its own where it is there, else English, else the first. */
import type { LocalizedText } from '../../domain/directory/directory';
import type { Revision } from '../../domain/proposal/events';
import type { Quoted } from '../../locales/languages';
import type { Content } from '../../store/cases';

const DESTROYED: Content = { title: {}, summary: {}, sections: [], data: {} };

/** What was destroyed is shown as nothing. Pure. */
export const contentOr = (stored: Content | null): Content => stored ?? DESTROYED;

/** A text in the first language of a wish list that it has, with the language in which it stands. Pure. */
export function quote(text: LocalizedText, ...wished: readonly string[]): Quoted {
  const languages = Object.keys(text);
  const lang = [...wished, 'en'].find((l) => languages.includes(l)) ?? languages[0] ?? 'en';
  return { text: text[lang] ?? '', lang };
}

/** The language version of a revision that a reader is shown, and answers on. Pure. */
export const languageShown = (revision: Revision, wished: string): string =>
  [wished, 'en'].find((l) => revision.languages.includes(l)) ?? revision.languages[0] ?? 'en';
