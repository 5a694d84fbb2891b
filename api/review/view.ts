/**
 * What the reviewers' pages are given: facts and codes, never finished sentences. Templates choose the
 * words, so that every page exists in every language. Instants are ISO strings with zone `Z`; days are
 * "2027-04-22". Nothing optional hides behind `undefined`: what is not there is `null`.
 *
 * What another side may not see must not be put in here: templates show all that they get.
 */
import type { ReplyKind } from '../../domain/ballot/replies';
import type { RuleKind } from '../../domain/procedure/rule-schema';
import type { MoveReason } from '../../domain/proposal/events/clock';
import type { Quoted } from '../../locales/languages';
import type { DiffRun } from '../look/difference';
import type { Frame, PageError } from '../look/frame';

/** What the seat is asked for: an opinion inside its house, a release, a participant's consent, a side's position. */
export type Ask = 'opinion' | 'release' | 'consent' | 'position';

/** What happens when nobody answers. Whether silence may be consent is said first. */
export type Otherwise =
  | Readonly<{ kind: 'wait' }>
  | Readonly<{ kind: 'close'; at: string }>
  | Readonly<{ kind: 'remind'; everyWorkingDays: number }>
  | Readonly<{ kind: 'referUp'; to: Quoted; at: string }>
  | Readonly<{ kind: 'lapse'; at: string }>;

/** One day of the strip. Days stand in order without gaps, from the day of opening to the day it is due. */
export type CalendarDay = Readonly<{ date: string; kind: 'working' | 'weekend' | 'holiday'; name: Quoted | null }>;

export type Due = Readonly<{
  /** The exclusive instant, or null where the step has no deadline. */
  at: string | null;
  workingDaysLeft: number | null;
  workingDays: number | null;
  /** True when the calendar of the last year is not published yet: the date can only move later. */
  calendarNotPublished: boolean;
  today: string;
  dueDay: string | null;
  days: readonly CalendarDay[];
  /** Whether the step passes unless somebody objects. */
  silence: boolean;
  otherwise: readonly Otherwise[];
  /** More time, where this seat has asked for it. */
  extension: Readonly<{ state: 'asked' | 'granted' | 'declined'; workingDays: number; at: string }> | null;
  /** Since when the clock stands: the whole case is on hold, or the reader's own house has suspended it. */
  halted: Readonly<{ why: 'paused' | 'suspended'; since: string }> | null;
  /** Why and when the date moved last; it only ever moves later. */
  moved: Readonly<{ reason: MoveReason; at: string }> | null;
}>;

export type Section = Readonly<{
  key: string;
  title: Quoted | null;
  text: Quoted;
  /** Against the revision that this seat last saw; null when it saw none. */
  state: 'changed' | 'same' | 'new' | 'removed' | null;
  /** The difference, run by run, where `state` is "changed" or "removed". */
  runs: readonly DiffRun[] | null;
}>;

/** A seat of the reader's own house (or an own participant's consent) and what it answered. */
export type OwnSeat = Readonly<{
  name: Quoted;
  you: boolean;
  kind: ReplyKind | null;
  at: string | null;
  /** The round in which it was given, where this one carries it. */
  carriedFrom: number | null;
}>;

/** Another side: its position, since when and until when it is awaited, and nothing else. */
export type OtherSide = Readonly<{
  side: string;
  kind: ReplyKind | null;
  at: string | null;
  carriedFrom: number | null;
  statement: Quoted | null;
  awaitedSince: string | null;
  awaitedUntil: string | null;
}>;

/** A participant of another side and its consent. */
export type OtherConsent = Readonly<{
  participant: Quoted;
  kind: ReplyKind | null;
  at: string | null;
  carriedFrom: number | null;
}>;

export type Standing = Readonly<{
  rule: RuleKind;
  /** For `nOfM`: n. */
  needed: number | null;
  own: readonly OwnSeat[];
  others: readonly OtherSide[];
  consents: readonly OtherConsent[];
  /** What `whatWouldChange` of the tally says. */
  wouldChange: Readonly<{ open: number; forNeeded: number | null; againstEnds: boolean }>;
}>;

export type Comment = Readonly<{ by: Quoted; at: string; text: Quoted }>;

/** What was shown, as it travels through the forms in the fields `shown[…]`. */
export type Shown = Readonly<{
  revision: string;
  language: string;
  procedure: string;
  /** The standing reply of this seat that the page showed, or null. */
  standing: string | null;
}>;

