import type { Instant } from '../time/instant';
import { event, type ProposalEvent } from './events';
import type { Case } from './state';

/** The date of an obligation is over and it is not met. Told in its own house alone: nobody else is to read *late*. */
export function fallDue(state: Case, obligation: string, at: Instant): readonly ProposalEvent[] {
  const found = state.obligations.find((o) => o.id === obligation);
  if (!found) throw new Error(`No obligation ${obligation} in case ${state.id}`);
  return [event('FellDue', found.side, at, { obligation })];
}
