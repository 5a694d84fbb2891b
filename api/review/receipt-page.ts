/** The receipt: what was recorded, and what happens now. */
import type { Texts } from '../../locales/texts';
import type { RecordedReply } from './draft';
import { headOf, nameOf, readingFrame, seatName } from './head';
import type { Reading } from './situation';
import type { Answer, NextStep, ReceiptPage, Shown } from './view';
import type { Visit } from './visit';

/** What was recorded, with the words and fingerprints that it was recorded with. */
export type Receipted = Readonly<{ recorded: RecordedReply; answer: Answer; shown: Shown }>;

export function receiptPage(
  visit: Visit,
  reading: Reading,
  { recorded, answer, shown }: Receipted,
  texts: Texts,
): ReceiptPage {
  const { ballot, seat, person, language } = reading;
  if (answer.kind === '') throw new Error(`The receipt of ${recorded.hash} lacks its kind`);
  const typed = (text: string) => (text === '' ? null : { text, lang: language });
  const head = headOf(reading);
  return {
    ...readingFrame(visit, texts, reading, `/review/${visit.ref}/receipt`),
    ...head,
    // What was decided on, which need not be what stands now.
    revision: { ...head.revision, number: recorded.revision, hash: shown.revision },
    shown,
    reply: {
      kind: answer.kind,
      answer,
      inside: typed(answer.inside),
      statement: typed(answer.statement),
      receivedAt: recorded.receivedAt,
      confirmBy: recorded.confirmBy,
    },
    eventHash: recorded.hash,
    receiptTo: masked(person.email),
    next: nextOf(reading),
    changeable: reading.open && ballot.status === 'open',
    changeUntil: seat.due,
  };
}

/** "d•••@fao.example": enough to know which mailbox, too little for anybody else. Pure. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address.slice(0, Math.max(at, 0))][0] ?? ''}•••${address.slice(Math.max(at, 0))}`;
}

/** What happens after the reply, as this reader may know it. Pure. */
export function nextOf(reading: Reading): readonly NextStep[] {
  const { ballotView, ballot, view, viewer, state } = reading;
  const here = view.waitingFor.filter((w) => w.on === 'seat' && w.ballot === ballot.id);
  const settled: readonly NextStep[] = ballotView.status === 'closed' ? [endOf(ballotView.result)] : [];
  const released = ballot.effect === 'release' && ballotView.result === 'positive';
  const others = view.sides.filter((side) => side !== viewer.side);
  if (state.outcome) return [...settled, { kind: 'outcome', outcome: state.outcome.result }];
  return [
    ...settled,
    ...(released ? [{ kind: 'released' as const, sides: others }] : []),
    ...waitingSeats(reading, here.length > 0 ? here : view.waitingFor, here.length > 0 ? 'waitsFor' : 'opens'),
    ...waitingSides(reading),
    ...(view.waitingFor.some((w) => w.on === 'engine') ? [{ kind: 'engine' as const }] : []),
  ];
}

const endOf = (result: Reading['ballotView']['result']): NextStep =>
  result === 'returned' ? { kind: 'returned' } : { kind: 'settled', positive: result === 'positive' };

function waitingSeats(
  reading: Reading,
  waiting: Reading['view']['waitingFor'],
  kind: 'waitsFor' | 'opens',
): readonly NextStep[] {
  const seats = waiting.flatMap((w) => {
    if (w.on !== 'seat') return [];
    // A seat without a ballot is asked for a file or a release, not for a reply.
    if (w.ballot === undefined) return [seatName(reading, w.seat)];
    const asked = reading.state.ballots[w.ballot]?.seats.find((s) => s.key === w.seat && s.side === w.side);
    return [asked?.participant ? nameOf(reading, asked.participant) : seatName(reading, asked?.office)];
  });
  return seats.length === 0 ? [] : [{ kind, seats }];
}

function waitingSides({ view }: Reading): readonly NextStep[] {
  const sides = [...new Set(view.waitingFor.flatMap((w) => (w.on === 'side' ? [w.side] : [])))];
  return sides.length === 0 ? [] : [{ kind: 'waitsForSides', sides }];
}