/**
 * What the reader typed; kept through every page of the flow. `kind` is '' until chosen. `days`, `noteNumber` and
 * `noteDate` are as they were typed.
 */
export type Answer = Readonly<{
  kind: ReplyKind | '';
  inside: string;
  statement: string;
  /** What a request for changes is about; none: the whole text. */
  sections: readonly string[];
  /** What an agreement leaves out. */
  except: readonly string[];
  /** How many working days more are asked for. */
  days: string;
  noteNumber: string;
  noteDate: string;
}>;

/** What the step lets this seat answer, and what it asks for beside an answer. */
export type ReplyForm = Readonly<{
  kinds: readonly ReplyKind[];
  /** True in a joint step: a statement for the other sides can be given. */
  withStatement: boolean;
  /** The sections of the text in their order, to choose among. */
  sections: readonly string[];
  /** Whether an agreement can leave some of them out. */
  withExcept: boolean;
  /** The most working days that can be asked for; null where none can, or have been already. */
  mostDays: number | null;
  /** Until when an agreement ad referendum has to be confirmed if it is given now. */
  confirmBy: string | null;
  /** Whether an answer in favour names the note by which the matter goes on. */
  note: 'sent' | 'received' | null;
  /** What becomes of an objection without a reason: nothing where this is null. */
  reason: 'refuse' | 'doNotCount' | null;
  answer: Answer;
  nonce: string;
}>;

/** This seat's standing reply. */
export type Given = Readonly<{
  kind: ReplyKind;
  at: string;
  /** The round in which it was given, where this one carries it. */
  carriedFrom: number | null;
  /** Agreed ad referendum: until when it has to be confirmed. */
  confirmBy: string | null;
}>;

/** What is new since the seat was last asked. */
export type Since = Readonly<{
  /** The present round, as the reader counts them. */
  round: number;
  /** The text that was shown then, where it was another one. */
  before: Readonly<{ number: number; hash: string }> | null;
  participants: boolean;
  /** Title, summary or particulars. */
  frame: boolean;
  attachments: boolean;
}>;

/** Who else may answer, and what a person may do instead of answering. */
export type Instead = Readonly<{
  /** Who may answer by a delegation for this question; `end`: whether the reader can end it. */
  delegates: readonly Readonly<{ person: string; name: string; end: boolean }>[];
  /** Whom the reader can name; null where the reader holds no seat of their own here. */
  choices: readonly Readonly<{ person: string; name: string }>[] | null;
  mayDeclare: boolean;
  typed: Readonly<{ to: string; reason: string; sure: boolean }>;
  nonce: string;
  codeNeeded: boolean;
}>;

/** What every page with a session knows of the case. */
export type CaseHead = Readonly<{
  ref: string;
  zone: string;
  number: string;
  title: Quoted;
  seat: Quoted;
  /** The participant in whose house it is asked, where each has one of its own. */
  inHouse: Quoted | null;
  ask: Ask;
  /** The instrument as this side calls it (a key of locales: instruments). */
  instrument: string;
  participants: readonly Quoted[];
  revision: Readonly<{ number: number; hash: string; at: string }>;
  procedure: Readonly<{ title: Quoted; version: number; hash: string }>;
  shown: Shown;
}>;

/** What the case says beside its texts; data as the proposer's form names them. */
export type Particulars = Readonly<{
  areas: readonly Quoted[];
  /** A day, or null. */
  neededBy: string | null;
  data: readonly Readonly<{ name: string; value: string }>[];
}>;

/** `case.njk`: the case with the reply form. */
export type ReviewPage = Frame &
  CaseHead &
  Readonly<{
    askedBy: Quoted;
    askedAt: string;
    due: Due;
    summary: Quoted;
    /** How each side names the instrument, where it differs from the others. */
    naming: readonly Readonly<{ side: string; instrument: string }>[];
    particulars: Particulars;
    sections: readonly Section[];
    /** In a joint step: how the reader's own side ended its own consideration; null before or elsewhere. */
    house: Readonly<{ positive: boolean }> | null;
    standing: Standing;
    comments: readonly Comment[];
    /** A comment is an act: it takes the answer code where this session has not proven it. */
    commentForm: Readonly<{ text: string; nonce: string; codeNeeded?: boolean }>;
    /** This seat's standing reply; the form then changes it. */
    given: Given | null;
    /** In a later round. */
    since: Since | null;
    /** Null with `noForm` saying why (a refusal's code), for instance "Barred". */
    form: ReplyForm | null;
    noForm: PageError | null;
    /** Null where the reader can do neither. */
    instead: Instead | null;
    errors: readonly PageError[];
    /** What the reader has just done, beside answering. */
    done: Done | null;
  }>;

