import type { Comment } from './commands';
import { accept, type Decision, refuse } from './decision';
import { event } from './events';
import { isCase, isOpen, type ProposalState } from './state';

/** Somebody of a side that is in the case comments or asks, inside that side's house. It is no reply. */
export function comment(state: ProposalState, command: Comment): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, at, text, section } = command;
  if (!(state.involved[actor.side] ?? []).includes(actor.organization)) return refuse('NotInTheCase');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const keys = state.revision.sections.map((s) => s.key);
  if (section !== null && !keys.includes(section)) {
    return refuse('ValidationFailed', { given: section, allowed: keys }, '/section');
  }
  return accept([
    event('Commented', actor.side, at, {
      comment: command.comment,
      person: actor.person,
      organization: actor.organization,
      text,
      section,
    }),
  ]);
}
