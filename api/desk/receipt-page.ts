/** …/receipt/<hash>: what stands in the record, by the hash of its event. */

import type { EventData, PaperReply, ReplySigned } from '../../domain/proposal/events';
import { isInTime } from '../../domain/proposal/paper';
import { chainsOf } from '../../domain/visibility/visible-to';
import type { StoredEvent } from '../../store/chain';
import { type Answer, page, type Visit } from '../forms/room';
import { notFound } from '../http/route';
import { recordedIn } from './confirm';
import { factsOf, type Recorded } from './facts';
import { headOf } from './head';
import type { DeskParts } from './parts';
import { type Place, placeOf } from './place';
import type { DeskViews, ReceiptPage } from './views';

const ABOUT_PAPER = ['ReplyGiven', 'ReplySigned', 'PaperEntered', 'PaperRefused'] as const;
const EVENTS = 1_000;

export async function showReceipt(visit: Visit, parts: DeskParts): Promise<Answer<DeskViews>> {
  const place = await placeOf(visit, parts);
  const { user, seat, snapshot } = place;
  const { hash = '' } = visit.params;
  const events = await eventsOf(parts, place);
  const event = events.find((e) => e.hash === hash);
  const found = event && receiptIn(event, events);
  if (!event || !found) throw notFound();
  const { head, names } = await headOf(visit, parts, place, `/receipt/${hash}`);
  const { paper } = found.recorded;
  const calendar = snapshot.countries[user.side]?.calendar;
  const person = found.by ?? paper.confirmedBy;
  const data: ReceiptPage = {
    ...head,
    entry: await factsOf(parts, place, found.recorded, head),
    state: found.state,
    afterDate: calendar !== undefined && !isInTime(paper.received, seat.due, calendar),
    enteredBy: names.person(paper.enteredBy),
    confirmedBy: person === null ? null : names.person(person),
    at: event.at,
    hash: event.hash,
  };
  return page<DeskViews, 'receipt.njk'>(200, 'receipt.njk', data);
}

/** What was recorded for the seat, as far as the registrar reads the case. */
async function eventsOf({ events }: DeskParts, { state, user, ballot, seat }: Place): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  let cursor: string | null = null;
  do {
    const { items, next }: Awaited<ReturnType<typeof events.list>> = await events.list(
      state.id,
      chainsOf(user.viewer, state),
      { cursor, limit: EVENTS, types: ABOUT_PAPER },
    );
    found.push(...items);
    cursor = next;
  } while (cursor !== null);
  return found.filter((event) => {
    const about = dataOf<Readonly<{ ballot: string; seat: string }>>(event);
    return about?.ballot === ballot.id && about.seat === seat.key;
  });
}

/** Null once the content was destroyed. */
const dataOf = <T>({ payload }: StoredEvent): T | null => (payload === null ? null : (JSON.parse(payload) as T));

type Found = Readonly<{ state: ReceiptPage['state']; recorded: Recorded; by: string | null }>;

function receiptIn(event: StoredEvent, events: readonly StoredEvent[]): Found | null {
  switch (event.type) {
    case 'PaperEntered': {
      const entered = dataOf<PaperReply>(event);
      return entered && { state: 'waits', recorded: recordedIn(entered), by: null };
    }
    case 'PaperRefused': {
      const refused = dataOf<EventData<'PaperRefused'>>(event);
      const entered = events
        .filter((e) => e.type === 'PaperEntered')
        .map((e) => dataOf<PaperReply>(e))
        .find((e) => e?.entry === refused?.entry);
      return refused && entered ? { state: 'refused', recorded: recordedIn(entered), by: refused.person } : null;
    }
    case 'ReplyGiven':
      return givenIn(event, events);
    default:
      return null;
  }
}

/** In a joint step the paper stands in the inner half of the answer. */
function givenIn(event: StoredEvent, events: readonly StoredEvent[]): Found | null {
  const given = dataOf<EventData<'ReplyGiven'>>(event);
  const inner = events
    .filter((e) => e.type === 'ReplySigned')
    .map((e) => dataOf<EventData<'ReplySigned'>>(e))
    .find((e) => e?.n === given?.n);
  const signed: ReplySigned | undefined = given?.signed ?? inner?.signed;
  if (!given || !signed?.paper) return null;
  const { kind, revision, statement, sections, except } = given;
  const { language, inside, note, paper } = signed;
  const named = sections ?? except ?? [];
  const recorded = { kind, revision, statement, language, inside, paper, note: note ?? null, sections: named };
  return { state: 'counts', recorded, by: null };
}
