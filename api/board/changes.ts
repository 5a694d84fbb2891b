/** What changes a text on its way, and what follows an agreement, as a page shows it. */
import type { Revision } from '../../domain/proposal/events';
import { differencesOf } from '../proposals/differences';
import { languageShown } from '../review/content';
import { quoted } from './names';
import type { Reading } from './reading';
import type { HouseFileLine, ObligationLine, OfferLine, Section, WishLine } from './views';

/** Texts that are offered, and who has accepted them. Pure. */
export const offersOf = (reading: Reading): readonly OfferLine[] =>
  reading.details.offers.map(({ revision, organization, changed, releasedAt, acceptedBy, accepted }) => ({
    number: revision.number,
    organization: reading.names.organization(organization),
    changed: changed.map(reading.names.section),
    sections: differenceIn(reading, revision),
    releasedAt,
    accepted: accepted.map(reading.names.organization),
    missing: acceptedBy.filter((o) => !accepted.includes(o)).map(reading.names.organization),
  }));

/** What an offered text changes in the current one, in the language in which it is read. */
function differenceIn({ offered, content, view, names, language }: Reading, revision: Revision): readonly Section[] {
  const after = offered.get(revision.hash);
  if (!after) return [];
  const lang = languageShown(revision, language);
  const { title, summary, sections } = differencesOf(content, after, view.revision.number);
  const part = (key: string, runs: Runs | undefined, state: Section['state']): readonly Section[] =>
    runs ? [{ key, title: names.part(key), text: { text: '', lang }, state, runs }] : [];
  return [
    ...part('title', title[lang], 'changed'),
    ...part('summary', summary[lang], 'changed'),
    ...sections.flatMap(({ key, change, text }) =>
      part(key, text[lang] ?? Object.values(text)[0] ?? [], change === 'added' ? 'new' : change),
    ),
  ];
}

type Runs = NonNullable<Section['runs']>;

/** Wishes for changes that have crossed. Pure. */
export const returnsOf = ({ details, names, texts, language }: Reading): readonly WishLine[] =>
  details.returns.map(({ side, participant, at, sections, statements }) => ({
    side,
    participant: participant === null ? null : names.organization(participant),
    at,
    sections: sections.map(names.section),
    statements: statements.flatMap((ref) => quoted(texts, ref, language) ?? []),
  }));

/** What lacks in files, as it has crossed to the proposer. Pure. */
export const lackingOf = ({ details, names, texts, language }: Reading): readonly WishLine[] =>
  details.lacking.map(({ side, participant, since, text }) => ({
    side,
    participant: participant === null ? null : names.organization(participant),
    at: since,
    sections: [],
    statements: [quoted(texts, text, language)].flatMap((said) => said ?? []),
  }));

/** The files of the own house. Pure. */
export const houseFilesOf = ({ details, names }: Reading): readonly HouseFileLine[] =>
  details.files.map(({ office, participant, status, since }) => ({
    office: names.office(office),
    house: participant === null ? null : names.organization(participant),
    status,
    since,
  }));

/** What is owed after the agreement. Pure. */
export const obligationsOf = ({ details }: Reading): readonly ObligationLine[] =>
  details.obligations.map(({ kind, side, due, metOn, number, unverified, fellDue = false }) => ({
    kind,
    side,
    due,
    metOn,
    number,
    unverified,
    fellDue,
  }));
