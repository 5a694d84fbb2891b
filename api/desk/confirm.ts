/** …/confirm/<entry>: a second registrar confirms what was entered after the date, or refuses it. */
import type { z } from 'zod';
import type { PaperReply } from '../../domain/proposal/events';
import { isInTime } from '../../domain/proposal/paper';
import { REFUSALS, type Refusal } from '../../domain/proposal/refusals';
import { confirmPaper } from '../ballots/confirm-paper';
import type { confirmationDone } from '../ballots/reply-schemas';
import { textOf } from '../forms/fields';
import { type Answer, carryOf, page, seeOther, type Visit } from '../forms/room';
import { hashOfBody } from '../http/repeatable';
import { notFound } from '../http/route';
import type { PageError } from '../look/frame';
import type { Problem } from '../problems/problem';
import { factsOf } from './facts';
import { headOf } from './head';
import { credentialOf, type DeskParts } from './parts';
import { addressOf, type Place, placeOf } from './place';
import type { ConfirmPage, DeskViews } from './views';

type Shown = Promise<Answer<DeskViews>>;

/** GET */
export async function showConfirm(visit: Visit, parts: DeskParts): Shown {
  return confirmPage(visit, parts, await placeOf(visit, parts), { status: 200, errors: [] });
}

type Wrong = Readonly<{ status: number; errors: readonly PageError[] }>;

async function confirmPage(visit: Visit, parts: DeskParts, place: Place, { status, errors }: Wrong): Shown {
  const entered = enteredAt(visit, place);
  const { user, ballot, seat, snapshot } = place;
  const { paper } = entered;
  const { head, names } = await headOf(visit, parts, place, `/confirm/${encodeURIComponent(entered.entry)}`);
  const calendar = snapshot.countries[user.side]?.calendar;
  const data: ConfirmPage = {
    ...head,
    nonce: user.csrf.nonce(),
    entry: await factsOf(parts, place, recordedIn(entered), head),
    name: encodeURIComponent(entered.entry),
    enteredBy: names.person(paper.enteredBy),
    isMine: paper.enteredBy === user.person.id,
    isClosed: ballot.status !== 'open',
    afterDate: calendar !== undefined && !isInTime(paper.received, seat.due, calendar),
    errors,
  };
  return page<DeskViews, 'confirm.njk'>(status, 'confirm.njk', data);
}

const entryIn = ({ params }: Visit): string => params.entry ?? '';

/** The entry that the address names; once it is confirmed or refused it waits no more, and is not here any longer. */
function enteredAt(visit: Visit, { ballot, seat }: Place): PaperReply {
  const found = ballot.papers.find((p) => p.entry === entryIn(visit) && p.seat === seat.key);
  if (!found) throw notFound();
  return found;
}

/** An entry that waits, as facts are made of it. Pure. */
export const recordedIn = (entered: PaperReply) => {
  const { kind, paper, sections, except, inside, statement, note, language, revision } = entered;
  return { kind, paper, sections: sections ?? except ?? [], inside, statement, note: note ?? null, language, revision };
};

/** POST, and POST …/refusal */
export const confirmEntry = (visit: Visit, parts: DeskParts): Shown => judge(visit, parts, true);
export const refuseEntry = (visit: Visit, parts: DeskParts): Shown => judge(visit, parts, false);

async function judge(visit: Visit, parts: DeskParts, confirmed: boolean): Shown {
  const place = await placeOf(visit, parts);
  const { user, ballot, seat } = place;
  const entry = entryIn(visit);
  const body = { confirmed };
  const answer = await confirmPaper(parts, {
    params: { id: ballot.id, entry },
    query: undefined,
    body,
    language: user.language,
    requestId: visit.requestId,
    caller: { key: credentialOf(user), viewer: user.viewer, scopes: [], channel: 'desk' },
    route: `POST ${addressOf(ballot.id, seat.key, `/confirm/${encodeURIComponent(entry)}`)}`,
    idempotency: { key: textOf(visit.fields, 'nonce'), bodyHash: hashOfBody(body) },
  });
  if (answer.status === 201) {
    const { event } = answer.body as z.input<typeof confirmationDone>;
    return seeOther(addressOf(ballot.id, seat.key, `/receipt/${event.hash}`) + carryOf(visit));
  }
  const { code, facts = {} } = answer.body as Problem as Refusal;
  const now = await placeOf(visit, parts);
  return confirmPage(visit, parts, now, {
    status: REFUSALS[code].status,
    errors: [{ code, facts, field: null }],
  });
}
