/** Withdrawal and comments: commands on a case that the caller can see. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Actor } from '../../domain/proposal/commands';
import type { TextRef } from '../../domain/proposal/events';
import { type Case, isCase, type ProposalState } from '../../domain/proposal/state';
import { caseView } from '../../domain/visibility/case-view';
import { type Viewer, visibleTo } from '../../domain/visibility/visible-to';
import { commitText } from '../../store/canonical';
import type { Snapshot } from '../../store/catalogue';
import type { TextToKeep } from '../../store/commit';
import type { CaseParts } from '../deps';
import { applied, attemptOf, Captured } from '../http/attempt';
import { type ActInput, type Answer, notFound } from '../http/route';
import { isCaseId, overviewOf } from './representation';
import type { newComment, withdrawal } from './schemas';

type OnCase<B> = ActInput<{ id: string }, B>;

/** Whoever acts by a key, as commands name them. Pure. */
export const actorOf = ({ person, organization, side }: Viewer): Actor => ({
  person,
  organization,
  side,
  channel: 'api',
});

/** Whether a case is there for a viewer; where it is not, the answer is that of an unknown id. Pure. */
export const isThere = (state: ProposalState, viewer: Viewer): state is Case =>
  isCase(state) && visibleTo(viewer, { kind: 'case', state });

/** A text of the caller's side, with the reference under which the record knows it. */
export function keptText(body: string, about: Pick<TextToKeep, 'ownerSide' | 'kind' | 'language'>): TextToKeep {
  return { ...commitText(body), ...about, body };
}

/** The reference to a text that is kept beside the record. Pure. */
export const refTo = (text: TextToKeep | null): TextRef | null => text && { hash: text.hash };

/** POST …/withdrawal. */
export async function withdrawProposal(parts: CaseParts, input: OnCase<z.output<typeof withdrawal>>): Promise<Answer> {
  const { params, body, caller } = input;
  if (!isCaseId(params.id)) throw notFound();
  const { viewer } = caller;
  const about = { ownerSide: viewer.side, kind: 'withdrawal', language: body.language ?? null };
  const reason = body.reason == null ? null : keptText(body.reason, about);
  const known = new Captured<Snapshot>();
  return applied(parts, {
    ...attemptOf(parts, input),
    proposal: params.id,
    ...(reason ? { texts: [reason] } : {}),
    command: ({ now, state, snapshot }) => {
      known.keep(snapshot);
      if (!isThere(state, viewer)) return { refusal: { code: 'NotFound' } };
      return { type: 'withdraw', at: now, actor: actorOf(viewer), reason: refTo(reason) };
    },
    respond: ({ state }) => {
      const view = caseView(state, known.value.worldFor(state.procedure).procedure, viewer);
      if (!view) throw new Error(`Case ${state.id} is not visible to whoever withdrew it`);
      return { status: 200, headers: {}, body: withdrawnOf(view) };
    },
  });
}

const withdrawnOf = (view: Parameters<typeof overviewOf>[0]) => {
  const { id, number, status, outcome } = overviewOf(view, null, new Map());
  return { id, number, status, outcome };
};

/** POST …/comments: inside the caller's own side. */
export async function commentOnProposal(parts: CaseParts, input: OnCase<z.output<typeof newComment>>): Promise<Answer> {
  const { params, body, caller } = input;
  if (!isCaseId(params.id)) throw notFound();
  const { viewer } = caller;
  const { language = null, section = null } = body;
  const text = keptText(body.text, { ownerSide: viewer.side, kind: 'comment', language });
  const id = randomUUID();
  return applied(parts, {
    ...attemptOf(parts, input),
    proposal: params.id,
    texts: [text],
    command: ({ now, state }) => {
      if (!isThere(state, viewer)) return { refusal: { code: 'NotFound' } };
      return { type: 'comment', at: now, actor: actorOf(viewer), comment: id, text: { hash: text.hash }, section };
    },
    respond: ({ events }) => ({
      status: 201,
      headers: { Location: `/v1/proposals/${params.id}/comments` },
      body: {
        id,
        at: events[0]?.at,
        organization: viewer.organization,
        person: viewer.person,
        section,
        text: body.text,
        language,
      },
    }),
  });
}
