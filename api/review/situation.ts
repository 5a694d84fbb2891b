/**
 * Where a visitor stands: what a ref, a session and the case together allow to be shown. Asked at every step anew,
 * so that a page never shows what has stopped being the reader's to see.
 *
 *   unopened        no session, or no such ref: the link page, the same for everyone
 *   expired         a session that is over: nothing is shown, its draft is kept for the same browser
 *   holderChanged   the person does not hold the seat any more: nothing is shown
 *   reading         the case may be read; `open` says whether the ballot still takes answers
 */
import type { Person } from '../../domain/directory/directory';
import { holdersOf } from '../../domain/directory/directory';
import { type Ballot, type Case, isOpen, type Seat } from '../../domain/proposal/state';
import type { Instant } from '../../domain/time/instant';
import { type BallotView, ballotViews, type CaseView, caseView } from '../../domain/visibility/case-view';
import { type Viewer, visibleTo } from '../../domain/visibility/visible-to';
import type { Language } from '../../locales/languages';
import { chooseLanguage } from '../../locales/languages';
import type { Content } from '../../store/cases';
import type { Snapshot } from '../../store/catalogue';
import type { ReadingSession, ReadingSessions } from '../../store/reading-sessions';
import type { Place, ReviewAccess } from '../../store/review-access';
import { contentOr } from './content';
import type { CaseReader, ReviewDeps } from './deps';
import type { Visit } from './visit';

/** What stands of a case for one person at one seat, all of it through the viewer's eyes. */
export type Reading = Readonly<{
  kind: 'reading';
  place: Place;
  session: ReadingSession;
  now: Instant;
  language: Language;
  snapshot: Snapshot;
  person: Person;
  viewer: Viewer;
  state: Case;
  ballot: Ballot;
  seat: Seat;
  view: CaseView;
  ballotView: BallotView;
  content: Content;
  open: boolean;
}>;

export type Situation =
  | Readonly<{ kind: 'unopened' }>
  | Readonly<{ kind: 'expired'; session: ReadingSession }>
  | Readonly<{ kind: 'holderChanged' }>
  | Reading;

export type Sources = Readonly<{
  access: ReviewAccess;
  sessions: ReadingSessions;
  cases: CaseReader;
  catalogue: ReviewDeps['catalogue'];
}>;

/** Looks a visit up. Writes nothing. */
export async function situationOf(visit: Visit, sources: Sources): Promise<Situation> {
  if (visit.cookie === null) return { kind: 'unopened' };
  const [located, found] = await Promise.all([
    sources.access.locate(visit.ref),
    sources.sessions.find(visit.ref, visit.cookie),
  ]);
  if (!located.place || !found) return { kind: 'unopened' };
  if (found.expired) return { kind: 'expired', session: found.session };
  const holding = await holdingOf({ ...located, place: located.place }, sources);
  if (!holding) return { kind: 'holderChanged' };
  const reading = await readingOf(holding, found.session, visit, sources.cases);
  return reading ?? { kind: 'holderChanged' };
}

export type Holding = Readonly<{ place: Place; now: Instant; snapshot: Snapshot; person: Person; viewer: Viewer }>;

/** The person at the place of a ref, or null where that person does not hold the seat any more. */
export async function holdingOf(
  { place, now, catalogue }: { place: Place; now: Instant; catalogue: string },
  sources: Pick<Sources, 'catalogue'>,
): Promise<Holding | null> {
  const snapshot = await sources.catalogue.ensure(catalogue);
  const { directory } = snapshot;
  const person = directory.people[place.person];
  const seat = directory.seats[place.office];
  const holds = holdersOf(directory, place.office, now).some((h) => h.person === place.person);
  if (!person || !seat || !holds) return null;
  const viewer = { organization: seat.organization, side: place.side, person: person.id };
  return { place, now, snapshot, person, viewer };
}

/** The case as that person may read it, or null where it is not theirs to read. */
async function readingOf(
  holding: Holding,
  session: ReadingSession,
  visit: Visit,
  cases: CaseReader,
): Promise<Reading | null> {
  const { place, snapshot, person, viewer } = holding;
  const found = await cases.find(place.proposal);
  if (!found || !visibleTo(viewer, { kind: 'case', state: found.state })) return null;
  const { state } = found;
  const view = caseView(state, snapshot.worldFor(state.procedure).procedure, viewer);
  const ballotView = ballotViews(state, viewer).find((b) => b.id === place.ballot);
  const ballot = state.ballots[place.ballot];
  const seat = ballot?.seats.find((s) => s.key === place.seat && s.side === viewer.side);
  // A seat that passed to another office meanwhile is not this person's any more.
  if (!view || !ballotView || !ballot || seat?.office !== place.office) return null;
  return {
    kind: 'reading',
    ...holding,
    session,
    language: visit.asked ?? chooseLanguage([session.language ?? undefined, person.language]),
    state,
    ballot,
    seat,
    view,
    ballotView,
    content: contentOr(await cases.content(state.id, state.revision.hash)),
    open: isOpen(state) && ballot.status === 'open',
  };
}
