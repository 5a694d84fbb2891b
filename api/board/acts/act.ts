/**
 * POST /board/cases/:id/<act>: a form of the case page.
 *
 * 1. The page nonce is the idempotency key: a double click, a reload or the back button record the act once.
 * 2. The body goes to the handler of the API's own route; the core refuses, and the page says why beside the form.
 * 3. Whatever was typed stands in the form again, under a new nonce.
 */
import { z } from 'zod';
import { canonicalize, sha256 } from '../../../store/canonical';
import { type Fields, textOf } from '../../forms/fields';
import { type Answer, carryOf, frameOf, page, seeOther, type Visit } from '../../forms/room';
import type { Answer as Answered } from '../../http/route';
import { casePage } from '../case-page';
import { type BoardParts, callerOf, userIn } from '../parts';
import type { BoardViews } from '../views';
import type { BoardAct } from './form';
import type { SentForm } from './forms';
import { ACTS, type ActName } from './index';

type Fault = SentForm['faults'][number];
type Wrong = Readonly<{ status: number; faults: readonly Fault[] }>;

/** Applies an act; leads back to the case, or shows it with what is wrong. */
export async function act(name: ActName, visit: Visit, parts: BoardParts): Promise<Answer<BoardViews>> {
  const fields = cleaned(visit.fields);
  const wrong = await tried(name, { ...visit, fields }, parts);
  if (wrong === null) return seeOther(addressAfter(name, visit));
  const sent = { key: fields.form ?? '', fields, faults: wrong.faults };
  return page<BoardViews, 'case.njk'>(wrong.status, 'case.njk', await casePage(visit, parts, sent));
}

/** Control characters that nobody sees or types stand in no text; line feeds and tabs do. */
const cleaned = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.keys(fields).map((name) => [name, textOf(fields, name).replaceAll(/(?![\n\t])\p{Cc}/gu, '')]),
  );

async function tried(name: ActName, visit: Visit, parts: BoardParts): Promise<Wrong | null> {
  const { fields } = visit;
  const does: BoardAct = ACTS[name];
  const left = does.faults(fields);
  if (left.length > 0) return { status: 422, faults: left.map((fault) => ({ ...fault, facts: {} })) };
  const { language } = frameOf(visit, parts.texts, visit.path);
  const body = does.body(fields, language);
  const user = userIn(visit);
  const idempotency = {
    key: textOf(fields, 'nonce'),
    bodyHash: sha256(canonicalize({ ...body, of: fields.form ?? '' })),
  };
  const input = {
    params: { id: visit.params.id ?? '' },
    query: undefined,
    body,
    language,
    requestId: visit.requestId,
    caller: callerOf(user),
    route: `POST /board/${name}`,
    idempotency,
  };
  const answer = await does.send(parts, { input, fields });
  if (answer instanceof z.ZodError) return unread(answer, does);
  return refusedIn(answer, does);
}

/** What the schema of a route did not let through; a form of ours sends nothing else that is wrong. */
function unread({ issues }: z.ZodError, does: BoardAct): Wrong {
  const faults = issues.map(({ path, code }) => ({
    input: inputOf(String(path[0] ?? ''), does),
    code: code === 'too_big' ? 'TooLong' : 'ValidationFailed',
    facts: {},
  }));
  return { status: 422, faults };
}

function refusedIn({ status, body }: Answered, does: BoardAct): Wrong | null {
  if (status < 400) return null;
  const { code, facts = {}, pointer = '' } = body as { code: string; facts?: Fault['facts']; pointer?: string };
  return { status, faults: [{ input: inputOf(pointer.split('/')[1] ?? '', does), code, facts }] };
}

const inputOf = (named: string, { inputs = {} }: BoardAct): string | null => inputs[named] ?? (named || null);

function addressAfter(name: ActName, visit: Visit): string {
  const carried = carryOf(visit);
  return `/board/cases/${encodeURIComponent(visit.params.id ?? '')}?done=${name}${carried.replace('?', '&')}`;
}
