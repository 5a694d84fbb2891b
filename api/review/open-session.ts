/** POST /review/<ref>/session: a token or an answer code opens a reading session; /end closes it. */

import { isOpen } from '../../domain/proposal/state';
import type { Proof } from '../../store/review-access';
import { textOf } from '../forms/fields';
import type { PageError } from '../look/frame';
import { type Answer, page, seeOther } from './answer';
import { closedToAll } from './closed-page';
import { codeFault } from './fields';
import { linkPage } from './look';
import type { Parts } from './parts';
import { holdingOf, situationOf } from './situation';
import { addressOf, type Visit } from './visit';

export async function openSession(visit: Visit, parts: Parts): Promise<Answer> {
  const token = textOf(visit.fields, 'token');
  return token === '' ? openByCode(visit, parts) : openByToken(visit, token, parts);
}

async function openByToken(visit: Visit, token: string, parts: Parts): Promise<Answer> {
  const judgement = await parts.access.judge(visit.ref, { token });
  if (judgement === 'right') return open(visit, { token }, parts);
  const why = judgement === 'superseded' ? 'superseded' : 'unknown';
  return page(403, 'closed.njk', closedToAll(visit, parts.texts, why));
}

async function openByCode(visit: Visit, parts: Parts): Promise<Answer> {
  const code = textOf(visit.fields, 'code');
  const fault = codeFault(code);
  if (fault) return again(visit, parts, 422, fault);
  const judgement = await parts.access.judge(visit.ref, { code });
  if (judgement === 'right') return open(visit, { code }, parts);
  if (judgement === 'superseded') return page(403, 'closed.njk', closedToAll(visit, parts.texts, 'superseded'));
  const fresh = await parts.access.countWrong(visit.ref);
  if (fresh !== null) parts.onDelivery(fresh);
  return again(visit, parts, 403, { code: 'WrongCode', facts: {}, field: 'code' });
}

const again = (visit: Visit, parts: Parts, status: number, error: PageError): Answer =>
  page(status, 'link.njk', linkPage(visit, parts, [error]));

/** Opens a session for a proof that is right, where there is still something to answer for this person. */
async function open(visit: Visit, proof: Proof, parts: Parts): Promise<Answer> {
  const { place, ...present } = await parts.access.locate(visit.ref);
  const holding = place && (await holdingOf({ place, ...present }, parts));
  if (!holding) return page(403, 'closed.njk', closedToAll(visit, parts.texts, 'holderChanged'));
  if (!isOpen(holding.state) || holding.ballot.status !== 'open') {
    // A session that stands already may read how it ended; a new one is not opened for that.
    const { kind } = await situationOf(visit, parts);
    if (kind === 'reading') return seeOther(addressOf(visit));
    return page(409, 'closed.njk', closedToAll(visit, parts.texts, 'ballotClosed'));
  }
  const session = await parts.sessions.open({
    ref: visit.ref,
    codeProven: 'code' in proof,
    language: visit.asked,
    previous: visit.cookie,
  });
  return seeOther(addressOf(visit), session);
}

export async function endSession(visit: Visit, parts: Parts): Promise<Answer> {
  const found = visit.cookie === null ? null : await parts.sessions.find(visit.ref, visit.cookie);
  if (found) await parts.sessions.end(found.session);
  return seeOther(addressOf(visit), null);
}
