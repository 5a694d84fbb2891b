/** Names as a reader of the board reads them: in their language, else the best there is. */
import type { TextRef } from '../../domain/proposal/events';
import type { Language, Quoted } from '../../locales/languages';
import type { Texts } from '../../locales/texts';
import type { Snapshot } from '../../store/catalogue';
import type { TextsByHash } from '../proposals/representation';
import { quote } from '../review/content';

export interface Names {
  organization(id: string): Quoted;
  /** Of a seat of the directory, `organization:function`. */
  office(seat: string): Quoted;
  side(iso: string): Quoted;
  /** Of a section, by its key; of the title and the summary too. */
  section(key: string): Quoted;
  part(key: string): Quoted;
  person(id: string): string;
}

/** The names of a catalogue in one language. Pure. */
export function namesIn(
  { directory }: Pick<Snapshot, 'directory'>,
  { texts, language }: Readonly<{ texts: Texts; language: Language }>,
): Names {
  /** Our own words where there are some, else the key. */
  const said = (key: string, otherwise: string): Quoted =>
    texts.has(key)
      ? { text: texts.say(language, key), lang: texts.compose(language, key).language }
      : { text: otherwise, lang: 'en' };
  const organization = (id: string) => quote(directory.organizations[id]?.names ?? { en: id }, language);
  return {
    organization,
    office: (seat) => organization(directory.seats[seat]?.organization ?? seat),
    side: (iso) => said(`countries:${iso}.side`, iso),
    section: (key) => said(`review:section.name.${key}`, key),
    part: (key) =>
      texts.has(`board:part.${key}`) ? said(`board:part.${key}`, key) : said(`review:section.name.${key}`, key),
    person: (id) => directory.people[id]?.name ?? id,
  };
}

/** A text of the case with its language; null where there is none or it was destroyed. Pure. */
export function quoted(texts: TextsByHash, ref: TextRef | null | undefined, language: Language): Quoted | null {
  const text = ref ? texts.get(ref.hash) : undefined;
  return text ? { text: text.body, lang: text.language ?? language } : null;
}
