/**
 * POST /review/<ref>/confirm: the one act of these pages that decides.
 *
 * 1. It takes the nonce of the check page, which is minted with the draft that the page showed and is the idempotency
 *    key of the reply: a double click, a reload or the back button give the same receipt, and one reply.
 * 2. What the page showed must be what is confirmed: a form that differs from the draft kept (another tab) is checked
 *    again instead.
 * 3. It takes the answer code, typed by a person, once in a session.
 * 4. The record judges what was shown, who holds the seat and whether the ballot is open; a refusal is a page.
 */

import { REFUSALS, type Refusal } from '../../domain/proposal/refusals';
import { isCase } from '../../domain/proposal/state';
import { canonicalize, sha256 } from '../../store/canonical';
import type { Applied, Attempt } from '../../store/record';
import { textsOfReply, textsTaken } from '../ballots/texts-of-reply';
import { textOf } from '../forms/fields';
import { recordedAs } from '../proposals/act';
import { type Answer, page, seeOther } from './answer';
import { casePage } from './case-page';
import { checkPage } from './check-page';
import { chooseIn } from './choose';
import { closedToAll, closedToReader } from './closed-page';
import { type Draft, draftOf, recordedFrom } from './draft';
import { answerOf, shownOf } from './fields';
import type { Parts } from './parts';
import { refusalIn, refusedAnswer } from './refused';
import { fieldOf } from './reply-form';
import { type Reading, situationOf } from './situation';
import { isStale, stalePage } from './stale-page';
import { asReader, tryCode } from './to-answer';
import { addressOf, type Visit } from './visit';

export const confirm = (visit: Visit, parts: Parts): Promise<Answer> =>
  asReader(visit, parts, async (reading) => {
    const draft = draftOf(reading.session.draft);
    if (!draft || !isOfThis(visit, draft)) return chooseIn(visit, reading, parts);
    if (draft.recorded) return seeOther(addressOf(visit, '/receipt'));
    const hindrance = await tryCode(visit, reading, parts);
    if (hindrance === null) return record(visit, reading, draft, parts);
    if ('answer' in hindrance) return hindrance.answer;
    const { status, error } = hindrance;
    return page(status, 'check.njk', checkPage(visit, reading, draft, { texts: parts.texts, errors: [error] }));
  });

/** Whether a form is the check page of the draft that is kept. Pure. */
const isOfThis = ({ fields }: Visit, { nonce, answer, shown }: Draft): boolean =>
  nonce !== null &&
  textOf(fields, 'nonce') === nonce &&
  canonicalize([answerOf(fields), shownOf(fields)]) === canonicalize([answer, shown]);

async function record(visit: Visit, reading: Reading, draft: Draft, parts: Parts): Promise<Answer> {
  const applied = await parts.record.apply(attemptOf(reading, draft));
  const recorded = recordedFrom(applied.body);
  if (recorded) {
    await parts.sessions.keepDraft(reading.session, { ...draft, recorded });
    return seeOther(addressOf(visit, '/receipt'));
  }
  // The refusal stands under this key for good: another try needs another nonce.
  await parts.sessions.keepDraft(reading.session, { ...draft, nonce: null });
  return refusedPage(visit, refusalOf(applied), draft, parts);
}

const refusalOf = ({ refusal, body }: Applied): Refusal => refusal ?? refusalIn(body) ?? { code: 'InternalError' };

function attemptOf({ place, person, viewer, state, language, ballot, seat }: Reading, draft: Draft): Attempt {
  const { answer, shown, nonce } = draft;
  const { kind } = answer;
  if (kind === '' || nonce === null) throw new Error('A draft without kind or nonce cannot be confirmed');
  const typed = { inside: answer.inside || null, statement: answer.statement || null };
  const texts = textsOfReply(typed, { side: viewer.side, language });
  const { organization, side } = viewer;
  return {
    proposal: place.proposal,
    credential: `ref:${place.ref}`,
    person: person.id,
    route: 'POST /review/replies',
    idempotency: { key: nonce, bodyHash: sha256(canonicalize({ answer, shown })) },
    texts: texts.all,
    command: ({ now, state: present }) => {
      if (!isCase(present)) return { refusal: { code: 'NotFound' } };
      const taken = textsTaken(present, texts, { ballot: ballot.id, side, kind });
      if ('refusal' in taken) return taken;
      const actor = { person: person.id, organization, side, channel: 'mail' as const };
      const where = { ballot: ballot.id, seat: seat.key, shown };
      return { type: 'reply', at: now, actor, ...where, kind, ...taken, ...particularsOf(answer) };
    },
    respond: ({ events }) => {
      const { at, event, data } = recordedAs(events, kind === 'requestExtension' ? 'ExtensionAsked' : 'ReplyGiven');
      const confirmBy = 'confirmBy' in data ? (data.confirmBy ?? null) : null;
      const body = { hash: event.hash, receivedAt: at, revision: state.revision.number, confirmBy };
      return { status: 200, headers: {}, body };
    },
    respondRefusal: refusedAnswer,
  };
}

/** What some kinds have beside their texts. Pure. */
const particularsOf = ({ sections, except, days, noteNumber, noteDate }: Draft['answer']) => ({
  ...(sections.length > 0 ? { sections } : {}),
  ...(except.length > 0 ? { except } : {}),
  ...(days === '' ? {} : { workingDays: Number(days) }),
  ...(noteNumber === '' ? {} : { note: { number: noteNumber, dated: noteDate } }),
});

/** What a refused reader is shown, of the case as it stands now. */
async function refusedPage(visit: Visit, refusal: Refusal, draft: Draft, parts: Parts): Promise<Answer> {
  const { code, facts = {}, pointer } = refusal;
  const { status } = REFUSALS[code];
  const reading = await situationOf(visit, parts);
  if (reading.kind !== 'reading' || code === 'NotYourSeat') {
    return page(403, 'closed.njk', closedToAll(visit, parts.texts, 'holderChanged'));
  }
  if (!reading.open) return page(409, 'closed.njk', closedToReader(visit, parts.texts, reading));
  if (isStale(code)) return page(status, 'stale.njk', await stalePage(visit, reading, { why: code, draft }, parts));
  const errors = [{ code, facts, field: fieldOf(pointer) }];
  return page(status, 'case.njk', await casePage(visit, reading, parts, { answer: draft.answer, errors }));
}
