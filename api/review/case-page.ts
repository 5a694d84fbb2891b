/** The page of the case with the reply form. */
import { barredFrom } from '../../domain/proposal/eligibility';
import type { EventData } from '../../domain/proposal/events';
import { isStopped } from '../../domain/proposal/state';
import { createNonce } from '../forms/nonce';
import type { PageError } from '../look/frame';
import { quote } from './content';
import { draftOf } from './draft';
import { dueOf } from './due';
import { headOf, nameOf, readingFrame, shownNow } from './head';
import { keptTexts } from './kept-texts';
import { particularsOf } from './particulars';
import type { Parts } from './parts';
import type { Reading } from './situation';
import { standingOf, statementsIn } from './standing';
import type { Answer, Comment, ReplyForm, ReviewPage, Section } from './view';
import type { Visit } from './visit';

export type CaseExtras = Readonly<{
  answer?: Answer;
  comment?: string;
  errors?: readonly PageError[];
  commented?: boolean;
}>;

const NOTHING_TYPED: Answer = { kind: '', inside: '', statement: '' };

export async function casePage(
  visit: Visit,
  reading: Reading,
  { texts, cases, events }: Pick<Parts, 'texts' | 'cases' | 'events'>,
  { answer, comment = '', errors = [], commented = false }: CaseExtras = {},
): Promise<ReviewPage> {
  const { state, ballot, seat, session, content } = reading;
  const noForm = whyNoForm(reading);
  const kept = await keptTexts(cases, reading, statementsIn(reading.ballotView));
  return {
    ...readingFrame(visit, texts, reading, `/review/${visit.ref}`),
    ...headOf(reading),
    askedBy: nameOf(reading, state.submitter.organization),
    askedAt: ballot.openedAt,
    due: dueOf(reading),
    summary: quote(content.summary, shownNow(reading).language),
    naming: namingOf(reading),
    particulars: particularsOf(reading),
    sections: sectionsOf(reading),
    house: houseOf(reading),
    standing: standingOf(reading, kept),
    comments: await commentsOf(reading, { cases, events }),
    commentForm: { text: comment, nonce: createNonce(session.id), codeNeeded: !session.codeProven },
    given: seat.reply && { kind: seat.reply.kind, at: seat.reply.at },
    form: noForm ? null : formOf(reading, answer ?? typedBefore(reading)),
    noForm,
    errors,
    commented,
  };
}

/** The reply form, with what this browser typed before: nothing, the first time. Pure but for the nonce. */
export const formOf = ({ ballot, ballotView, session }: Reading, answer: Answer): ReplyForm => ({
  kinds: ballot.offers,
  withStatement: ballotView.joint,
  answer,
  nonce: createNonce(session.id),
});

/** An answer that was chosen and not recorded yet comes back; a recorded one does not choose itself again. */
function typedBefore({ session }: Reading): Answer {
  const draft = draftOf(session.draft);
  return draft && draft.recorded === null ? draft.answer : NOTHING_TYPED;
}

/** Why this person cannot answer here, or null. Pure. */
export function whyNoForm({ state, ballot, seat, person }: Reading): PageError | null {
  if (isStopped(state, ballot.track)) return { code: 'CaseStopped', facts: {}, field: null };
  const reason = barredFrom(state, ballot, seat, person.id);
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

function sectionsOf(reading: Reading): readonly Section[] {
  const { language } = shownNow(reading);
  return reading.content.sections.map(({ key, text }) => ({
    key,
    title: null,
    text: quote(text, language),
    state: null,
    runs: null,
  }));
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
