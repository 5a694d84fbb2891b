/** What changes a text on its way, and what follows an agreement, as a page shows it. */
import { quoted } from './names';
import type { Reading } from './reading';
import type { HouseFileLine, ObligationLine, OfferLine, WishLine } from './views';

/** Texts that are offered, and who has accepted them. Pure. */
export const offersOf = ({ details, names }: Reading): readonly OfferLine[] =>
  details.offers.map(({ revision, organization, changed, releasedAt, acceptedBy, accepted }) => ({
    number: revision.number,
    organization: names.organization(organization),
    changed: changed.map(names.section),
    releasedAt,
    accepted: accepted.map(names.organization),
    missing: acceptedBy.filter((o) => !accepted.includes(o)).map(names.organization),
  }));

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
  details.files.map(({ office, status, since }) => ({ office: names.office(office), status, since }));

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
