/** Comments and questions: inside one's own side, or to the others once its releasing seat lets them cross. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { EventData } from '../../domain/proposal/events';
import type { Refusal } from '../../domain/proposal/refusals';
import type { Case } from '../../domain/proposal/state';
import { chainsOf, type Viewer } from '../../domain/visibility/visible-to';
import type { StoredEvent } from '../../store/chain';
import type { CaseParts } from '../deps';
import { type Answer, type KnownInput, notFound } from '../http/route';
import { actOnCase, keptText, type OnCase } from './act';
import type { comment, newComment } from './comment-schemas';
import { findFor, readCase, type TextsByHash } from './representation';
import type { idParams, pageQuery } from './schemas';

type Comment = z.infer<typeof comment>;

/** POST …/comments. */
export async function commentOnProposal(parts: CaseParts, input: OnCase<z.output<typeof newComment>>): Promise<Answer> {
  const { params, body, caller } = input;
  const { viewer } = caller;
  const { language = null, section = null, audience, asks, inReplyTo = null } = body;
  const known = inReplyTo === null ? null : await commentsKnown(parts, params.id, viewer);
  const text = keptText(body.text, { ownerSide: viewer.side, kind: 'comment', language });
  const id = randomUUID();
  return actOnCase(parts, input, {
    texts: [text],
    command: ({ at, actor }) => {
      if (inReplyTo !== null && !known?.has(inReplyTo)) return { refusal: unknownComment(inReplyTo, '/inReplyTo') };
      const said = { comment: id, text: { hash: text.hash }, section, audience, asks, inReplyTo };
      return { type: 'comment', at, actor, ...said };
    },
    respond: ({ state, events }) => ({
      status: 201,
      headers: { Location: `/v1/proposals/${params.id}/comments` },
      body: {
        ...authorOf(viewer),
        id,
        at: events[0]?.at,
        section,
        ...{ audience, asks, inReplyTo },
        released: audience === 'others' && !isWaiting(state, id),
        text: body.text,
        language,
      },
    }),
  });
}

const authorOf = ({ side, organization, person }: Viewer) => ({ side, organization, person });
const isWaiting = (state: Case, id: string): boolean => state.unreleasedComments.some((c) => c.comment === id);

/** What is said where an act names a comment that its caller cannot see. Pure. */
export const unknownComment = (given: string, pointer: string): Refusal => ({
  code: 'ValidationFailed',
  pointer,
  facts: { given },
});

const ALL = 10_000;

/** The ids of all comments that a viewer can see. Throws NotFound where the case is not there for the viewer. */
export async function commentsKnown(parts: CaseParts, id: string, viewer: Viewer): Promise<ReadonlySet<string>> {
  const state = await findFor(parts, id, viewer);
  if (!state) throw notFound();
  const types = ['Commented', 'CommentReleased'] as const;
  const page = await parts.events.list(id, chainsOf(viewer, state), { cursor: null, limit: ALL, types });
  return new Set(page.items.flatMap(({ payload }) => (payload ? [(JSON.parse(payload) as Named).comment] : [])));
}
type Named = Readonly<{ comment: string }>;

/** GET …/comments: those of the viewer's own side, and what other sides have released. */
export async function listComments(
  parts: CaseParts,
  { params, caller, query }: KnownInput<z.output<typeof idParams>, z.output<typeof pageQuery>, undefined>,
): Promise<Answer> {
  const { viewer } = caller;
  const { state } = await readCase(parts, params.id, viewer);
  const { cursor = null, limit } = query;
  const types = ['Commented', 'CommentReleased'] as const;
  const page = await parts.events.list(state.id, chainsOf(viewer, state), { cursor, limit, types });
  const told = page.items.flatMap((event) => commentIn(event, state, viewer));
  const texts = await parts.cases.texts(
    state.id,
    told.map(({ hash }) => hash),
  );
  return { status: 200, body: { items: told.map((entry) => withText(entry, texts)), next: page.next } };
}

type Told = Readonly<{ hash: string; said: Omit<Comment, 'text' | 'language'> }>;

/** What crossed of one's own side stands in the list already, as it was written. */
function commentIn({ type, chain, at, payload }: StoredEvent, state: Case, viewer: Viewer): readonly Told[] {
  if (payload === null) return [];
  if (type === 'CommentReleased') {
    const data = JSON.parse(payload) as EventData<'CommentReleased'>;
    const { comment: id, side, organization, text, section, asks, inReplyTo } = data;
    if (side === viewer.side) return [];
    const outer = { side, organization, person: null, section, audience: 'others' as const, asks, inReplyTo };
    return [{ hash: text.hash, said: { id, at, ...outer, released: true } }];
  }
  const data = JSON.parse(payload) as EventData<'Commented'>;
  const { comment: id, organization, person, text, section, audience = 'inside', asks = false, inReplyTo } = data;
  const released = audience === 'others' && !isWaiting(state, id);
  const said = { side: chain, organization, person, section, audience, asks, inReplyTo: inReplyTo ?? null, released };
  return [{ hash: text.hash, said: { id, at, ...said } }];
}

const withText = ({ hash, said }: Told, texts: TextsByHash): Comment => {
  const kept = texts.get(hash);
  return { ...said, text: kept?.body ?? null, language: kept?.language ?? null };
};
