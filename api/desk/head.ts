/** What every page of a seat says of its case. */
import { trackOf } from '../../domain/proposal/state';
import type { Language, Quoted } from '../../locales/languages';
import type { Content } from '../../store/cases';
import { type Names, namesIn } from '../board/names';
import { frameOf, type Visit } from '../forms/room';
import { contentOr, languageShown, quote } from '../review/content';
import type { DeskParts } from './parts';
import { addressOf, lastDay, type Place } from './place';
import type { SeatHead } from './views';

export type Headed = Readonly<{ head: SeatHead; content: Content; names: Names }>;

/** The head of a page of a seat; `rest` is the page's place below it. */
export async function headOf(
  visit: Visit,
  parts: DeskParts,
  place: Place,
  rest = '',
  wished?: Language,
): Promise<Headed> {
  const { state, view, user, ballot, seat } = place;
  const content = contentOr(await parts.cases.content(state.id, view.revision.hash));
  const address = addressOf(ballot.id, seat.key);
  const framed = frameOf(visit, parts.texts, address + rest);
  const language = visit.asked ?? wished ?? framed.language;
  const names = namesIn(place.snapshot, { texts: parts.texts, language });
  const { number, hash, languages } = view.revision;
  const head: SeatHead = {
    ...framed,
    language,
    address,
    zone: place.snapshot.countries[user.side]?.calendar.zone ?? user.person.zone,
    now: user.now,
    number: view.number,
    title: titleIn(content, languageShown(view.revision, language)),
    office: names.office(place.office),
    house: houseIn(place, names),
    ask: askOf(place),
    instrument: view.calls[user.side] ?? view.instrument,
    participants: view.participants.map((p) => names.organization(p.organization)),
    since: seat.countsFrom ?? ballot.openedAt,
    due: seat.due,
    lastDay: lastDay(place, seat),
    revision: { number, hash, languages },
  };
  return { head, content, names };
}

/** Null once it was destroyed. Pure. */
export const titleIn = ({ title }: Pick<Content, 'title'>, language: string): Quoted | null =>
  Object.keys(title).length > 0 ? quote(title, language) : null;

/** The participant in whose house the seat is asked, where each has one of its own. Pure. */
export function houseIn({ state, ballot }: Pick<Place, 'state' | 'ballot'>, names: Names): Quoted | null {
  const { participant } = trackOf(state, ballot.track);
  return participant === null ? null : names.organization(participant);
}

/** What the seat is asked for. Pure. */
function askOf({ ballot, seat, joint }: Place): SeatHead['ask'] {
  if (seat.electorate === 'consents') return 'consent';
  if (ballot.effect === 'release') return 'release';
  return joint ? 'position' : 'opinion';
}
