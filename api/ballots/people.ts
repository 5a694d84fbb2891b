/** Delegations of one ballot, and conflicts of interest. */
import type { z } from 'zod';
import type { CaseParts } from '../deps';
import type { ActInput, Answer } from '../http/route';
import { actOnCase, keptText, recordedAs, refTo } from '../proposals/act';
import { onBallot } from './on-ballot';
import type { conflict, delegation } from './reply-schemas';

type OnBallot<B extends z.ZodType> = ActInput<{ id: string }, z.output<B>>;

/** POST /v1/ballots/{id}/delegations. */
export async function delegate(parts: CaseParts, input: OnBallot<typeof delegation>): Promise<Answer> {
  const ballot = input.params.id;
  return actOnCase(parts, onBallot(input), {
    command: ({ at, actor }) => ({ type: 'delegate', at, actor, ballot, ...input.body }),
    respond: ({ view, events }) => {
      const { data, ...where } = recordedAs(events, 'Delegated');
      return { status: 201, body: { proposal: view.id, ...data, status: view.status, ...where } };
    },
  });
}

/** POST /v1/ballots/{id}/delegations/end. */
export async function endDelegation(parts: CaseParts, input: OnBallot<typeof delegation>): Promise<Answer> {
  const ballot = input.params.id;
  return actOnCase(parts, onBallot(input), {
    command: ({ at, actor }) => ({ type: 'endDelegation', at, actor, ballot, ...input.body }),
    respond: ({ view, events }) => {
      const { data, ...where } = recordedAs(events, 'DelegationEnded');
      return { status: 201, body: { proposal: view.id, ...data, status: view.status, ...where } };
    },
  });
}

/** POST /v1/ballots/{id}/conflicts. */
export async function declareConflict(parts: CaseParts, input: OnBallot<typeof conflict>): Promise<Answer> {
  const { seat, reason = null, language = null } = input.body;
  const ballot = input.params.id;
  const text =
    reason === null ? null : keptText(reason, { ownerSide: input.caller.viewer.side, kind: 'conflict', language });
  return actOnCase(parts, onBallot(input), {
    texts: text ? [text] : [],
    command: ({ at, actor }) => ({ type: 'declareConflict', at, actor, ballot, seat, reason: refTo(text) }),
    respond: ({ view, events, viewer }) => {
      const { at, event } = recordedAs(events, 'ConflictDeclared');
      const voided = events.filter((e) => e.type === 'ReplyVoided').length;
      const common = { proposal: view.id, ballot, seat, person: viewer.person, status: view.status };
      return { status: 201, body: { ...common, voided, at, event } };
    },
  });
}
