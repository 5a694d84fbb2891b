/** POST /v1/ballots/{id}/replies: one seat answers, and is told where its answer stands in the record. */
import type { z } from 'zod';
import { replyId } from '../../domain/proposal/evolve';
import type { Case } from '../../domain/proposal/state';
import { caseView } from '../../domain/visibility/case-view';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { Snapshot } from '../../store/catalogue';
import type { StoredEvent } from '../../store/chain';
import type { CaseParts } from '../deps';
import { applied, attemptOf, Captured } from '../http/attempt';
import { type ActInput, type Answer, notFound } from '../http/route';
import { actorOf, isThere, refTo } from '../proposals/act';
import { isCaseId } from '../proposals/representation';
import type { Reply, receipt } from './schemas';
import { statementRefused, textsOfReply } from './texts-of-reply';

/** The case of a ballot stands in its id, also of one that is not open yet. Pure. */
export const caseOfBallot = (ballot: string): string => ballot.split('.', 1)[0] ?? '';

export async function replyToBallot(parts: CaseParts, input: ActInput<{ id: string }, Reply>): Promise<Answer> {
  const { params, body, caller } = input;
  const { viewer } = caller;
  const proposal = caseOfBallot(params.id);
  if (!isCaseId(proposal)) throw notFound();
  const typed = { inside: body.inside ?? null, statement: body.statement ?? null };
  const { inside, statement, all } = textsOfReply(typed, { side: viewer.side, language: body.shown.language });
  const known = new Captured<Snapshot>();
  return applied(parts, {
    ...attemptOf(parts, input),
    proposal,
    texts: all,
    command: ({ now, state, snapshot }) => {
      known.keep(snapshot);
      if (!isThere(state, viewer)) return { refusal: { code: 'NotFound' } };
      const refusal = statement && statementRefused(state, { ballot: params.id, side: viewer.side });
      if (refusal) return { refusal };
      const { seat, kind, shown } = body;
      const texts = { inside: refTo(inside), statement: refTo(statement) };
      return { type: 'reply', at: now, actor: actorOf(viewer), ballot: params.id, seat, kind, ...texts, shown };
    },
    respond: ({ state, events }) => ({
      status: 201,
      headers: { Location: `/v1/proposals/${proposal}/ballots` },
      body: receiptOf({ state, events, viewer, snapshot: known.value }, params.id, body.seat),
    }),
  });
}

type Done = Readonly<{ state: Case; events: readonly StoredEvent[]; viewer: Viewer; snapshot: Snapshot }>;

function receiptOf(
  { state, events, viewer, snapshot }: Done,
  ballotId: string,
  seatKey: string,
): z.infer<typeof receipt> {
  const event = events.find((e) => e.type === 'ReplyGiven');
  const ballot = state.ballots[ballotId];
  const given = ballot?.seats.find((s) => s.key === seatKey);
  const view = caseView(state, snapshot.worldFor(state.procedure).procedure, viewer);
  if (!event || !ballot || !given?.reply || !view) throw new Error(`The reply to ${ballotId} left no trace`);
  return {
    id: replyId(ballotId, seatKey, given.replies),
    proposal: state.id,
    ballot: ballotId,
    seat: seatKey,
    kind: given.reply.kind,
    receivedAt: event.at,
    afterDate: given.reply.afterDate,
    event: { chain: event.chain, seq: event.seq, hash: event.hash },
    ballotStatus: ballot.status,
    ballotResult: ballot.result,
    status: view.status,
  };
}
