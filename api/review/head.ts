/** What every page with a session says of the case. */

import type { Quoted } from '../../locales/languages';
import type { Texts } from '../../locales/texts';
import { languageShown, quote } from './content';
import type { Reading } from './situation';
import type { Ask, CaseHead, Shown } from './view';
import { frameOf, type Visit } from './visit';

/** The name of an organization in the reader's language. Pure. */
export const nameOf = ({ snapshot, language }: Reading, organization: string): Quoted =>
  quote(snapshot.directory.organizations[organization]?.names ?? {}, language);

/** The name under which a seat of the reader's own side is shown: its office. Pure. */
export const seatName = (reading: Reading, office: string | null | undefined): Quoted =>
  nameOf(reading, reading.snapshot.directory.seats[office ?? '']?.organization ?? '');

/** The participant in whose house the seat is asked, where each has one of its own. Pure. */
const houseOf = (reading: Reading): Quoted | null => {
  const { participant } = reading.ballotView;
  return participant === null ? null : nameOf(reading, participant);
};

/** What the seat is asked for. Pure. */
export function askOf({ ballot, ballotView, seat }: Pick<Reading, 'ballot' | 'ballotView' | 'seat'>): Ask {
  if (seat.electorate === 'consents') return 'consent';
  if (ballot.effect === 'release') return 'release';
  return ballotView.joint ? 'position' : 'opinion';
}

/** The text that a page shows now; a reply to it says so. Pure. */
export const shownNow = ({ view, language, seat }: Reading): Shown => ({
  revision: view.revision.hash,
  language: languageShown(view.revision, language),
  procedure: view.procedure.hash,
  standing: seat.reply?.id ?? null,
});

/** The head of every page with a session. Pure. */
export function headOf(reading: Reading): CaseHead {
  const { place, person, view, content, snapshot, language, viewer } = reading;
  const { key, version, hash } = view.procedure;
  return {
    ref: place.ref,
    zone: person.zone,
    number: view.number,
    title: quote(content.title, shownNow(reading).language),
    seat: seatName(reading, place.office),
    inHouse: houseOf(reading),
    ask: askOf(reading),
    instrument: view.calls[viewer.side] ?? view.instrument,
    participants: view.participants.map((p) => nameOf(reading, p.organization)),
    // For another side a case begins with its release: when the house wrote it is not theirs to see.
    revision: { number: view.revision.number, hash: view.revision.hash, at: view.since },
    procedure: { title: quote(snapshot.worldFor({ key, version }).procedure.title, language), version, hash },
    shown: shownNow(reading),
  };
}

/** The frame of a page with a session: the languages of the sides in the case, the reader's own first known. Pure. */
export function readingFrame(visit: Visit, texts: Texts, reading: Reading, path: string) {
  const { view, snapshot, language, person } = reading;
  const spoken = view.sides.flatMap((side) => snapshot.countries[side]?.languages ?? []);
  return frameOf(visit, texts, { path, language, offered: [...spoken, person.language] });
}
