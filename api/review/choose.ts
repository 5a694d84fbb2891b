/** POST /review/<ref>/draft keeps an answer to be checked, /change takes it back to the form. Neither records. */

import { createNonce } from '../forms/nonce';
import type { PageError } from '../look/frame';
import { type Answer, page, seeOther } from './answer';
import { casePage, whyNoForm } from './case-page';
import { closedToReader } from './closed-page';
import { shownNow } from './head';
import type { Parts } from './parts';
import { answerFor, asksOf, faultsOf } from './reply-form';
import type { Reading } from './situation';
import { type StaleCode, stalePage } from './stale-page';
import { asReader, isOurs, typedDraft } from './to-answer';
import type { Shown } from './view';
import { addressOf, type Visit } from './visit';

export const choose = (visit: Visit, parts: Parts): Promise<Answer> =>
  asReader(visit, parts, (reading) => chooseIn(visit, reading, parts));

export async function chooseIn(visit: Visit, reading: Reading, parts: Parts): Promise<Answer> {
  if (!reading.open) return page(409, 'closed.njk', closedToReader(visit, parts.texts, reading));
  const { session } = reading;
  const typed = typedDraft(visit);
  const asks = asksOf(reading);
  const draft = { ...typed, answer: answerFor(typed.answer, asks) };
  const again = async (status: number, errors: readonly PageError[]) =>
    page(status, 'case.njk', await casePage(visit, reading, parts, { answer: typed.answer, errors }));
  const noForm = whyNoForm(reading);
  if (noForm) return again(403, [noForm]);
  // A page that was made for an earlier session: what was typed stays, and is asked for once more.
  if (!isOurs(visit, session.id)) return again(403, [{ code: 'SessionEnded', facts: {}, field: null }]);
  const faults = faultsOf(draft.answer, asks);
  if (faults.length > 0) return again(422, faults);
  await parts.sessions.keepDraft(session, { ...draft, nonce: createNonce(session.id) });
  const why = staleBy(reading, draft.shown);
  if (why) return page(409, 'stale.njk', await stalePage(visit, reading, { why, draft }, parts));
  return seeOther(addressOf(visit, '/check'));
}

/** What has changed since a page was shown, or null. The record asks the same again, and its answer counts. Pure. */
function staleBy(reading: Reading, shown: Shown): StaleCode | null {
  const now = shownNow(reading);
  if (shown.revision !== now.revision) return 'StaleRevision';
  if (shown.procedure !== now.procedure) return 'StaleProcedure';
  return shown.standing === now.standing ? null : 'SeatAnsweredMeanwhile';
}

/** Back to the form, with everything typed. */
export const change = (visit: Visit, parts: Parts): Promise<Answer> =>
  asReader(visit, parts, async ({ session }) => {
    if (isOurs(visit, session.id)) await parts.sessions.keepDraft(session, typedDraft(visit));
    return seeOther(`${addressOf(visit)}#reply`);
  });
