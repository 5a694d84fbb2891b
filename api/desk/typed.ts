/**
 * An answer on paper as a registrar typed it, and what is wrong with it before the case is asked. Typing is read
 * leniently and kept as it is, so that a page with errors shows all of it again.
 */
import { REPLY_KINDS, type ReplyKind } from '../../domain/ballot/replies';
import type { LocalDate } from '../../domain/time/instant';
import type { Reply } from '../ballots/reply-schemas';
import { type Fields, textOf } from '../forms/fields';
import type { PageError } from '../look/frame';
import { textFaults } from '../review/fields';
import { readDay, type TypedDay, typedDay } from './day';

export type Typed = Readonly<{
  kind: ReplyKind | '';
  number: string;
  dated: TypedDay;
  received: TypedDay;
  name: string;
  title: string;
  /** The hash of a scan that is kept already, or "". */
  scan: string;
  inside: string;
  statement: string;
  sections: readonly string[];
  noteNumber: string;
  noteDated: TypedDay;
  /** The revision that the registrar found named on the paper: ticked, never filled in. */
  revision: string;
  language: string;
  procedure: string;
  standing: string;
}>;

const MOST = 200;

/** What a form sent, whatever it is. Pure. */
export const typedOf = (fields: Fields): Typed => ({
  kind: REPLY_KINDS.find((kind) => kind === fields.kind) ?? '',
  number: textOf(fields, 'number'),
  dated: typedDay(fields, 'dated'),
  received: typedDay(fields, 'received'),
  name: textOf(fields, 'name'),
  title: textOf(fields, 'title'),
  scan: /^[0-9a-f]{64}$/.test(fields.scan ?? '') ? (fields.scan ?? '') : '',
  inside: textOf(fields, 'inside'),
  statement: textOf(fields, 'statement'),
  sections: Object.keys(fields).flatMap((name) => /^section\.(.{1,200})$/.exec(name)?.[1] ?? []),
  noteNumber: textOf(fields, 'noteNumber'),
  noteDated: typedDay(fields, 'noteDated'),
  revision: textOf(fields, 'revision').slice(0, MOST),
  language: textOf(fields, 'language').slice(0, 20),
  procedure: textOf(fields, 'procedure').slice(0, MOST),
  standing: textOf(fields, 'standing').slice(0, 500),
});

const beside = (code: string, field: string, facts: PageError['facts'] = {}): PageError => ({ code, facts, field });

const missing = (text: string, code: string, field: string): readonly PageError[] =>
  text === '' ? [beside(code, field)] : [];

/** A single line: short, and nothing in it that could not be recorded. */
const lineFaults = (text: string, field: string): readonly PageError[] => {
  if (text.length > MOST) return [beside('TextTooLong', field, { max: MOST })];
  return /[\n\t]/.test(text) ? [beside('ControlCharacter', field)] : textFaults(text, field);
};

function dayFaults(typed: TypedDay, field: 'dated' | 'received' | 'noteDated'): readonly PageError[] {
  const read = readDay(typed);
  return 'fault' in read ? [beside(`${field}${read.fault}`, field)] : [];
}

type Asked = Readonly<{ kinds: readonly ReplyKind[]; withNote: boolean }>;

/** What is wrong with what was typed, in the order of the form. Pure. */
export function faultsOf(typed: Typed, { kinds, withNote }: Asked): readonly PageError[] {
  const { kind, number, name, title, sections, noteNumber, revision } = typed;
  return [
    ...(kind !== '' && kinds.includes(kind) ? [] : [beside('KindMissing', 'kind')]),
    ...(sections.length > 0 && kind !== '' && sectionsIn(kind) === null ? [beside('SectionsUnasked', 'sections')] : []),
    ...textFaults(typed.inside, 'inside'),
    ...textFaults(typed.statement, 'statement'),
    ...missing(number, 'PaperNumberMissing', 'number'),
    ...lineFaults(number, 'number'),
    ...dayFaults(typed.dated, 'dated'),
    ...dayFaults(typed.received, 'received'),
    ...missing(name, 'NameMissing', 'name'),
    ...lineFaults(name, 'name'),
    ...missing(title, 'TitleMissing', 'title'),
    ...lineFaults(title, 'title'),
    ...(withNote && hasNote(typed) ? missing(noteNumber, 'NoteNumberMissing', 'noteNumber') : []),
    ...(withNote && hasNote(typed) ? dayFaults(typed.noteDated, 'noteDated') : []),
    ...lineFaults(noteNumber, 'noteNumber'),
    ...missing(revision, 'RevisionUnticked', 'revision'),
  ];
}

const hasNote = ({ noteNumber, noteDated }: Typed): boolean =>
  [noteNumber, noteDated.day, noteDated.month, noteDated.year].some((text) => text !== '');

/** What the named sections are in an answer of a kind: those that should change, or those that it leaves out. Pure. */
export function sectionsIn(kind: ReplyKind): 'sections' | 'except' | null {
  if (kind === 'requestChanges') return 'sections';
  return kind.startsWith('agree') ? 'except' : null;
}

/** The day that was typed; only for what `faultsOf` has let through. */
export function dateOf(typed: TypedDay): LocalDate {
  const read = readDay(typed);
  if ('fault' in read) throw new Error('A day with a fault was taken for a date');
  return read.date;
}

/** What was typed as an answer, only once `faultsOf` has found nothing. Pure. */
export function replyTyped(typed: Typed, seat: string): Reply {
  const { kind, number, name, title, scan, inside, statement, sections, noteNumber } = typed;
  const { revision, language, procedure, standing } = typed;
  if (kind === '') throw new Error('An answer without a kind was let through');
  const named = sections.length > 0 ? sectionsIn(kind) : null;
  return {
    seat,
    kind,
    inside: inside || null,
    statement: statement || null,
    ...(named ? { [named]: [...sections] } : {}),
    ...(hasNote(typed) ? { note: { number: noteNumber, dated: dateOf(typed.noteDated) } } : {}),
    shown: { revision, language, procedure, standing: standing || null },
    paper: {
      number,
      dated: dateOf(typed.dated),
      received: dateOf(typed.received),
      signatory: { name, title },
      scan: scan || null,
    },
  };
}

/** Beside which field a refusal of the case stands. Pure. */
export function fieldOf(pointer: string | undefined): string | null {
  const [, first = '', second = ''] = (pointer ?? '').split('/');
  const named = first === 'paper' || first === 'shown' ? second : first;
  if (first === 'note') return second === 'dated' ? 'noteDated' : 'noteNumber';
  if (named === 'except') return 'sections';
  return FIELDS.find((field) => field === named) ?? null;
}

const FIELDS = [
  'kind',
  'inside',
  'statement',
  'sections',
  'number',
  'dated',
  'received',
  'scan',
  'revision',
  'language',
];
