/** The case between people: delegation, conflicts of interest, holders that change, answers on paper. */
import type { ReplyKind } from '../../ballot/replies';
import type { LocalDate } from '../../time/instant';
import type { BallotClock, Paper, TextRef } from './shapes';

export type PaperReply = Readonly<{
  ballot: string;
  seat: string;
  /** Names the entry until it is confirmed. */
  entry: string;
  kind: ReplyKind;
  language: string;
  procedure: string;
  revision: string;
  /** The seat's standing reply when it was entered; null or absent where there was none. */
  standing?: string | null | undefined;
  statement: TextRef | null;
  inside: TextRef | null;
  note?: Readonly<{ number: string; dated: LocalDate }> | undefined;
  sections?: readonly string[] | undefined;
  except?: readonly string[] | undefined;
  paper: Paper;
}>;

export type PeopleEvents = {
  Delegated: Readonly<{ ballot: string; seat: string; from: string; to: string }>;
  DelegationEnded: Readonly<{ ballot: string; seat: string; from: string; to: string }>;
  ConflictDeclared: Readonly<{ ballot: string; seat: string; person: string; reason: TextRef | null }>;
  /** A reply does not stand any more: its author declared a conflict while the ballot was open. */
  ReplyVoided: Readonly<{ ballot: string; seat: string }>;
  /** Other people hold an office that was asked: the seat stays, the new holders get links of their own. */
  HoldersChanged: Readonly<{ office: string; ballots: readonly Readonly<{ ballot: string; seat: string }>[] }>;
  /** An answer on paper that a second registrar has to confirm. */
  PaperEntered: PaperReply;
  PaperRefused: Readonly<{ ballot: string; seat: string; entry: string; person: string }>;
  /** The deadline's effect is undone, because an answer had been received in time. */
  BallotReopened: BallotClock & Readonly<{ ballot: string; seat: string }>;
};
