/**
 * POST /review/<ref>/comments: a question or comment inside one's own house. It is no reply, but it is an act: it
 * stands in the record, so it takes the answer code like every other one.
 */

import { REFUSALS } from '../../domain/proposal/refusals';
import { canonicalize, commitText, sha256 } from '../../store/canonical';
import { uuidv7 } from '../../store/identifiers';
import type { Attempt } from '../../store/record';
import { textOf } from '../forms/fields';
import type { PageError } from '../look/frame';
import { type Answer, page, seeOther } from './answer';
import { casePage } from './case-page';
import { closedToReader } from './closed-page';
import { textFaults } from './fields';
import type { Parts } from './parts';
import { refusalIn, refusedAnswer } from './refused';
import type { Reading } from './situation';
import { asReader, isOurs, tryCode } from './to-answer';
import { addressOf, type Visit } from './visit';

export const comment = (visit: Visit, parts: Parts): Promise<Answer> =>
  asReader(visit, parts, async (reading) => {
    if (!reading.open) return page(409, 'closed.njk', closedToReader(visit, parts.texts, reading));
    const text = textOf(visit.fields, 'comment');
    const again = async (status: number, error: PageError) =>
      page(status, 'case.njk', await casePage(visit, reading, parts, { comment: text, errors: [error] }));
    if (!isOurs(visit, reading.session.id)) return again(403, { code: 'SessionEnded', facts: {}, field: null });
    const fault = faultOf(text);
    if (fault) return again(422, fault);
    const hindrance = await tryCode(visit, reading, parts);
    if (hindrance) return 'answer' in hindrance ? hindrance.answer : again(hindrance.status, hindrance.error);
    const { body } = await parts.record.apply(attemptOf(reading, text, textOf(visit.fields, 'nonce')));
    const refusal = refusalIn(body);
    if (!refusal) return seeOther(`${addressOf({ ...visit, commented: true })}#comments`);
    return again(REFUSALS[refusal.code].status, { code: refusal.code, facts: refusal.facts ?? {}, field: null });
  });

function faultOf(text: string): PageError | null {
  if (text === '') return { code: 'CommentMissing', facts: {}, field: 'comment' };
  return textFaults(text, 'comment')[0] ?? null;
}

function attemptOf({ place, person, viewer, language }: Reading, text: string, nonce: string): Attempt {
  const kept = commitText(text);
  const id = uuidv7();
  return {
    proposal: place.proposal,
    credential: `ref:${place.ref}`,
    person: person.id,
    route: 'POST /review/comments',
    idempotency: { key: nonce, bodyHash: sha256(canonicalize({ text })) },
    texts: [{ ...kept, ownerSide: viewer.side, kind: 'comment', language, body: text }],
    command: ({ now }) => ({
      type: 'comment',
      at: now,
      actor: { person: person.id, organization: viewer.organization, side: viewer.side, channel: 'mail' },
      comment: id,
      text: { hash: kept.hash },
      section: null,
    }),
    respond: () => ({ status: 200, headers: {}, body: { comment: id } }),
    respondRefusal: refusedAnswer,
  };
}
