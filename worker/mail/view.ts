/**
 * What a mail is given: facts and codes; templates choose the words. Instants are ISO strings with zone `Z`.
 *
 * No person is named in any mail: the office is enough, and a mail may be read by others. Link and code are
 * minted at the claim of a delivery and live in nothing but the mail itself.
 */
import type { ReplyKind } from '../../domain/ballot/replies';
import type { NoticeName } from '../../domain/proposal/effects';
import type { ObligationKind, StopReason } from '../../domain/proposal/events';
import type { Quoted } from '../../locales/languages';

type Head = Readonly<{
  /** The reader's time zone (IANA). */
  zone: string;
  number: string;
  title: Quoted;
}>;

export type MailOtherwise =
  | Readonly<{ kind: 'wait' }>
  | Readonly<{ kind: 'remind'; everyWorkingDays: number }>
  | Readonly<{ kind: 'referUp'; to: Quoted; at: string }>
  | Readonly<{ kind: 'lapse'; at: string }>;

export type RequestMail = Head &
  Readonly<{
    seat: Quoted;
    /** The participant in whose house it is asked, where each has one of its own. */
    house: Quoted | null;
    ask: 'opinion' | 'release' | 'consent' | 'position';
    /** The instrument as the reader's side calls it. */
    instrument: string;
    participants: readonly Quoted[];
    askedBy: Quoted;
    askedAt: string;
    revision: number;
    due: string | null;
    workingDays: number | null;
    otherwise: readonly MailOtherwise[];
    /** The summary, in the best language for the reader. */
    brief: Quoted;
    /** `https://…/review/<ref>#<token>` */
    link: string;
    /** Eight digits. */
    code: string;
  }>;

/** A reminder says all that the request said, and since when the answer is awaited. */
export type ReminderMail = RequestMail & Readonly<{ awaitedSince: string }>;

export type ReceiptMail = Head &
  Readonly<{
    seat: Quoted;
    kind: ReplyKind;
    inside: Quoted | null;
    statement: Quoted | null;
    receivedAt: string;
    revision: number;
    /** The language version that was shown ("th"). */
    shownLanguage: string;
    procedureVersion: number;
    revisionHash: string;
    eventHash: string;
    changeable: boolean;
    changeUntil: string | null;
  }>;

export type OutcomeMail = Head &
  Readonly<{
    outcome: 'agreed' | 'notAgreed' | 'withdrawn' | 'lapsed';
    endedAt: string;
    /** Each side's position, as the reader may see it; empty for a case that ended in its own house. */
    positions: readonly Readonly<{ side: string; kind: ReplyKind | null; statement: Quoted | null }>[];
    /** True when the case ended before its release. */
    insideOnly: boolean;
  }>;

/** Holds nothing of the case but its number: it answers a button that anybody can press. */
export type FreshMail = Readonly<{
  zone: string;
  number: string;
  seat: Quoted;
  due: string | null;
  link: string;
  code: string;
}>;

/** To the coordination unit: a case of its side cannot go on. */
export type StoppedMail = Head & Readonly<{ reason: StopReason; place: string; stoppedAt: string }>;

/** Tells something that asks for no reply to a ballot. Whoever acts on it signs in. */
export type NoticeMail = Head &
  Readonly<{
    about: NoticeName;
    /** The office of the reader's own side that it is about. */
    office: Quoted | null;
    /** The other side that it is about. */
    side: string | null;
    until: string | null;
    /** Working days. */
    days: number | null;
    revision: number | null;
    obligation: ObligationKind | null;
    quotes: readonly Quoted[];
    board: string;
  }>;

/** The code of a sign-in. Belongs to no case, and holds no link: the code is typed where it was asked for. */
export type SignInMail = Readonly<{
  zone: string;
  /** Eight digits, or sixteen. */
  code: string;
  /** How long the code works. */
  until: string;
  /** Where people reach this instance, without a path. */
  site: string;
}>;

export type Mails = {
  request: RequestMail;
  reminder: ReminderMail;
  receipt: ReceiptMail;
  outcome: OutcomeMail;
  fresh: FreshMail;
  stopped: StoppedMail;
  notice: NoticeMail;
  signIn: SignInMail;
};

export type MailKind = keyof Mails;
/** Mails about a case. */
export type CaseMailKind = Exclude<MailKind, 'signIn'>;
export type RenderedMail = Readonly<{ subject: string; html: string; text: string }>;
