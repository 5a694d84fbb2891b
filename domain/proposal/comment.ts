import type { World } from '../procedure/world';
import type { Comment } from './commands';
import { accept, type Decision, refuse } from './decision';
import { event } from './events';
import { evolveAll } from './evolve';
import { commentReleased } from './release';
import { mayRelease } from './releasing-seat';
import { type Case, isCase, isOpen, type ProposalState } from './state';

/**
 * Somebody of a side that is in the case comments, asks or answers; it is no reply to a ballot. What is meant for
 * others stays inside until the releasing seat lets it cross: at once, where its holder has written it.
 */
export function comment(state: ProposalState, command: Comment, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, at, text, section, audience = 'inside', asks = false, inReplyTo = null } = command;
  const releases = state.releasedAt !== null && mayRelease(state, actor, actor.organization, { world, at });
  const isInside = (state.involved[actor.side] ?? []).includes(actor.organization);
  if (!isInside && !releases) return refuse('NotInTheCase');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const keys = state.revision.sections.map((s) => s.key);
  if (section !== null && !keys.includes(section)) {
    return refuse('ValidationFailed', { given: section, allowed: keys }, '/section');
  }
  const { person, organization, side } = actor;
  const said = event('Commented', side, at, {
    comment: command.comment,
    person,
    organization,
    text,
    section,
    // Left out where it says nothing: the record of a plain comment stays as it always was.
    ...(audience === 'inside' ? {} : { audience }),
    ...(asks ? { asks } : {}),
    ...(inReplyTo === null ? {} : { inReplyTo }),
  });
  if (audience !== 'others' || !releases || state.paused !== null) return accept([said]);
  const after = evolveAll(state, state.id, [said]) as Case;
  return accept([said, ...commentReleased(after, command.comment, actor, at)]);
}
