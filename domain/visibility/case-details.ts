/** What a page on one case shows beside the case itself, as one viewer may read it. */
import type { Releasable } from '../proposal/commands';
import type { ObligationKind, Revision, TextRef } from '../proposal/events';
import { isReturned } from '../proposal/release';
import { type Case, type File, isOpen, type Obligation, type Offer, type Return } from '../proposal/state';
import type { Instant, LocalDate } from '../time/instant';
import { roundFor, roundsFor } from './rounds-seen';
import { type Viewer, visibleTo } from './visible-to';

export type OfferView = Readonly<{
  revision: Revision;
  base: number;
  organization: string;
  side: string;
  changed: readonly string[];
  /** Null while it is still inside its house. */
  releasedAt: Instant | null;
  acceptedBy: readonly string[];
  accepted: readonly string[];
}>;

export type ObligationView = Readonly<{
  id: string;
  kind: ObligationKind;
  side: string;
  due: Instant | null;
  from: Obligation['from'];
  unverified: boolean;
  metOn: LocalDate | null;
  number: string | null;
  /** Only of the own side: nobody reads of another one that it is late. */
  fellDue?: boolean;
}>;

export type FileView = Readonly<{
  track: string;
  participant: string | null;
  step: string;
  office: string;
  status: File['status'];
  since: Instant;
}>;

export type LackingView = Readonly<{
  track: string;
  side: string;
  participant: string | null;
  since: Instant;
  text: TextRef | null;
}>;

export type CaseDetails = Readonly<{
  /** Since when the case is held; by whom is not told. */
  paused: Instant | null;
  round: number;
  rounds: readonly Readonly<{ round: number; changed: readonly string[] }>[];
  offers: readonly OfferView[];
  /** Wishes for changes that have crossed and wait for a new text. */
  returns: readonly Return[];
  /** What lacks in a file, for the proposer. */
  lacking: readonly LackingView[];
  obligations: readonly ObligationView[];
  signedOn: LocalDate | null;
  /** Only of the own house: */
  files: readonly FileView[];
  /** what its releasing seat may let cross now, */
  unreleased: readonly Releasable[];
  /** and the sides with which it holds this case. */
  heldWith: readonly string[];
}>;

/** The details of a case, or null where it does not exist for the viewer. Pure. */
export function caseDetails(state: Case, viewer: Viewer): CaseDetails | null {
  if (!visibleTo(viewer, { kind: 'case', state })) return null;
  return {
    paused: state.paused,
    round: roundFor(state, viewer, state.round),
    rounds: roundsFor(state, viewer),
    offers: isOpen(state) ? offersFor(state, viewer) : [],
    returns: state.returns.filter((r) => visibleTo(viewer, { kind: 'wish', state, side: r.side, isReleased: true })),
    lacking: lackingFor(state, viewer),
    obligations: obligationsFor(state, viewer),
    signedOn: state.signedOn,
    files: filesFor(state, viewer),
    unreleased: unreleasedFor(state, viewer),
    heldWith: state.holds.filter((h) => h.by === viewer.side).map((h) => h.with),
  };
}

const seesOffer = (state: Case, viewer: Viewer, { side, releasedAt }: Offer): boolean =>
  visibleTo(viewer, { kind: 'offer', state, side, isReleased: releasedAt !== null });

const offersFor = (state: Case, viewer: Viewer): readonly OfferView[] =>
  state.offers
    .filter((offer) => seesOffer(state, viewer, offer))
    .map(({ revision, base, organization, side, changed, releasedAt, acceptedBy, accepted }) => ({
      revision: textOf(state, viewer, { revision, side }),
      base,
      organization,
      side,
      changed,
      releasedAt,
      acceptedBy,
      accepted,
    }));

/** An offered text with the files that its side has released. */
function textOf(state: Case, viewer: Viewer, { revision, side }: Pick<Offer, 'revision' | 'side'>): Revision {
  const { attachments, ...text } = revision;
  const seen = attachments?.filter(({ audience }) =>
    visibleTo(viewer, { kind: 'attachment', state, side, isReleased: audience === 'released' }),
  );
  return seen === undefined ? text : { ...text, attachments: seen };
}

/** What lacks crosses to the proposer; inside the proposing house it stays there. */
const lackingFor = (state: Case, viewer: Viewer): readonly LackingView[] =>
  Object.values(state.tracks).flatMap(({ id, side, participant, file }) => {
    if (side === null || file?.status !== 'lacking') return [];
    const isReleased = side !== state.proposing;
    return visibleTo(viewer, { kind: 'wish', state, side, isReleased })
      ? [{ track: id, side, participant, since: file.since, text: file.lacking }]
      : [];
  });

const obligationsFor = (state: Case, viewer: Viewer): readonly ObligationView[] =>
  state.obligations
    .filter(({ kind, side }) => visibleTo(viewer, { kind: 'obligation', state, side, of: kind }))
    .map(({ fellDue, ...outer }) => (outer.side === viewer.side ? { ...outer, fellDue } : outer));

const filesFor = (state: Case, viewer: Viewer): readonly FileView[] =>
  Object.values(state.tracks).flatMap(({ id, side, participant, file }) =>
    side === viewer.side && file
      ? [{ track: id, participant, step: file.step, office: file.office, status: file.status, since: file.since }]
      : [],
  );

/** What waits in the viewer's own house for its releasing seat. */
function unreleasedFor(state: Case, { side }: Viewer): readonly Releasable[] {
  if (!isOpen(state) || state.releasedAt === null) return [];
  const comments = state.unreleasedComments.filter((c) => c.side === side);
  const offers = state.offers.filter(
    (o) => o.side === side && o.releasedAt === null && o.base === state.revision.number,
  );
  const returned = Object.values(state.tracks).flatMap(({ side: of, returnedBy }) => {
    const ballot =
      of === side && side !== state.proposing && returnedBy !== null ? state.ballots[returnedBy] : undefined;
    return ballot && !isReturned(state, ballot) ? [ballot.id] : [];
  });
  return [
    ...offers.map((o): Releasable => ({ kind: 'revision', number: o.revision.number })),
    ...comments.map(({ comment }): Releasable => ({ kind: 'comment', comment })),
    ...returned.map((ballot): Releasable => ({ kind: 'return', ballot })),
  ];
}
