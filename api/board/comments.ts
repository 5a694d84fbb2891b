/** What people said in a case: inside the own side, and what other sides have released. */
import type { z } from 'zod';
import type { Language } from '../../locales/languages';
import type { commentList } from '../proposals/comment-schemas';
import { listComments } from '../proposals/comments';
import type { SignedIn } from '../sign-in/session';
import type { Names } from './names';
import { type BoardParts, callerOf } from './parts';
import type { CommentLine } from './views';

/** More than any case has. */
const AT_MOST = 500;

type Of = Readonly<{ id: string; user: SignedIn; language: Language; names: Names }>;

/** The comments of `GET /v1/proposals/{id}/comments`, the oldest first. */
export async function commentsOf(parts: BoardParts, of: Of): Promise<readonly CommentLine[]> {
  const { id, user, language, names } = of;
  const { body } = await listComments(parts, {
    params: { id },
    query: { limit: AT_MOST },
    body: undefined,
    language,
    requestId: '',
    caller: callerOf(user),
  });
  const { items } = body as z.infer<typeof commentList>;
  return items.map((said) => ({
    id: said.id,
    by: names.organization(said.organization),
    person: said.person === null ? null : names.person(said.person),
    at: said.at,
    text: said.text === null ? null : { text: said.text, lang: said.language ?? language },
    asks: said.asks,
    audience: said.audience === 'inside' ? 'inside' : said.released ? 'others' : 'waits',
    section: said.section === null ? null : names.section(said.section),
  }));
}
