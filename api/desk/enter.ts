/**
 * An answer on paper is entered in two steps.
 *
 * 1. POST /desk/<ballot>/<seat> judges what was typed as the record would, records nothing, and shows it once more.
 * 2. POST …/record records it. The nonce of the page that was shown is the idempotency key: a double click, a reload or
 *    the back button give the same receipt, and one answer. A refusal stands under its key; the form then has another.
 * 3. POST …/change goes back to the form, with everything typed.
 */
import type { z } from 'zod';
import { decide } from '../../domain/proposal/decide';
import type { Refusal } from '../../domain/proposal/refusals';
import { REFUSALS } from '../../domain/proposal/refusals';
import { stepOf } from '../../domain/proposal/settle';
import { replyMadeOf, replyToBallot } from '../ballots/reply';
import type { receipt } from '../ballots/reply-schemas';
import { textOf } from '../forms/fields';
import { type Answer, carryOf, seeOther, type Visit } from '../forms/room';
import { hashOfBody } from '../http/repeatable';
import type { PageError } from '../look/frame';
import type { Problem } from '../problems/problem';
import { checkPage, emptyForm, formPage } from './form-page';
import { credentialOf, type DeskParts } from './parts';
import { actorOf, addressOf, kindsOnPaper, type Place, placeOf } from './place';
import { faultsOf, fieldOf, replyTyped, type Typed, typedOf } from './typed';
import { scanFault } from './upload';
import type { DeskViews } from './views';

type Shown = Promise<Answer<DeskViews>>;

/** GET /desk/<ballot>/<seat> */
export async function showForm(visit: Visit, parts: DeskParts): Shown {
  const place = await placeOf(visit, parts);
  return formPage(visit, parts, place, emptyForm);
}

/** POST …/change */
export async function changeEntry(visit: Visit, parts: DeskParts): Shown {
  const place = await placeOf(visit, parts);
  return formPage(visit, parts, place, { status: 200, typed: typedOf(visit.fields), errors: [] });
}

/** POST /desk/<ballot>/<seat> */
export async function checkEntry(visit: Visit, parts: DeskParts): Shown {
  const place = await placeOf(visit, parts);
  const typed = typedOf(visit.fields);
  const faults = await faultsIn(visit, parts, place, typed);
  if (faults.length > 0) return formPage(visit, parts, place, { status: 422, typed, errors: faults });
  const tried = tryOn(place, typed);
  if ('refusal' in tried) return refused(visit, parts, { typed, refusal: tried.refusal });
  return checkPage(visit, parts, place, { typed, waits: tried.waits });
}

async function faultsIn(
  visit: Visit,
  { attachments }: DeskParts,
  place: Place,
  typed: Typed,
): Promise<readonly PageError[]> {
  const { state, ballot, user } = place;
  const withNote = stepOf(state, ballot).note !== undefined;
  const faults = [...faultsOf(typed, { kinds: kindsOnPaper(state, place), withNote }), ...scanFault(visit.req)];
  const isKept = typed.scan === '' || (await attachments.known(user.viewer, [typed.scan])).length > 0;
  return isKept ? faults : [...faults, { code: 'UnknownAttachment', facts: {}, field: 'scan' }];
}

/** What the core would say of an answer now. Pure but for the salts of texts, which nobody keeps. */
function tryOn(place: Place, typed: Typed): Readonly<{ waits: boolean }> | Readonly<{ refusal: Refusal }> {
  const { user, state, ballot, seat, snapshot } = place;
  const { command } = replyMadeOf(replyTyped(typed, seat.key), { ballot: ballot.id, side: user.side });
  const made = command({ at: user.now, actor: actorOf(user), state });
  if ('refusal' in made) return made;
  const decision = decide(state, made, snapshot.worldFor(state.procedure));
  if (!decision.accepted) return { refusal: decision.refusal };
  return { waits: decision.events.some((event) => event.type === 'PaperEntered') };
}

/** POST …/record */
export async function recordEntry(visit: Visit, parts: DeskParts): Shown {
  const place = await placeOf(visit, parts);
  const { user, ballot, seat } = place;
  const typed = typedOf(visit.fields);
  const faults = await faultsIn(visit, parts, place, typed);
  if (faults.length > 0) return formPage(visit, parts, place, { status: 422, typed, errors: faults });
  const { status, body } = await replyToBallot(parts, {
    params: { id: ballot.id },
    query: undefined,
    body: replyTyped(typed, seat.key),
    language: user.language,
    requestId: visit.requestId,
    caller: { key: credentialOf(user), viewer: user.viewer, scopes: [], channel: 'desk' },
    route: `POST ${addressOf(ballot.id, seat.key, '/record')}`,
    idempotency: { key: textOf(visit.fields, 'nonce'), bodyHash: hashOfBody(typed) },
  });
  if (status !== 201) return refused(visit, parts, { typed, refusal: body as Problem as Refusal });
  const { event } = body as z.input<typeof receipt>;
  return seeOther(addressOf(ballot.id, seat.key, `/receipt/${event.hash}`) + carryOf(visit));
}

/** The form again, with the word of the core beside its field. What stands now is shown, and has to be ticked anew. */
async function refused(
  visit: Visit,
  parts: DeskParts,
  { typed, refusal }: Readonly<{ typed: Typed; refusal: Refusal }>,
): Shown {
  const { code, facts = {}, pointer } = refusal;
  const errors = [{ code, facts, field: fieldOf(pointer) }];
  // The case may have gone on since the place was read.
  const now = await placeOf(visit, parts);
  return formPage(visit, parts, now, { status: REFUSALS[code].status, typed, errors });
}
