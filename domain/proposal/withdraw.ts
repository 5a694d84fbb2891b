import type { Withdraw } from './commands';
import { accept, type Decision, refuse } from './decision';
import { event } from './events';
import { isCase, isOpen, type ProposalState } from './state';

/** The proposer takes its case back: possible until the outcome. Before the release no other side learns of it. */
export function withdraw(state: ProposalState, { actor, at, reason }: Withdraw): Decision {
  if (!isCase(state)) return refuse('NotFound');
  if (actor.organization !== state.submitter.organization) return refuse('NotTheProposer');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const chain = state.releasedAt === null ? state.proposing : 'case';
  return accept([
    event('Withdrawn', chain, at, { reason }),
    event('Concluded', chain, at, { outcome: 'withdrawn', positions: [] }),
  ]);
}
