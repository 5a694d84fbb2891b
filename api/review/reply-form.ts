/** The reply form: what the step lets this seat answer, what it asks beside it, and what is wrong with what was typed. */
import { z } from 'zod';
import { classOf, type ReplyKind } from '../../domain/ballot/replies';
import type { Step } from '../../domain/procedure/schema';
import { confirmBy } from '../../domain/proposal/answer';
import { stepOf } from '../../domain/proposal/settle';
import { createNonce } from '../forms/nonce';
import type { PageError } from '../look/frame';
import { textFaults } from './fields';
import type { Reading } from './situation';
import type { Answer, ReplyForm } from './view';

/** What the form of a seat asks; all but what was typed. */
export type Asks = Omit<ReplyForm, 'answer' | 'nonce'>;

/** Pure. */
export function asksOf(reading: Reading): Asks {
  const { state, ballot, ballotView, seat, snapshot, now } = reading;
  const step = stepOf(state, ballot);
  const kinds = ballot.offers.filter((kind) => isOpenTo(reading, step, kind));
  const world = snapshot.worldFor(state.procedure);
  const sections = state.revision.sections.map((s) => s.key);
  return {
    kinds,
    withStatement: ballotView.joint,
    sections,
    withExcept: sections.length > 1 && kinds.some(isInFavour),
    mostDays: kinds.includes('requestExtension') ? (step.extension?.workingDays ?? null) : null,
    confirmBy: kinds.includes('agreeAdReferendum')
      ? (confirmBy(step, 'agreeAdReferendum', seat.side, now, world) ?? null)
      : null,
    note: step.note ?? null,
    reason: ballotView.joint ? null : (step.negativeNeedsReason ?? null),
  };
}

/** More time is asked for once; an agreement ad referendum needs a time for its confirmation. */
function isOpenTo({ seat }: Reading, step: Step, kind: ReplyKind): boolean {
  if (kind === 'requestExtension') return step.extension !== undefined && seat.extension === null;
  return kind !== 'agreeAdReferendum' || step.adReferendum !== undefined;
}

/** The reply form, with what this browser typed before: nothing, the first time. Pure but for the nonce. */
export const formOf = (reading: Reading, answer: Answer): ReplyForm => ({
  ...asksOf(reading),
  answer,
  nonce: createNonce(reading.session.id),
});

const isInFavour = (kind: ReplyKind | ''): boolean =>
  kind !== '' && (classOf(kind) === 'for' || kind === 'agreeAdReferendum');
const NEGATIVE: readonly (ReplyKind | '')[] = ['object', 'requestChanges', 'reserve'];
const asksForNote = (kind: ReplyKind | '', { note }: Asks): boolean =>
  note !== null && kind !== '' && classOf(kind) === 'for';

/**
 * What of the fields belongs to the kind that was chosen: the boxes under another choice are out of sight, and the next
 * page shows what is left. Pure.
 */
export function answerFor(typed: Answer, asks: Asks): Answer {
  const { kind, statement, sections, except, days, noteNumber, noteDate } = typed;
  const withNote = asksForNote(kind, asks);
  return {
    ...typed,
    // Only a joint step asks for a statement; what its form does not offer is not taken.
    statement: asks.withStatement ? statement : '',
    sections: kind === 'requestChanges' ? sections : [],
    except: asks.withExcept && isInFavour(kind) ? except : [],
    days: kind === 'requestExtension' ? days : '',
    noteNumber: withNote ? noteNumber : '',
    noteDate: withNote ? noteDate : '',
  };
}

const fault = (code: string, field: string, facts: PageError['facts'] = {}): PageError => ({ code, facts, field });

/** What is wrong with an answer, beside the fields. Pure. */
export function faultsOf(answer: Answer, asks: Asks): readonly PageError[] {
  const { kind, inside, statement } = answer;
  const isOffered = kind !== '' && asks.kinds.includes(kind);
  return [
    ...(isOffered ? [] : [fault('KindMissing', 'kind')]),
    ...sectionFaults(answer, asks),
    ...(kind === 'requestExtension' ? timeFaults(answer, asks) : []),
    ...(asksForNote(kind, asks) ? noteFaults(answer) : []),
    ...(kind === 'agreeWithStatement' && asks.withStatement && statement === ''
      ? [fault('StatementMissing', 'statement')]
      : []),
    ...(asks.reason === 'refuse' && NEGATIVE.includes(kind) && inside === '' ? [fault('ReasonMissing', 'inside')] : []),
    ...textFaults(inside, 'inside'),
    ...textFaults(statement, 'statement'),
  ];
}

function sectionFaults({ sections, except }: Answer, asks: Asks): readonly PageError[] {
  const unknown = (named: readonly string[]) => named.some((key) => !asks.sections.includes(key));
  return [
    ...(unknown(sections) ? [fault('SectionGone', 'sections')] : []),
    ...(unknown(except) ? [fault('SectionGone', 'except')] : []),
    ...(except.length > 0 && asks.sections.every((key) => except.includes(key))
      ? [fault('ExceptEverything', 'except')]
      : []),
  ];
}

/** Whoever grants more time in a joint step is of another side: what is for one's own would not reach them. */
function timeFaults({ days, inside }: Answer, { mostDays, withStatement }: Asks): readonly PageError[] {
  const most = mostDays ?? 0;
  const asked = /^\d{1,4}$/.test(days) ? Number(days) : Number.NaN;
  return [
    ...(asked >= 1 && asked <= most ? [] : [fault('DaysWrong', 'days', { max: most })]),
    ...(withStatement && inside !== '' ? [fault('InsideNotTaken', 'inside')] : []),
  ];
}

/** Whether a text is a day of the calendar, as the field gives it or a person types it: year, month and day. */
const isDay = (text: string): boolean => z.iso.date().safeParse(text).success;

function noteFaults({ noteNumber, noteDate }: Answer): readonly PageError[] {
  return [
    ...(noteNumber === '' ? [fault('NoteNumberMissing', 'noteNumber')] : []),
    ...(isDay(noteDate) ? [] : [fault('NoteDateMissing', 'noteDate')]),
    ...textFaults(noteNumber, 'noteNumber'),
  ];
}

/** The field of the form beside which a refusal stands; null for the page as a whole. */
const FIELDS: Readonly<Record<string, string>> = {
  '/kind': 'kind',
  '/inside': 'inside',
  '/statement': 'statement',
  '/workingDays': 'days',
  '/note': 'noteNumber',
  '/note/dated': 'noteDate',
  '/sections': 'sections',
  '/except': 'except',
};

/** Where on the form a refusal stands, by what it points to. Pure. */
export const fieldOf = (pointer: string | undefined): string | null =>
  FIELDS[pointer?.replace(/\/\d+$/, '') ?? ''] ?? null;
