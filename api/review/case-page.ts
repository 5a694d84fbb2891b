/** The page of the case with the reply form. */
import { capacityOf } from '../../domain/proposal/eligibility';
import type { EventData } from '../../domain/proposal/events';
import { createNonce } from '../forms/nonce';
import type { PageError } from '../look/frame';
import { quote } from './content';
import { draftOf } from './draft';
import { dueOf, lastMove } from './due';
import { NOTHING_TYPED } from './fields';
import { headOf, nameOf, readingFrame, shownNow } from './head';
import { insteadOf } from './instead';
import { keptTexts } from './kept-texts';
import { particularsOf } from './particulars';
import type { Parts } from './parts';
import { formOf } from './reply-form';
import { sinceThen } from './since';
import type { Reading } from './situation';
import { standingOf, statementsIn } from './standing';
import type { Answer, Comment, Done, Given, Instead, ReviewPage } from './view';
import type { Visit } from './visit';

export type CaseExtras = Readonly<{
  answer?: Answer;
  comment?: string;
  instead?: Partial<Instead['typed']>;
  errors?: readonly PageError[];
  done?: Done | null;
}>;

export async function casePage(
  visit: Visit,
  reading: Reading,
  { texts, cases, events }: Pick<Parts, 'texts' | 'cases' | 'events'>,
  { answer, comment = '', instead = {}, errors = [], done = null }: CaseExtras = {},
): Promise<ReviewPage> {
  const { state, ballot, session, content } = reading;
  const noForm = whyNoForm(reading);
  const [kept, moved, { since, sections }, comments] = await Promise.all([
    keptTexts(cases, reading, statementsIn(reading.ballotView)),
    lastMove(reading, events),
    sinceThen(reading, { cases, events }),
    commentsOf(reading, { cases, events }),
  ]);
  return {
    ...readingFrame(visit, texts, reading, `/review/${visit.ref}`),
    ...headOf(reading),
    askedBy: nameOf(reading, state.submitter.organization),
    askedAt: ballot.openedAt,
    due: dueOf(reading, moved),
    summary: quote(content.summary, shownNow(reading).language),
    naming: namingOf(reading),
    particulars: particularsOf(reading),
    sections,
    since,
    house: houseOf(reading),
    standing: standingOf(reading, kept),
    comments,
    commentForm: { text: comment, nonce: createNonce(session.id), codeNeeded: !session.codeProven },
    given: givenOf(reading),
    form: noForm ? null : formOf(reading, answer ?? typedBefore(reading)),
    noForm,
    instead: insteadOf(reading, instead),
    errors,
    done,
  };
}

/** This seat's standing reply, as its own side reads it. Pure. */
export function givenOf({ ballotView, seat }: Reading): Given | null {
  const reply = ballotView.seats.find((s) => s.key === seat.key && s.side === seat.side)?.reply;
  if (!reply) return null;
  const { kind, at, carriedFrom = null, confirmBy = null } = reply;
  return { kind, at, carriedFrom, confirmBy };
}

/** An answer that was chosen and not recorded yet comes back; a recorded one does not choose itself again. */
function typedBefore({ session }: Reading): Answer {
  const draft = draftOf(session.draft);
  return draft && draft.recorded === null ? draft.answer : NOTHING_TYPED;
}

/** Why this person cannot answer here, or null. Pure. */
export function whyNoForm({ state, ballot, seat, person, snapshot, now }: Reading): PageError | null {
  if (state.stops.some((s) => s.track === ballot.track && s.side === seat.side)) {
    return { code: 'CaseStopped', facts: {}, field: null };
  }
  const reason = capacityOf(state, { ballot, seat }, person.id, snapshot.directory, now)?.bar ?? null;
  return reason ? { code: 'Barred', facts: { reason }, field: null } : null;
}

/** How the reader's own side ended its own consideration, for whoever speaks for it in the joint step. Pure. */
function houseOf({ ballotView, state, viewer }: Reading): ReviewPage['house'] {
  const settled = Object.values(state.tracks).filter((t) => t.side === viewer.side && t.result !== null);
  if (!ballotView.joint || settled.length === 0) return null;
  return { positive: settled.every((t) => t.result === 'positive') };
}

/** How the sides name the instrument, where they do not name it alike. Pure. */
function namingOf({ view }: Reading): ReviewPage['naming'] {
  const names = view.sides.map((side) => ({ side, instrument: view.calls[side] ?? view.instrument }));
  return new Set(names.map((n) => n.instrument)).size > 1 ? names : [];
}

/** More than any case has; the record keeps all, a page need not show more. */
const COMMENTS_AT_MOST = 200;

/** Questions and comments of the reader's own house, oldest first. */
async function commentsOf(
  reading: Reading,
  { cases, events }: Pick<Parts, 'cases' | 'events'>,
): Promise<readonly Comment[]> {
  const { state, viewer } = reading;
  const query = { cursor: null, limit: COMMENTS_AT_MOST, types: ['Commented'] as const };
  const { items } = await events.list(state.id, [viewer.side], query);
  const made = items.flatMap(({ at, payload }) =>
    payload === null ? [] : [{ at, data: JSON.parse(payload) as EventData<'Commented'> }],
  );
  const kept = await keptTexts(
    cases,
    reading,
    made.map(({ data }) => data.text.hash),
  );
  return made.flatMap(({ at, data }) => {
    const text = kept.quote(data.text);
    return text ? [{ by: nameOf(reading, data.organization), at, text }] : [];
  });
}
