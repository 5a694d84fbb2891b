/**
 * Where a visitor stands: what a ref, a session and the case together allow to be shown. Asked at every step anew,
 * so that a page never shows what has stopped being the reader's to see.
 *
 *   unopened        no session, or no such ref: the link page, the same for everyone
 *   expired         a session that is over: nothing is shown, its draft is kept for the same browser
 *   holderChanged   the person does not answer for the seat any more: nothing is shown
 *   reading         the case may be read; `open` says whether the ballot still takes answers
 *
 * A link outlives the round in which it was mailed: where its seat is asked, or carried, in a later one, it leads there.
 * It proves no less than a new one, for the same person and seat, and nobody has to find the newest of several mails.
 */
import type { Person } from '../../domain/directory/directory';
import { officeOf, speakersFor } from '../../domain/proposal/eligibility';
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

/** Somebody at their seat: in the ballot of their link, or in that of a later round. */
export type Holding = Readonly<{
  place: Place;
  now: Instant;
  snapshot: Snapshot;
  person: Person;
  viewer: Viewer;
  state: Case;
  ballot: Ballot;
  seat: Seat;
}>;

/** The person at the place of a ref, or null where that person does not answer for the seat any more. */
export async function holdingOf(
  { place, now, catalogue }: { place: Place; now: Instant; catalogue: string },
  { catalogue: catalogues, cases }: Pick<Sources, 'catalogue' | 'cases'>,
): Promise<Holding | null> {
  const [snapshot, found] = await Promise.all([catalogues.ensure(catalogue), cases.find(place.proposal)]);
  const { directory } = snapshot;
  const [person, office] = [directory.people[place.person], directory.seats[place.office]];
  if (!found || !person || !office) return null;
  const { state } = found;
  const ballot = ballotNow(state, place);
  const seat = ballot && seatIn(ballot, place);
  // A seat that passed to another office meanwhile is not this person's any more.
  if (!ballot || !seat || officeOf(state, seat) !== place.office) return null;
  if (!speakersFor(state, seat, directory, now).some((s) => s.person === place.person)) return null;
  const viewer = { organization: office.organization, side: place.side, person: person.id };
  return { place, now, snapshot, person, viewer, state, ballot, seat };
}

const seatIn = (ballot: Ballot, { seat, side }: Place): Seat | undefined =>
  ballot.seats.find((s) => s.key === seat && s.side === side);

/** The ballot of a link, or that of the latest round in which the same step has the same seat. Pure. */
function ballotNow(state: Case, place: Place): Ballot | undefined {
  const asked = state.ballots[place.ballot];
  if (!asked) return undefined;
  return Object.values(state.ballots)
    .filter((b) => b.track === asked.track && b.step === asked.step && b.round >= asked.round && seatIn(b, place))
    .toSorted((a, b) => b.round - a.round)[0];
}

/** The case as that person may read it, or null where it is not theirs to read. */
async function readingOf(
  holding: Holding,
  session: ReadingSession,
  visit: Visit,
  cases: CaseReader,
): Promise<Reading | null> {
  const { state, ballot, snapshot, person, viewer } = holding;
  if (!visibleTo(viewer, { kind: 'case', state })) return null;
  const view = caseView(state, snapshot.worldFor(state.procedure).procedure, viewer);
  const ballotView = ballotViews(state, viewer).find((b) => b.id === ballot.id);
  if (!view || !ballotView) return null;
  return {
    kind: 'reading',
    ...holding,
    session,
    language: visit.asked ?? chooseLanguage([session.language ?? undefined, person.language]),
    view,
    ballotView,
    content: contentOr(await cases.content(state.id, state.revision.hash)),
    open: isOpen(state) && ballot.status === 'open',
  };
}
