/**
 * Who may see what: the one place that decides it. A country's house is its own.
 *
 * 1. A case is seen by the organizations that are in it: of the proposing side from submission, of another
 *    side from the release on. For everybody else it does not exist.
 * 2. What belongs to a side (its chain, its tracks, its offices, its inside texts) is seen by that side alone.
 * 3. What belongs to the case (joint steps, positions with their statements, the outcome) is seen by all its
 *    sides once it is released.
 * 4. What a side makes later (a text, a comment, a file) is its own until it has released that very thing.
 * 5. After the agreement all follow who has signed; what else a side owes is its own affair.
 */
import { CASE_CHAIN, type Chain, type ObligationKind } from '../proposal/events';
import { chainOfObligation } from '../proposal/obligations';
import type { Case } from '../proposal/state';

/** Whoever reads: an organization of a side, and the person who acts for it. */
export type Viewer = Readonly<{ organization: string; side: string; person: string }>;

export type Thing =
  | Readonly<{ kind: 'case'; state: Case }>
  /** Something that stands on a chain: an event, a text, a track, a ballot. */
  | Readonly<{ kind: 'ofChain'; state: Case; chain: Chain }>
  /** Something that one side has made: another side sees it once it is released. */
  | Readonly<{ kind: 'comment' | 'attachment' | 'offer' | 'wish'; state: Case; side: string; isReleased: boolean }>
  | Readonly<{ kind: 'obligation'; state: Case; side: string; of: ObligationKind }>
  | Readonly<{ kind: 'organization'; country: string; isPossibleParticipant: boolean; isUnit: boolean }>
  | Readonly<{ kind: 'profile'; country: string }>;

/** The organizations of a side that are in a case. Pure. */
export const involvedOf = (state: Case, side: string): readonly string[] => state.involved[side] ?? [];

/** Whether a viewer may see a thing. Pure. */
export function visibleTo(viewer: Viewer, thing: Thing): boolean {
  switch (thing.kind) {
    case 'case':
      return (
        involvedOf(thing.state, viewer.side).includes(viewer.organization) &&
        (viewer.side === thing.state.proposing || thing.state.releasedAt !== null)
      );
    case 'ofChain':
      return (
        visibleTo(viewer, { kind: 'case', state: thing.state }) &&
        (thing.chain === viewer.side || (thing.chain === CASE_CHAIN && thing.state.releasedAt !== null))
      );
    case 'comment':
    case 'attachment':
    case 'offer':
    case 'wish':
      return visibleTo(viewer, {
        kind: 'ofChain',
        state: thing.state,
        chain: thing.isReleased && viewer.side !== thing.side ? CASE_CHAIN : thing.side,
      });
    case 'obligation':
      return visibleTo(viewer, {
        kind: 'ofChain',
        state: thing.state,
        chain: chainOfObligation({ kind: thing.of, side: thing.side }),
      });
    case 'organization':
      return thing.country === viewer.side || thing.isPossibleParticipant || thing.isUnit;
    case 'profile':
      return thing.country === viewer.side;
  }
}

/** The chains of a case that a viewer reads. Pure. */
export const chainsOf = (viewer: Viewer, state: Case): readonly Chain[] =>
  [CASE_CHAIN, viewer.side].filter((chain) => visibleTo(viewer, { kind: 'ofChain', state, chain }));
