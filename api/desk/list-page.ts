/** GET /desk: what offices of the own side are asked, and what waits for a second registrar. */
import { officeOf } from '../../domain/proposal/eligibility';
import { OPEN_STATUSES } from '../../domain/proposal/state';
import type { ListedCase } from '../../store/cases';
import { type Names, namesIn } from '../board/names';
import { textOf } from '../forms/fields';
import { type Answer, frameOf, page, type Visit } from '../forms/room';
import type { SignedIn } from '../sign-in/session';
import { houseIn, titleIn } from './head';
import { type DeskParts, registrarIn } from './parts';
import { actorOf, addressOf, askedOf, hindranceOf, isLate } from './place';
import type { DeskViews, QuestionRow, WaitingRow } from './views';

const ROWS = 50;
/** How many are read at once. */
const READ = 100;

export async function listPage(visit: Visit, parts: DeskParts): Promise<Answer<DeskViews>> {
  const user = registrarIn(visit);
  const sought = textOf(visit.query, 'q').slice(0, 200);
  const frame = frameOf(visit, parts.texts, '/desk');
  const names = namesIn(user.snapshot, { texts: parts.texts, language: frame.language });
  const listed = await openCases(parts, user);
  const reader = { user, names, language: frame.language };
  const questions = listed
    .flatMap((found) => questionsIn(found, reader))
    .filter((row) => isSought(row, sought))
    .toSorted(byUrgency);
  return page<DeskViews, 'list.njk'>(200, 'list.njk', {
    ...frame,
    keep: sought === '' ? '' : new URLSearchParams({ q: sought }).toString(),
    zone: user.snapshot.countries[user.side]?.calendar.zone ?? user.person.zone,
    now: user.now,
    office: names.organization(user.organization.id),
    sought,
    questions: questions.slice(0, ROWS),
    more: Math.max(questions.length - ROWS, 0),
    waiting: listed.flatMap((found) => waitingIn(found, reader)).filter((row) => isSought(row, sought)),
  });
}

/** All that run: no index knows which offices of a house are asked. */
async function openCases({ cases }: DeskParts, { organization }: SignedIn): Promise<readonly ListedCase[]> {
  const found = new Map<string, ListedCase>();
  for (const status of OPEN_STATUSES) {
    let cursor: string | null = null;
    do {
      const { items, next }: Awaited<ReturnType<typeof cases.list>> = await cases.list(organization.id, {
        status,
        cursor,
        limit: READ,
      });
      for (const item of items) found.set(item.state.id, item);
      cursor = next;
    } while (cursor !== null);
  }
  return [...found.values()];
}

type Reader = Readonly<{ user: SignedIn; names: Names; language: string }>;

function questionsIn({ state, title }: ListedCase, { user, names, language }: Reader): readonly QuestionRow[] {
  const { snapshot, side, now } = user;
  return askedOf(state, side)
    .filter((asked) => asked.seat.office !== null && hindranceOf({ user, snapshot, state }, asked) === null)
    .map(({ ballot, seat }) => ({
      address: addressOf(ballot.id, seat.key),
      number: state.number,
      title: title && titleIn({ title }, language),
      office: names.office(officeOf(state, seat)),
      house: houseIn({ state, ballot }, names),
      since: seat.countsFrom ?? ballot.openedAt,
      due: seat.due,
      isPast: isLate({ ballot, seat }, now),
      isClosed: ballot.status !== 'open',
      answered: seat.reply?.kind ?? null,
    }));
}

function waitingIn({ state, title }: ListedCase, { user, names, language }: Reader): readonly WaitingRow[] {
  const { person } = actorOf(user);
  return askedOf(state, user.side).flatMap(({ ballot, seat }) =>
    ballot.papers
      .filter((entered) => entered.seat === seat.key)
      .map(({ entry, kind, paper }) => ({
        address: addressOf(ballot.id, seat.key, `/confirm/${encodeURIComponent(entry)}`),
        number: state.number,
        title: title && titleIn({ title }, language),
        office: names.office(officeOf(state, seat)),
        kind,
        paper: paper.number,
        received: paper.received,
        enteredBy: names.person(paper.enteredBy),
        isMine: paper.enteredBy === person,
      })),
  );
}

/** Every word that was typed stands in the number, the office or the title. Pure. */
export function isSought(
  { number, office, title }: Pick<QuestionRow, 'number' | 'office' | 'title'>,
  sought: string,
): boolean {
  const text = [number, office.text, title?.text ?? ''].join(' ').toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Whom nobody has heard first, by their date; then those without one, the oldest first. */
function byUrgency(a: QuestionRow, b: QuestionRow): number {
  const place = ({ answered, due, since, number }: QuestionRow) =>
    [answered === null ? 0 : 1, due ?? '~', since, number].join(' ');
  const [one, other] = [place(a), place(b)];
  return one < other ? -1 : Number(one !== other);
}
