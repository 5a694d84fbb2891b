import type { ProposalEvent } from './events';
import type { Refusal } from './refusals';

/** What `decide` answers: events, or a refusal. Both are values; only bugs and broken parts throw. */
export type Decision =
  | Readonly<{ accepted: true; events: readonly ProposalEvent[] }>
  | Readonly<{ accepted: false; refusal: Refusal }>;

export const accept = (events: readonly ProposalEvent[]): Decision => ({ accepted: true, events });

export const refuse = (code: Refusal['code'], facts?: Refusal['facts'], pointer?: string): Decision => ({
  accepted: false,
  refusal: { code, ...(facts ? { facts } : {}), ...(pointer === undefined ? {} : { pointer }) },
});
