/**
 * What the pages of the board are given: facts and codes, never finished sentences. What another side may not see must
 * not be put in here: templates show all that they get.
 */
import type { ReplyKind } from '../../domain/ballot/replies';
import type { RuleKind } from '../../domain/procedure/rule-schema';
import type { BallotResult, ObligationKind } from '../../domain/proposal/events';
import type { File, SeatExtension, Status } from '../../domain/proposal/state';
import type { Quoted } from '../../locales/languages';
import type { DiffRun } from '../look/difference';
import type { Frame, PageError } from '../look/frame';

/** Who a case waits for: of the own side the office, of another one the side alone. */
export type Waiting = Readonly<{
  office: Quoted | null;
  /** The participant whose house it is, where each has one of its own. */
  house: Quoted | null;
  /** Null where the engine is at work. */
  side: string | null;
  since: string;
  until: string | null;
  /** Its date is over. Of the own side alone: nobody reads of another one that it is late. */
  isPast: boolean;
}>;

/** One case of the list. */
export type Row = Readonly<{
  id: string;
  number: string;
  title: Quoted | null;
  status: Status;
  instrument: string;
  waiting: readonly Waiting[];
  /** How many more it waits for. */
  more: number;
}>;

type InZone = Readonly<{ zone: string; now: string }>;

/** `list.njk`: the cases of one's organization. */
export type ListPage = Frame &
  InZone &
  Readonly<{
    office: Quoted;
    /** The filter in force; null for all that are running. */
    status: Status | null;
    statuses: readonly Status[];
    rows: readonly Row[];
    /** The query of the next page, as it stands in an address; null on the last one. */
    next: string | null;
    isFirst: boolean;
    /** Whether the filter shows what has ended, which stands in another order. */
    isEnded: boolean;
  }>;

/** A section of a text; with `runs` it is shown as what went and what came. */
export type Section = Readonly<{
  key: string;
  title: Quoted | null;
  text: Quoted;
  state: 'changed' | 'new' | 'removed' | null;
  runs: readonly DiffRun[] | null;
}>;

/** Where somebody stands: of the own side by office, of another one by side, or by participant. */
export type SeatLine = Readonly<{
  name: Quoted | null;
  side: string;
  due: string | null;
  extension: SeatExtension['state'] | null;
  reply: ReplyLine | null;
}>;

export type ReplyLine = Readonly<{
  kind: ReplyKind;
  at: string;
  statement: Quoted | null;
  inside: Quoted | null;
  person: string | null;
  onBehalfOf: string | null;
  onPaper: boolean;
  afterDate: boolean;
  /** The round in which it was given, where a later one carries it. */
  carriedFrom: number | null;
  confirmBy: string | null;
  /** What a request for changes is about, and what an agreement leaves out. */
  sections: readonly Quoted[];
  except: readonly Quoted[];
}>;

export type BallotBlock = Readonly<{
  id: string;
  kind: 'joint' | 'release' | 'house';
  /** The participant whose house it is, where each has one of its own. */
  house: Quoted | null;
  offices: readonly Quoted[];
  round: number;
  open: boolean;
  openedAt: string;
  closedAt: string | null;
  due: string | null;
  result: BallotResult | null;
  rule: Readonly<{ kind: RuleKind; needed: number | null; of: number }>;
  seats: readonly SeatLine[];
  tally: Readonly<{ for: number; against: number; neutral: number; open: number }>;
  wouldChange: Readonly<{ open: number; forNeeded: number | null; againstEnds: boolean }> | null;
}>;

export type OfferLine = Readonly<{
  number: number;
  organization: Quoted;
  changed: readonly Quoted[];
  /** The difference to the current text: nobody releases or accepts what they have not seen. */
  sections: readonly Section[];
  releasedAt: string | null;
  accepted: readonly Quoted[];
  missing: readonly Quoted[];
}>;

/** A wish for changes, or what lacks in a file, that has crossed to the proposer. */
export type WishLine = Readonly<{
  side: string;
  participant: Quoted | null;
  at: string;
  sections: readonly Quoted[];
  statements: readonly Quoted[];
}>;

