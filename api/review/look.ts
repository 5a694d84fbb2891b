/** What GET and HEAD show. Nothing here writes, and nothing of a case is shown without a session. */
import type { PageError } from '../look/frame';
import { type Answer, page, seeOther } from './answer';
import { casePage, whyNoForm } from './case-page';
import { checkPage } from './check-page';
import { closedToAll, closedToReader } from './closed-page';
import { draftOf } from './draft';
import type { Parts } from './parts';
import { receiptPage } from './receipt-page';
import { type Reading, situationOf } from './situation';
import { addressOf, frameOf, type Visit } from './visit';

/** The page of a link before anything is proven: the same for every ref, known or not. */
export const linkPage = (visit: Visit, { texts }: Pick<Parts, 'texts'>, errors: readonly PageError[] = []) => ({
  ...frameOf(visit, texts, { path: `/review/${visit.ref}` }),
  ref: visit.ref,
  errors,
});

/** Shows a page to whoever may read the case, and the link page to everybody else. */
async function toReader(
  visit: Visit,
  parts: Parts,
  show: (reading: Reading) => Promise<Answer> | Answer,
): Promise<Answer> {
  const situation = await situationOf(visit, parts);
  if (situation.kind === 'reading') return show(situation);
  if (situation.kind === 'holderChanged')
    return page(403, 'closed.njk', closedToAll(visit, parts.texts, 'holderChanged'));
  return page(200, 'link.njk', linkPage(visit, parts));
}

/** GET /review/<ref> */
export const showCase = (visit: Visit, parts: Parts): Promise<Answer> =>
  toReader(visit, parts, async (reading) =>
    reading.open
      ? page(200, 'case.njk', await casePage(visit, reading, parts, { done: visit.done }))
      : page(200, 'closed.njk', closedToReader(visit, parts.texts, reading)),
  );

/** GET /review/<ref>/check */
export const showCheck = (visit: Visit, parts: Parts): Promise<Answer> =>
  toReader(visit, parts, (reading) => {
    const draft = draftOf(reading.session.draft);
    if (draft?.recorded) return seeOther(addressOf(visit, '/receipt'));
    if (!reading.open) return page(200, 'closed.njk', closedToReader(visit, parts.texts, reading));
    if (!draft?.nonce || whyNoForm(reading)) return seeOther(addressOf(visit));
    return page(200, 'check.njk', checkPage(visit, reading, draft, parts));
  });

/** GET /review/<ref>/receipt: of the answer that this very session gave. */
export const showReceipt = (visit: Visit, parts: Parts): Promise<Answer> =>
  toReader(visit, parts, (reading) => {
    const draft = draftOf(reading.session.draft);
    if (!draft?.recorded) return seeOther(addressOf(visit));
    const { recorded, answer, shown } = draft;
    return page(200, 'receipt.njk', receiptPage(visit, reading, { recorded, answer, shown }, parts.texts));
  });

/** GET /review/<ref>/fresh: the same for everyone, whoever asks and whatever became of it. */
export const showFresh = (visit: Visit, { texts }: Parts): Promise<Answer> =>
  Promise.resolve(
    page(200, 'fresh.njk', { ...frameOf(visit, texts, { path: `/review/${visit.ref}/fresh` }), ref: visit.ref }),
  );
