/** Which mails an event calls for, as data. Only the mail worker writes and sends them. Pure. */
import type { ProposalEvent, ReplySigned } from './events';
import { replyId } from './evolve';
import { ballotOf, type Case } from './state';

export type Effect =
  /** Asks every present holder of a seat; each gets a link and a code of their own. */
  | Readonly<{ kind: 'request' | 'reminder'; ballot: string; seat: string; office: string; side: string }>
  /** Confirms a reply to the person who gave it. */
  | Readonly<{ kind: 'receipt'; ballot: string; seat: string; reply: string; person: string; side: string }>
  /** Tells how the case ended: to a person, or to the holders of an office that was asked. */
  | Readonly<{ kind: 'outcome'; side: string; to: Readonly<{ person: string } | { office: string }> }>
  /** Tells the coordination unit of a side that a case of its house cannot go on. */
  | Readonly<{ kind: 'stopped'; side: string; unit: string }>;

/** The effects of one event, given the state after it. Pure. */
export function react(state: Case, event: ProposalEvent): readonly Effect[] {
  switch (event.type) {
    case 'BallotOpened':
      return event.data.asked ? requests(state, event.data.ballot, event.data.asked) : [];
    case 'SeatsAsked':
      return requests(state, event.data.ballot, event.data.asked);
    case 'ReferredUp':
      return requests(state, event.data.ballot, [event.data.to]);
    case 'Reminded':
      return event.data.seats.flatMap(({ key }) => mailToSeat(state, 'reminder', event.data.ballot, key));
    case 'ReplyGiven':
      return event.data.signed ? receipts(state, event.data, event.data.signed) : [];
    case 'ReplySigned':
      return receipts(state, event.data, event.data.signed);
    case 'Concluded':
      return outcomes(state);
    case 'Stopped':
      return [{ kind: 'stopped', side: event.chain, unit: state.units[event.chain] ?? '' }];
    default:
      return [];
  }
}

const requests = (state: Case, ballot: string, asked: readonly Readonly<{ key: string }>[]): readonly Effect[] =>
  asked.flatMap(({ key }) => mailToSeat(state, 'request', ballot, key));

function mailToSeat(state: Case, kind: 'request' | 'reminder', ballot: string, key: string): readonly Effect[] {
  const seat = ballotOf(state, ballot).seats.find((s) => s.key === key);
  return seat?.office ? [{ kind, ballot, seat: key, office: seat.office, side: seat.side }] : [];
}

function receipts(
  state: Case,
  { ballot, seat, n }: Readonly<{ ballot: string; seat: string; n: number }>,
  { person }: ReplySigned,
): readonly Effect[] {
  const side = ballotOf(state, ballot).seats.find((s) => s.key === seat)?.side ?? '';
  return person === null ? [] : [{ kind: 'receipt', ballot, seat, reply: replyId(ballot, seat, n), person, side }];
}

/** Everybody who was asked, once, and the proposer; of a case that was never released, only its own house. */
function outcomes(state: Case): readonly Effect[] {
  const seats = Object.values(state.ballots).flatMap((b) => b.seats);
  const offices = new Map(seats.flatMap((s) => (s.office ? [[s.office, s.side] as const] : [])));
  return [
    { kind: 'outcome', side: state.proposing, to: { person: state.submitter.person } },
    ...[...offices].map(([office, side]) => ({ kind: 'outcome' as const, side, to: { office } })),
  ];
}