/** A file that an office of the own house looks through. */
export type HouseFileLine = Readonly<{ office: Quoted; house: Quoted | null; status: File['status']; since: string }>;

export type ObligationLine = Readonly<{
  kind: ObligationKind;
  side: string;
  due: string | null;
  metOn: string | null;
  number: string | null;
  unverified: boolean;
  fellDue: boolean;
}>;

export type AttachmentLine = Readonly<{
  sha256: string;
  name: string;
  bytes: number;
  owner: string;
  audience: 'inside' | 'released';
}>;
export type TimelineLine = Readonly<{ at: string; text: Quoted; side: string | null; note: Quoted | null }>;
export type DeliveryLine = Readonly<{
  kind: string;
  office: Quoted | null;
  person: string;
  state: 'queued' | 'sent' | 'overtaken' | 'dead';
  at: string;
  attempts: number;
  /** What the relay said, as it said it. */
  result: string | null;
}>;

/** A comment or question of the own side, or one that another side has released. */
export type CommentLine = Readonly<{
  id: string;
  by: Quoted;
  person: string | null;
  at: string;
  text: Quoted | null;
  asks: boolean;
  /** Only the own side reads it, or it waits to cross. */
  audience: 'inside' | 'waits' | 'others';
  section: Quoted | null;
}>;

/** What a form asks. `options` stand only with a choice: a name, or the words of ours for it. */
export type Input = Readonly<{
  kind: 'text' | 'line' | 'number' | 'date' | 'choice';
  name: string;
  rows: number;
  value: string;
  options: readonly Readonly<{ value: string; name: Quoted | null; words: string | null }>[];
}>;

/** A form of the case page. `key` names its parts; `act` is the end of its address and finds its words. */
export type ActForm = Readonly<{
  key: string;
  act: string;
  about: readonly Quoted[];
  nonce: string;
  hidden: readonly Readonly<{ name: string; value: string }>[];
  inputs: readonly Input[];
  buttons: readonly string[];
  /** It was sent and is not recorded: it stands open. */
  isOpen: boolean;
}>;

/** `case.njk`: one case as a person of one side reads it. */
export type CasePage = Frame &
  InZone &
  Readonly<{
    id: string;
    number: string;
    title: Quoted | null;
    status: Status;
    side: string;
    instrument: string;
    /** How each side names the instrument, where they do not name it alike. */
    naming: readonly Readonly<{ side: string; instrument: string }>[];
    participants: readonly Readonly<{ name: Quoted; side: string }>[];
    areas: readonly Quoted[];
    neededBy: string | null;
    data: readonly Readonly<{ name: string; value: string }>[];
    procedure: Readonly<{ title: Quoted; version: number }>;
    since: string;
    releasedAt: string | null;
    outcome: Readonly<{ result: string; at: string; takesPart: readonly Quoted[] | null; tooFew: boolean }> | null;
    signedOn: string | null;
    heldWith: readonly Quoted[];
    waiting: readonly Waiting[];
    summary: Quoted | null;
    revision: Readonly<{ number: number; hash: string; language: string; round: number }>;
    sections: readonly Section[];
    ballots: readonly BallotBlock[];
    offers: readonly OfferLine[];
    returns: readonly WishLine[];
    lacking: readonly WishLine[];
    houseFiles: readonly HouseFileLine[];
    obligations: readonly ObligationLine[];
    attachments: readonly AttachmentLine[];
    timeline: readonly TimelineLine[];
    deliveries: readonly DeliveryLine[];
    comments: readonly CommentLine[];
    acts: readonly ActForm[];
    /** Whether the form for comments is among them: it stands with the comments. */
    canComment: boolean;
    /** The act that was just recorded. */
    done: string | null;
    /** What was typed into a form that is not open any more. */
    kept: readonly string[];
    errors: readonly PageError[];
  }>;

export type BoardViews = { 'list.njk': ListPage; 'case.njk': CasePage };
