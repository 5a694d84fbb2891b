/** What mails are made from, and the names that all of them use. */
import type { LocalizedText, Person } from '../../domain/directory/directory';
import type { Language, Quoted } from '../../locales/languages';
import type { Snapshot } from '../../store/catalogue';
import type { Claimed } from '../../store/deliveries';

/** What every kind of mail is made from. */
export type Material = Readonly<{ claimed: Claimed; snapshot: Snapshot; reader: Person; language: Language }>;

/** Something that the mail needs is not there and will not come: no such person, no such reply. */
export class CannotBeWritten extends Error {
  constructor(lack: string) {
    super(`The mail cannot be written: ${lack}`);
    this.name = 'CannotBeWritten';
  }
}

export const headOf = ({ claimed, reader, language }: Material) => ({
  zone: reader.zone,
  number: claimed.state.number,
  title: inBestLanguage(claimed.content.title, language),
});

/** A text in the reader's language, else in English, else in the first there is. Pure. */
export function inBestLanguage(texts: LocalizedText, language: Language): Quoted {
  const [first] = Object.keys(texts);
  const lang = [language, 'en', first].find((l) => l !== undefined && texts[l] !== undefined) ?? language;
  return { text: texts[lang] ?? '', lang };
}

/** The name of the organization behind a seat of the directory. Pure. */
export function officeName(snapshot: Pick<Snapshot, 'directory'>, office: string | null, language: Language): Quoted {
  const { seats, organizations } = snapshot.directory;
  const organization = organizations[seats[office ?? '']?.organization ?? ''];
  return organization ? inBestLanguage(organization.names, language) : { text: office ?? '', lang: language };
}

export function organizationName(snapshot: Pick<Snapshot, 'directory'>, id: string, language: Language): Quoted {
  const organization = snapshot.directory.organizations[id];
  return organization ? inBestLanguage(organization.names, language) : { text: id, lang: language };
}
