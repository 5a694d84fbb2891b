/** What happened in a case and what was sent: the timeline and the deliveries of the reader's own side, newest first. */
import type { z } from 'zod';
import type { timeline } from '../proposals/schemas';
import { listTimeline } from '../proposals/timeline';
import type { Names } from './names';
import { type BoardParts, callerOf } from './parts';
import type { Reading } from './reading';
import type { DeliveryLine, TimelineLine } from './views';

/** More than a page can show with sense; the whole record is read over the API. */
const EVENTS_AT_MOST = 2_000;
const DELIVERIES_AT_MOST = 100;

/** The same lines that `GET /v1/proposals/{id}/timeline` answers with. */
export async function timelineOf(
  parts: BoardParts,
  { state, user, language }: Reading,
): Promise<readonly TimelineLine[]> {
  const { body } = await listTimeline(parts, {
    params: { id: state.id },
    query: { limit: EVENTS_AT_MOST },
    body: undefined,
    language,
    requestId: '',
    caller: callerOf(user),
  });
  const { items } = body as z.infer<typeof timeline>;
  return items.toReversed().map(({ at, side, text, language: lang, note }) => ({
    at,
    side,
    text: { text, lang },
    note: note === null ? null : { text: note, lang },
  }));
}

/** What was sent to the reader's own side about the case. */
export async function deliveriesOf(
  { deliveries }: BoardParts,
  { state, user, names }: Reading,
): Promise<readonly DeliveryLine[]> {
  const { items } = await deliveries.list(user.viewer, { cursor: null, limit: DELIVERIES_AT_MOST, proposal: state.id });
  return items.map(({ kind, office, person, state: how, attempts, createdAt, sentAt, result }) => ({
    kind,
    ...addressee(names, { office, person }),
    state: how,
    at: sentAt ?? createdAt,
    attempts,
    result,
  }));
}

/** The office is named where the person's name does not say it already. */
function addressee(names: Names, of: Readonly<{ office: string | null; person: string }>) {
  const person = names.person(of.person);
  const office = of.office === null ? null : names.office(of.office);
  return { person, office: office && person.includes(office.text) ? null : office };
}
