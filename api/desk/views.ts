/**
 * What the pages of the desk are given: facts and codes, never finished sentences. All of it is of the registrar's own
 * side, or of the case.
 */
import type { ReplyKind } from '../../domain/ballot/replies';
import type { LocalDate } from '../../domain/time/instant';
import type { Language, Quoted } from '../../locales/languages';
import type { Frame, PageError } from '../look/frame';
import type { Typed } from './typed';

type InZone = Readonly<{ zone: string; now: string }>;

/** A question that an office of the own side is asked. */
export type QuestionRow = Readonly<{
  address: string;
  number: string;
  title: Quoted | null;
  office: Quoted;
  /** The participant in whose house it is asked, where each has one of its own. */
  house: Quoted | null;
  since: string;
  due: string | null;
  isPast: boolean;
  /** The deadline closed it; what was received in time can still be entered. */
  isClosed: boolean;
  answered: ReplyKind | null;
}>;

/** An answer that waits for a second registrar. */
export type WaitingRow = Readonly<{
  address: string;
  number: string;
  title: Quoted | null;
  office: Quoted;
  kind: ReplyKind;
  paper: string;
  received: LocalDate;
  enteredBy: string;
  isMine: boolean;
}>;

/** `list.njk` */
export type ListPage = Frame &
  InZone &
  Readonly<{
    office: Quoted;
    /** What was searched for, or "". */
    sought: string;
    questions: readonly QuestionRow[];
    /** How many more there are. */
    more: number;
    waiting: readonly WaitingRow[];
  }>;

/** What every page of a seat says of its case. */
export type SeatHead = Frame &
  InZone &
  Readonly<{
    address: string;
    number: string;
    title: Quoted | null;
    office: Quoted;
    /** The participant in whose house it is asked, where each has one of its own. */
    house: Quoted | null;
    ask: 'release' | 'consent' | 'position' | 'opinion';
    instrument: string;
    participants: readonly Quoted[];
    since: string;
    due: string | null;
    /** The last day on which the incoming register may have received the answer. */
    lastDay: LocalDate | null;
    revision: Readonly<{ number: number; hash: string; languages: readonly string[] }>;
  }>;

export type EntryFacts = Readonly<{
  kind: ReplyKind;
  number: string;
  dated: LocalDate;
  received: LocalDate;
  /** Name and title, each on its line; null where the text was destroyed. */
  signatory: Quoted | null;
  scan: Readonly<{ sha256: string; name: string | null; address: string | null }> | null;
  sections: readonly string[];
  inside: Quoted | null;
  statement: Quoted | null;
  note: Readonly<{ number: string; dated: LocalDate }> | null;
  language: string;
  revision: string;
}>;

/** `form.njk`: the answer is filled in. */
export type FormPage = SeatHead &
  Readonly<{
    nonce: string;
    joint: boolean;
    kinds: readonly ReplyKind[];
    sections: readonly string[];
    withNote: boolean;
    typed: Typed;
    /** The name of the scan that is kept already. */
    scanName: string | null;
    procedure: string;
    standing: Readonly<{ id: string; kind: ReplyKind; at: string }> | null;
    isLate: boolean;
    isClosed: boolean;
    /** Why nothing can be entered; then there is no form. */
    noForm: PageError | null;
    errors: readonly PageError[];
  }>;

/** `check.njk`: the entry once more, before it is recorded. */
export type CheckPage = SeatHead &
  Readonly<{ nonce: string; typed: Typed; entry: EntryFacts; waits: boolean; afterDate: boolean }>;

/** `confirm.njk`: a second registrar looks at it. */
export type ConfirmPage = SeatHead &
  Readonly<{
    nonce: string;
    entry: EntryFacts;
    /** Names the entry in the address. */
    name: string;
    enteredBy: string;
    isMine: boolean;
    isClosed: boolean;
    afterDate: boolean;
    errors: readonly PageError[];
  }>;

/** `receipt.njk` */
export type ReceiptPage = SeatHead &
  Readonly<{
    entry: EntryFacts;
    state: 'counts' | 'waits' | 'refused';
    afterDate: boolean;
    enteredBy: string;
    confirmedBy: string | null;
    at: string;
    hash: string;
  }>;

/** `letter.njk`: the request and the answer form, on paper. */
export type LetterPage = SeatHead &
  Readonly<{
    unit: Quoted;
    askedBy: Quoted;
    today: LocalDate;
    summary: Quoted | null;
    /** The language of the text that the letter quotes. */
    shown: string;
    sections: readonly string[];
    procedure: Quoted;
    joint: boolean;
    kinds: readonly ReplyKind[];
    withNote: boolean;
    returnTo: Quoted;
    /** In which languages it can be written. */
    choices: readonly Language[];
  }>;

export type DeskViews = {
  'list.njk': ListPage;
  'form.njk': FormPage;
  'check.njk': CheckPage;
  'confirm.njk': ConfirmPage;
  'receipt.njk': ReceiptPage;
  'letter.njk': LetterPage;
};
