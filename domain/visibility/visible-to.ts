/**
 * Who may see what: the one place that decides it. A country's house is its own.
 *
 * 1. A case is seen by the organizations that are in it: of the proposing side from submission, of another
 *    side from the release on. For everybody else it does not exist.
 * 2. What belongs to a side (its chain, its tracks, its offices, its inside texts) is seen by that side alone.
 * 3. What belongs to the case (joint steps, positions with their statements, the outcome) is seen by all its
 *    sides once it is released.
 */
import type { Chain } from '../proposal/events';
import type { Case } from '../proposal/state';

/** Whoever reads: an organization of a side, and the person who acts for it. */
export type Viewer = Readonly<{ organization: string; side: string; person: string }>;

export type Thing =
  | Readonly<{ kind: 'case'; state: Case }>
  /** Something that stands on a chain: an event, a text, a track, a ballot. */
  | Readonly<{ kind: 'ofChain'; state: Case; chain: Chain }>
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
        (thing.chain === viewer.side || (thing.chain === 'case' && thing.state.releasedAt !== null))
      );
    case 'organization':
      return thing.country === viewer.side || thing.isPossibleParticipant || thing.isUnit;
    case 'profile':
      return thing.country === viewer.side;
  }
}

/** The chains of a case that a viewer reads. Pure. */
export const chainsOf = (viewer: Viewer, state: Case): readonly Chain[] =>
  ['case', viewer.side].filter((chain) => visibleTo(viewer, { kind: 'ofChain', state, chain }));
