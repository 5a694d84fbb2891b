/** What comes after an outcome: obligations, the acts that meet them, and what falls due. */
import type { Instant, LocalDate } from '../../time/instant';

export const OBLIGATION_KINDS = ['sign', 'recordFiling', 'report', 'renew'] as const;
export type ObligationKind = (typeof OBLIGATION_KINDS)[number];

export type ObligationBegun = Readonly<{
  id: string;
  kind: ObligationKind;
  side: string;
  /** Null until the event from which it counts. */
  due: Instant | null;
  /** What it counts from; null where it has no date. */
  from: 'agreed' | 'signed' | null;
  unverified: boolean;
}>;

export type AgreementEvents = {
  /** On the `case` chain what all sides follow (signing), on a side's own what is its own affair. */
  ObligationsBegun: Readonly<{ obligations: readonly ObligationBegun[] }>;
  ObligationsDated: Readonly<{ obligations: readonly Readonly<{ id: string; due: Instant }>[] }>;
  ActRecorded: Readonly<{
    obligation: string;
    kind: ObligationKind;
    side: string;
    dated: LocalDate;
    number: string | null;
    mode: 'inPerson' | 'byMail' | 'online' | null;
  }>;
  /** The last side has signed: the date of the agreement is the date of that signature. */
  TookEffect: Readonly<{ signedOn: LocalDate }>;
  FellDue: Readonly<{ obligation: string }>;
};