/** Acts of these pages that are no answers. */
export const DONE = ['commented', 'delegated', 'delegationEnded', 'conflictDeclared'] as const;
export type Done = (typeof DONE)[number];

/** `check.njk`: the answer shown back, with the code where this session has not proven it. */
export type CheckPage = Frame &
  CaseHead &
  Readonly<{ answer: Answer; nonce: string; codeNeeded: boolean; errors: readonly PageError[] }>;

/** What happens after a reply. */
export type NextStep =
  | Readonly<{ kind: 'waitsFor'; seats: readonly Quoted[] }>
  | Readonly<{ kind: 'settled'; positive: boolean }>
  /** The text goes back to the proposer. */
  | Readonly<{ kind: 'returned' }>
  | Readonly<{ kind: 'opens'; seats: readonly Quoted[] }>
  | Readonly<{ kind: 'engine' }>
  | Readonly<{ kind: 'released'; sides: readonly string[] }>
  | Readonly<{ kind: 'waitsForSides'; sides: readonly string[] }>
  | Readonly<{ kind: 'outcome'; outcome: Outcome }>;

export type Outcome = 'agreed' | 'notAgreed' | 'withdrawn' | 'lapsed';

/** `receipt.njk` */
export type ReceiptPage = Frame &
  CaseHead &
  Readonly<{
    reply: Readonly<{
      /** With `requestExtension`: no reply, but recorded all the same. */
      kind: ReplyKind;
      answer: Answer;
      inside: Quoted | null;
      statement: Quoted | null;
      receivedAt: string;
      confirmBy: string | null;
    }>;
    /** The event's hash. */
    eventHash: string;
    /** The registered address, masked ("d•••@fao.example"), or null when no mail goes out. */
    receiptTo: string | null;
    next: readonly NextStep[];
    changeable: boolean;
    changeUntil: string | null;
  }>;

/** `stale.njk`: not recorded; what changed meanwhile; the answer kept and asked again. */
export type StalePage = Frame &
  CaseHead &
  Readonly<{
    why: 'StaleRevision' | 'StaleProcedure' | 'SeatAnsweredMeanwhile';
    /** The revision the reader had before; `revision` and `shown` are the present ones. */
    before: Readonly<{ number: number; hash: string }> | null;
    sections: readonly Section[];
    /** The reply that another holder of this seat gave meanwhile. */
    answered: Readonly<{ kind: ReplyKind; at: string }> | null;
    form: ReplyForm;
  }>;

/** `link.njk`: what a link opens before anything is proven. Holds nothing of the case. */
export type LinkPage = Frame & Readonly<{ ref: string; errors: readonly PageError[] }>;

/** `closed.njk`: the same look for all reasons. Facts of the case only where the session proved itself. */
export type ClosedPage = Frame &
  Readonly<{
    ref: string;
    why:
      | 'unknown'
      | 'superseded'
      | 'holderChanged'
      | 'ballotClosed'
      | 'textChanged'
      | 'returned'
      | 'caseClosed'
      | 'sessionEnded'
      | 'locked';
    /** Null without a session. */
    known: Readonly<{
      zone: string;
      number: string;
      title: Quoted;
      closedAt: string | null;
      /** This seat's reply that counted. */
      given: Readonly<{ kind: ReplyKind; at: string }> | null;
      outcome: Outcome | null;
    }> | null;
    /** Whether the button for a fresh link stands there. */
    fresh: boolean;
  }>;

/** `fresh.njk`: the same for everyone who asks, whoever they are. */
export type FreshPage = Frame & Readonly<{ ref: string }>;

/** `problem.njk`: an error page without a word of the case. */
export type ProblemPage = Frame &
  Readonly<{ status: number; error: PageError; retryAfterSeconds: number | null; requestId: string | null }>;

/** Template by name: what `createRenderer<ReviewViews>` renders. */
export type ReviewViews = {
  'case.njk': ReviewPage;
  'check.njk': CheckPage;
  'receipt.njk': ReceiptPage;
  'stale.njk': StalePage;
  'link.njk': LinkPage;
  'closed.njk': ClosedPage;
  'fresh.njk': FreshPage;
  'problem.njk': ProblemPage;
};
