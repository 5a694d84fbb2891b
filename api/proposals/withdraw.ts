/** POST …/withdrawal: the proposer takes its case back. */
import type { z } from 'zod';
import type { CaseParts } from '../deps';
import type { Answer } from '../http/route';
import { actOnCase, keptText, type OnCase, refTo } from './act';
import { overviewOf } from './representation';
import type { withdrawal } from './schemas';

export async function withdrawProposal(parts: CaseParts, input: OnCase<z.output<typeof withdrawal>>): Promise<Answer> {
  const { body, caller } = input;
  const about = { ownerSide: caller.viewer.side, kind: 'withdrawal', language: body.language ?? null };
  const reason = body.reason == null ? null : keptText(body.reason, about);
  return actOnCase(parts, input, {
    texts: reason ? [reason] : [],
    command: ({ at, actor }) => ({ type: 'withdraw', at, actor, reason: refTo(reason) }),
    respond: ({ view }) => {
      const { id, number, status, outcome } = overviewOf(view, null, new Map());
      return { status: 200, body: { id, number, status, outcome } };
    },
  });
}
