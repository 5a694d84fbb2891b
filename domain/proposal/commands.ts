/**
 * Commands (acts of people) and moves (acts of the engine), both in the imperative. Instants, ids, the
 * actor and references to stored texts arrive with them: nothing below reads a clock or makes an id.
 */
import type { ReplyKind } from '../ballot/replies';
import type { Instant } from '../time/instant';
import type { ProcedureRef, Revision, TextRef } from './events';

export type Actor = Readonly<{ person: string; organization: string; side: string; channel: 'api' | 'mail' }>;

export type Shown = Readonly<{
  revision: string;
  language: string;
  procedure: string;
  /** The id of the seat's standing reply that was shown; null where none was. */
  standing: string | null;
}>;

export type Submit = Readonly<{
  type: 'submit';
  at: Instant;
  actor: Actor;
  number: string;
  procedure: ProcedureRef;
  instrument: string;
  participants: readonly string[];
  sides: readonly string[] | null;
  submittedBy: string;
  drafters: readonly string[];
  areas: readonly string[];
  neededBy: string | null;
  revision: Revision;
}>;

export type Reply = Readonly<{
  type: 'reply';
  at: Instant;
  actor: Actor;
  ballot: string;
  seat: string;
  kind: ReplyKind;
  inside: TextRef | null;
  statement: TextRef | null;
  shown: Shown;
}>;

export type Comment = Readonly<{
  type: 'comment';
  at: Instant;
  actor: Actor;
  comment: string;
  text: TextRef;
  section: string | null;
}>;

export type Withdraw = Readonly<{ type: 'withdraw'; at: Instant; actor: Actor; reason: TextRef | null }>;

export type Command = Submit | Reply | Comment | Withdraw;

/** What the engine does by itself. No route can ask for one. */
export type Move =
  | Readonly<{ type: 'enter'; stage: number }>
  | Readonly<{ type: 'open'; track: string }>
  | Readonly<{ type: 'remind'; ballot: string; seats: readonly string[] }>
  | Readonly<{ type: 'referUp'; ballot: string }>
  | Readonly<{ type: 'lapse'; ballot: string }>
  | Readonly<{ type: 'merge'; stage: string }>
  | Readonly<{ type: 'conclude'; outcome: 'agreed' | 'notAgreed' | 'lapsed' }>;
