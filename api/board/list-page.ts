/** GET /board: the cases of one's organization, the most urgent first. What has ended follows by its date, newest first. */
import { CLOSED_STATUSES, STATUSES, type Status } from '../../domain/proposal/state';
import { caseView } from '../../domain/visibility/case-view';
import type { Cases, ListedCase } from '../../store/cases';
import { textOf } from '../forms/fields';
import { type Answer, frameOf, page, type Visit } from '../forms/room';
import { quote } from '../review/content';
import type { SignedIn } from '../sign-in/session';
import { type Names, namesIn } from './names';
import { type BoardParts, userIn } from './parts';
import type { BoardViews, Row } from './views';
import { byUrgency, cursorAt, placeAt, urgencyOf, waitingIn } from './waiting';

const ROWS = 20;
/** What one reads first of whom a case waits for; its own page names all. */
const WAITING_SHOWN = 3;
/** How many are read at once where all have to be put in order. */
const READ = 100;

const isClosed = (status: Status): boolean => (CLOSED_STATUSES as readonly Status[]).includes(status);
const RUNNING = STATUSES.filter((status) => !isClosed(status));

/** The status that the address names; null for all that are running. Pure. */
const statusIn = ({ query }: Visit): Status | null => STATUSES.find((status) => status === query.status) ?? null;

export async function listPage(visit: Visit, parts: BoardParts): Promise<Answer<BoardViews>> {
  const user = userIn(visit);
  const status = statusIn(visit);
  const cursor = textOf(visit.query, 'after') || null;
  const frame = frameOf(visit, parts.texts, '/board');
  const names = namesIn(user.snapshot, { texts: parts.texts, language: frame.language });
  const found = await casesOf(parts.cases, user, { status, cursor });
  const keep = status === null ? '' : `status=${status}`;
  return page<BoardViews, 'list.njk'>(200, 'list.njk', {
    ...frame,
    keep,
    zone: user.person.zone,
    now: user.now,
    office: names.organization(user.organization.id),
    status,
    statuses: STATUSES,
    rows: found.items.flatMap((listed) => rowOf(listed, user, { names, language: frame.language })),
    next: found.next && new URLSearchParams({ ...(status ? { status } : {}), after: found.next }).toString(),
    isFirst: cursor === null,
    isEnded: status !== null && isClosed(status),
  });
}

type Wanted = Readonly<{ status: Status | null; cursor: string | null }>;
type Found = Readonly<{ items: readonly ListedCase[]; next: string | null }>;

const casesOf = (cases: Cases, user: SignedIn, { status, cursor }: Wanted): Promise<Found> =>
  status !== null && isClosed(status)
    ? cases.list(user.organization.id, { status, cursor, limit: ROWS })
    : mostUrgent(cases, user, { statuses: status === null ? RUNNING : [status], cursor });

/** All that run are read, since no index knows for whom of a house they wait. */
async function mostUrgent(
  cases: Cases,
  user: SignedIn,
  { statuses, cursor }: Readonly<{ statuses: readonly Status[]; cursor: string | null }>,
): Promise<Found> {
  const after = cursor === null ? null : placeAt(cursor);
  const read = await Promise.all(statuses.map((status) => allOf(cases, user.organization.id, status)));
  // One that changes its status meanwhile may have been met twice.
  const once = new Map(read.flat().map((listed) => [listed.state.id, listed]));
  const ordered = [...once.values()]
    .flatMap((listed) => {
      const view = viewOf(listed, user);
      return view ? [{ listed, urgency: urgencyOf(view) }] : [];
    })
    .toSorted((a, b) => byUrgency(a.urgency, b.urgency))
    .filter(({ urgency }) => after === null || byUrgency(after, urgency) < 0);
  const shown = ordered.slice(0, ROWS);
  const last = shown.at(-1);
  return {
    items: shown.map(({ listed }) => listed),
    next: ordered.length > ROWS && last ? cursorAt(last.urgency) : null,
  };
}

async function allOf(cases: Cases, organization: string, status: Status): Promise<readonly ListedCase[]> {
  const found: ListedCase[] = [];
  let cursor: string | null = null;
  do {
    const { items, next }: Found = await cases.list(organization, { status, cursor, limit: READ });
    found.push(...items);
    cursor = next;
  } while (cursor !== null);
  return found;
}

const viewOf = ({ state }: ListedCase, { snapshot, viewer }: SignedIn) =>
  caseView(state, snapshot.worldFor(state.procedure).procedure, viewer);

type Reader = Readonly<{ names: Names; language: string }>;

function rowOf(listed: ListedCase, user: SignedIn, { names, language }: Reader): readonly Row[] {
  const view = viewOf(listed, user);
  if (!view) return [];
  const waiting = waitingIn({ state: listed.state, view, names, now: user.now });
  const { id, number, status } = view;
  return [
    {
      id,
      number,
      title: listed.title && quote(listed.title, language),
      status,
      instrument: view.calls[user.side] ?? view.instrument,
      waiting: waiting.slice(0, WAITING_SHOWN),
      more: Math.max(waiting.length - WAITING_SHOWN, 0),
    },
  ];
}
