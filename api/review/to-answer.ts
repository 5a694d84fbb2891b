/** What every act of a reader has in common: a session that stands, a form of ours, and, for an act, the code. */
import { textOf } from '../forms/fields';
import { isNonceOf } from '../forms/nonce';
import type { PageError } from '../look/frame';
import { type Answer, page } from './answer';
import { closedToAll } from './closed-page';
import { type Draft, draftOf } from './draft';
import { answerOf, codeFault, shownOf } from './fields';
import type { Parts } from './parts';
import { type Reading, type Situation, situationOf } from './situation';
import type { Visit } from './visit';

/** Lets a reader act; whoever has no session (any more) is told so, and keeps what was typed. */
export async function asReader(
  visit: Visit,
  parts: Parts,
  act: (reading: Reading) => Promise<Answer>,
): Promise<Answer> {
  const situation = await situationOf(visit, parts);
  if (situation.kind === 'reading') {
    if (visit.asked !== null && visit.asked !== situation.session.language) {
      await parts.sessions.keepLanguage(situation.session, visit.asked);
    }
    return act(situation);
  }
  if (situation.kind === 'holderChanged')
    return page(403, 'closed.njk', closedToAll(visit, parts.texts, 'holderChanged'));
  if (situation.kind === 'expired') await keepTyped(visit, situation, parts);
  return page(403, 'closed.njk', closedToAll(visit, parts.texts, 'sessionEnded'));
}

/** What was typed into a page whose session is over comes back when the same browser opens the link again. */
async function keepTyped(visit: Visit, { session }: Extract<Situation, { kind: 'expired' }>, parts: Parts) {
  const typed = typedDraft(visit);
  const isReply = typed.answer.kind !== '' || typed.answer.inside !== '' || typed.answer.statement !== '';
  if (isReply && isOurs(visit, session.id) && !draftOf(session.draft)?.recorded) {
    await parts.sessions.keepDraft(session, typed);
  }
}

/** The answer in a form, not yet to be confirmed. Pure. */
export const typedDraft = ({ fields }: Visit): Draft => ({
  answer: answerOf(fields),
  shown: shownOf(fields),
  nonce: null,
  recorded: null,
});

/** Whether a form was made for this session. Pure. */
export const isOurs = ({ fields }: Visit, session: string): boolean => isNonceOf(session, textOf(fields, 'nonce'));

/** What stands in the way of an act that needs the code; `error` belongs on the form's own page. */
export type Hindrance = Readonly<{ answer: Answer } | { status: 422 | 403; error: PageError }>;

/** Tries the code in a form, unless this session has proven it. Null where nothing stands in the way. */
export async function tryCode(
  visit: Visit,
  { session }: Reading,
  parts: Parts,
  field = 'code',
): Promise<Hindrance | null> {
  if (session.codeProven) return null;
  const code = textOf(visit.fields, 'code');
  const fault = codeFault(code, field);
  if (fault) return { status: 422, error: fault };
  const { result, fresh } = await parts.sessions.tryCode(session, code);
  if (fresh !== null) parts.onDelivery(fresh);
  if (result === 'right') return null;
  const closed = (why: 'locked' | 'superseded'): Hindrance => ({
    answer: page(403, 'closed.njk', closedToAll(visit, parts.texts, why)),
  });
  if (result === 'superseded' || fresh !== null) return closed('superseded');
  if (result === 'ended') return closed('locked');
  return { status: 403, error: { code: 'WrongCode', facts: {}, field } };
}
