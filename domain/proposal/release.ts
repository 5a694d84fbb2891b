/**
 * The act that lets something cross to other sides, after the case itself was released.
 *
 * 1. Only a present holder of the seat that the side's profile names for the release may do it.
 * 2. What crosses is said for the side: no office and no person of the house stands in it.
 * 3. The inner half, who did it, stays on the side's own chain.
 */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { Actor, Releasable, Release } from './commands';
import { accept, type Decision, refuse } from './decision';
import { CASE_CHAIN, event, type InnerAct, type ProposalEvent } from './events';
import type { Refusal } from './refusals';
import { mayRelease } from './releasing-seat';
import { releaseRevision } from './revise';
import { type Ballot, type Case, isCase, isOpen, type ProposalState, trackOf, type UnreleasedComment } from './state';

/** The releasing seat of a side lets a text, a comment, a file or a wish for changes cross. */
export function release(state: ProposalState, command: Release, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, at, what } = command;
  if (!mayRelease(state, actor, madeBy(state, actor.side, what), { world, at })) {
    const isInside = (state.involved[actor.side] ?? []).includes(actor.organization);
    return refuse(isInside ? 'NotTheReleasingSeat' : 'NotInTheCase');
  }
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  if (state.releasedAt === null) return refuse('NotReleasedYet');
  // What crosses tells everybody at once, and while the case is held no word goes out.
  if (state.paused !== null) return refuse('CasePaused');
  const made = releasedOf(state, what, actor, { world, at });
  return 'code' in made ? { accepted: false, refusal: made } : accept(made);
}

/** The organization, or the participant's house, that made what is to cross; null for what is the whole side's. */
function madeBy(state: Case, side: string, what: Releasable): string | null {
  switch (what.kind) {
    case 'comment':
      return waitingComment(state, side, what.comment)?.organization ?? null;
    case 'return': {
      const ballot = ownBallot(state, side, what.ballot);
      return ballot ? trackOf(state, ballot.track).participant : null;
    }
    case 'revision':
      return state.offers.find((o) => o.side === side && o.revision.number === what.number)?.organization ?? null;
    case 'attachment':
      return side === state.proposing ? state.submitter.organization : null;
  }
}

type Made = readonly ProposalEvent[] | Refusal;

function releasedOf(
  state: Case,
  what: Releasable,
  actor: Actor,
  { world, at }: Readonly<{ world: World; at: Instant }>,
): Made {
  switch (what.kind) {
    case 'comment': {
      const isWaiting = waitingComment(state, actor.side, what.comment) !== null;
      return isWaiting
        ? commentReleased(state, what.comment, actor, at)
        : { code: 'NothingToRelease', pointer: '/what/comment', facts: { given: what.comment } };
    }
    case 'attachment':
      return attachmentReleased(state, what.sha256, actor, at);
    case 'return':
      return returned(state, what.ballot, actor, at);
    case 'revision':
      return releaseRevision(state, what.number, actor, { world, at });
  }
}

const acted = (act: InnerAct, { side, person, organization }: Actor, at: Instant): ProposalEvent =>
  event('ActedInside', side, at, { act, person, organization });

const waitingComment = (state: Case, side: string, id: string): UnreleasedComment | null =>
  state.unreleasedComments.find((c) => c.side === side && c.comment === id) ?? null;

/** A comment crosses; it must wait for its release. Pure. */
export function commentReleased(state: Case, id: string, actor: Actor, at: Instant): readonly ProposalEvent[] {
  const waiting = waitingComment(state, actor.side, id);
  if (!waiting) throw new Error(`No comment ${id} waits for its release in case ${state.id}`);
  const { side, organization, ...said } = waiting;
  const speaker = speaksOutside(state, side, organization);
  return [
    event('CommentReleased', CASE_CHAIN, at, { ...said, side, organization: speaker }),
    acted('commentReleased', actor, at),
  ];
}

/** Participants speak for themselves; an office of the house is not shown, so its side's unit stands for it. */
const speaksOutside = (state: Case, side: string, organization: string): string =>
  state.participants.some((p) => p.organization === organization) ? organization : (state.units[side] ?? '');

/** A file of the proposer that was kept inside. Of another side's files nothing is known here. */
function attachmentReleased(state: Case, sha256: string, actor: Actor, at: Instant): Made {
  const pointer = '/what/sha256';
  const kept = state.revision.attachments ?? [];
  const file = actor.side === state.proposing ? kept.find((a) => a.sha256 === sha256) : undefined;
  if (!file) return { code: 'UnknownAttachment', pointer, facts: { given: sha256 } };
  if (file.audience === 'released') return { code: 'ReleasedAlready', pointer };
  return [
    event('AttachmentReleased', CASE_CHAIN, at, { sha256, side: actor.side }),
    acted('attachmentReleased', actor, at),
  ];
}

const ownBallot = (state: Case, side: string, id: string): Ballot | null => {
  const ballot = state.ballots[id];
  return ballot && state.tracks[ballot.track]?.side === side ? ballot : null;
};

/** All that a house wishes changed crosses together, so that the proposer can answer it with one text. */
function returned(state: Case, id: string, actor: Actor, at: Instant): Made {
  const pointer = '/what/ballot';
  const ballot = ownBallot(state, actor.side, id);
  if (!ballot) return { code: 'NotFound', pointer, facts: { given: id } };
  const track = trackOf(state, ballot.track);
  // Of an earlier round the text is no longer the one that was sent back.
  if (ballot.result !== 'returned' || ballot.round !== track.round) {
    return { code: 'NothingToRelease', pointer, facts: { given: id } };
  }
  const { side, participant } = { side: actor.side, participant: track.participant };
  if (isReturned(state, ballot)) return { code: 'ReleasedAlready', pointer };
  const wishes = Object.values(state.ballots)
    .filter((b) => b.track === track.id && b.round === track.round && b.result === 'returned')
    .flatMap((b) => b.seats)
    .flatMap(({ reply }) => (reply?.kind === 'requestChanges' ? [reply] : []));
  const revision = state.revision.number;
  const sections = [...new Set(wishes.flatMap((w) => w.sections))];
  const statements = wishes.flatMap((w) => w.statement ?? []);
  return [
    event('Returned', CASE_CHAIN, at, { side, participant, revision, sections, statements }),
    acted('returned', actor, at),
  ];
}

/** Whether the wish for changes with which a house's ballot closed has crossed already. Pure. */
export function isReturned(state: Case, ballot: Ballot): boolean {
  const { side, participant } = trackOf(state, ballot.track);
  const closedAt = ballot.closedAt ?? '';
  return state.returns.some((r) => r.side === side && r.participant === participant && closedAt <= r.at);
}
