import { voiceOf } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { changedBetween } from './changed';
import type { AcceptRevision, Actor, Revise } from './commands';
import { asCrossing } from './crossing';
import { accept, type Decision, refuse } from './decision';
import { CASE_CHAIN, event, type ProposalEvent } from './events';
import type { Refusal } from './refusals';
import { RESERVED_SECTIONS, roundStarted } from './rounds';
import { type Case, isCase, isOpen, type Offer, type ProposalState } from './state';

/**
 * A participant writes a new text, inside its house. Before the release the proposer's is current at once, and its
 * house goes round again; afterwards it has to be released, and where it is another participant's, to be accepted.
 */
export function revise(state: ProposalState, command: Revise, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const wrong = checkOffer(state, command);
  if (wrong) return { accepted: false, refusal: wrong };
  const { actor, at, base, revision, drafters, dispositions } = command;
  const changed = changedBetween(state.revision, revision);
  const isInside = state.releasedAt === null;
  const { side, organization, person } = actor;
  const releaser = isInside
    ? null
    : voiceOf('release', { side, participant: organization }, { world, outline: state, at });
  const offered = event('RevisionOffered', side, at, {
    revision: { ...revision, number: nextNumber(state, side) },
    base,
    organization,
    person,
    drafters,
    changed,
    dispositions,
    releaser: releaser?.office ?? null,
  });
  if (!isInside) return accept([offered]);
  return accept([offered, roundStarted(state, world, { reason: 'revision', changed, revision: revision.hash, at })]);
}

function checkOffer(state: Case, { actor, base, revision, dispositions }: Revise): Refusal | null {
  if (!state.participants.some((p) => p.organization === actor.organization)) return { code: 'NotAParticipant' };
  if (!isOpen(state)) return { code: 'CaseClosed', facts: { status: state.status } };
  const current = state.revision.number;
  if (base !== current) return { code: 'OfferSuperseded', pointer: '/base', facts: { given: base, current } };
  const reserved = revision.sections.findIndex(({ key }) => (RESERVED_SECTIONS as readonly string[]).includes(key));
  if (reserved >= 0) {
    return { code: 'ReservedSection', pointer: `/sections/${reserved}/key`, facts: { reserved: RESERVED_SECTIONS } };
  }
  const known = [state.revision, ...ownOffers(state, actor.side).map((o) => o.revision)];
  if (known.some((r) => r.hash === revision.hash)) return { code: 'NothingChanged' };
  const twice = dispositions.findIndex((d, i) => dispositions.findIndex((e) => e.comment === d.comment) !== i);
  return twice < 0 ? null : { code: 'ValidationFailed', pointer: `/dispositions/${twice}/comment` };
}

const ownOffers = (state: Case, side: string): readonly Offer[] =>
  state.offers.filter((o) => o.side === side && o.releasedAt === null);

const releasedOffers = (state: Case): readonly Offer[] => state.offers.filter((o) => o.releasedAt !== null);

/** Counted over what a side can see, so that no gap tells it of another house's drafts. */
const nextNumber = (state: Case, side: string): number =>
  1 + Math.max(...[state, ...releasedOffers(state), ...ownOffers(state, side)].map((o) => o.revision.number));

/**
 * The releasing seat of a side lets an offered text cross. The proposer's own is current from then on; another
 * participant's waits until every other one has accepted it. Whether the actor holds that seat, the caller has asked.
 */
export function releaseRevision(
  state: Case,
  number: number,
  actor: Actor,
  { world, at }: Readonly<{ world: World; at: Instant }>,
): readonly ProposalEvent[] | Refusal {
  const offer = ownOffers(state, actor.side).find((o) => o.revision.number === number);
  if (!offer) return { code: 'NotFound', pointer: '/what/number', facts: { given: number } };
  const stale = supersededBy(state, offer);
  if (stale) return stale;
  const { base, organization, changed } = offer;
  const isProposers = organization === state.submitter.organization;
  const others = state.participants.map((p) => p.organization).filter((o) => o !== organization);
  const revision = {
    ...offer.revision,
    number: 1 + Math.max(...[state, ...releasedOffers(state)].map((o) => o.revision.number)),
  };
  const acceptedBy = isProposers ? [] : others;
  const released = { revision: asCrossing(revision), base, organization, side: actor.side, changed, acceptedBy };
  const { person } = actor;
  return [
    event('RevisionReleased', CASE_CHAIN, at, released),
    event('ActedInside', actor.side, at, { act: 'revisionReleased', person, organization: actor.organization }),
    ...(acceptedBy.length === 0
      ? [roundStarted(state, world, { reason: 'revision', changed, revision: revision.hash, at })]
      : []),
  ];
}

/** A pen-holder accepts another participant's text; with the last acceptance it is current. */
export function acceptRevision(state: ProposalState, command: AcceptRevision, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, at, revision } = command;
  const offer = releasedOffers(state).find((o) => o.revision.number === revision);
  if (!offer && revision === state.revision.number) return refuse('AcceptedAlready');
  if (!offer) return refuse('NotFound', { given: revision }, '/revision');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const stale = supersededBy(state, offer);
  if (stale) return { accepted: false, refusal: stale };
  const { organization, side, person } = actor;
  if (!offer.acceptedBy.includes(organization)) return refuse('NotThePenHolder', { allowed: offer.acceptedBy });
  if (offer.accepted.includes(organization)) return refuse('AcceptedAlready');
  const isLast = offer.acceptedBy.every((o) => o === organization || offer.accepted.includes(o));
  const { changed } = offer;
  return accept([
    event('RevisionAccepted', CASE_CHAIN, at, { revision, organization, side }),
    event('ActedInside', side, at, { act: 'revisionAccepted', person, organization }),
    ...(isLast ? [roundStarted(state, world, { reason: 'revision', changed, revision: offer.revision.hash, at })] : []),
  ]);
}

/** A text that changes one which is no longer current; while the case is held, none becomes current. */
function supersededBy(state: Case, { base }: Offer): Refusal | null {
  if (state.paused !== null) return { code: 'CasePaused' };
  const current = state.revision.number;
  return base === current ? null : { code: 'OfferSuperseded', facts: { given: base, current } };
}
