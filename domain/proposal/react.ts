/**
 * Which mails an event calls for, as data. Only the mail worker writes and sends them.
 *
 * 1. Nobody of another side is told more than its views show.
 * 2. While a case is held no mail goes out, not even that it is held. What people have to know when it is lifted is
 *    told then: the moved deadlines, what was asked of them meanwhile, and who may answer for them.
 * 3. An office is told once of each thing; a person who acts is not told of their own act.
 */
import type { World } from '../procedure/world';
import type { Effect } from './effects';
import type { EventData, ProposalEvent, ReplySigned } from './events';
import { replyId } from './evolve';
import { noticesOf } from './notices';
import { type Ballot, ballotOf, type Case } from './state';

export type { Effect } from './effects';

/** The effects of one event, given the state after it. Pure. */
export function react(state: Case, event: ProposalEvent, world: World): readonly Effect[] {
  if (state.paused !== null) return [];
  return [...lettersOf(state, event), ...noticesOf(state, event, world)];
}

function lettersOf(state: Case, event: ProposalEvent): readonly Effect[] {
  switch (event.type) {
    case 'BallotOpened':
      return event.data.asked ? requests(state, event.data.ballot, event.data.asked) : [];
    case 'SeatsAsked':
      return requests(state, event.data.ballot, event.data.asked);
    case 'ReferredUp':
      return requests(state, event.data.ballot, [event.data.to]);
    case 'HoldersChanged':
      return event.data.ballots.flatMap(({ ballot, seat }) => unanswered(state, ballot, seat));
    case 'ReplyVoided':
      return unanswered(state, event.data.ballot, event.data.seat);
    case 'Delegated':
      return toDelegate(state, event.data);
    case 'Unpaused':
      return delegatesOf(state);
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

/** A seat that still has to answer is asked as at the beginning: given replies stand. */
function unanswered(state: Case, ballot: string, key: string): readonly Effect[] {
  const { status, seats } = ballotOf(state, ballot);
  const waits = status === 'open' && seats.some((s) => s.key === key && s.reply === null);
  return waits ? mailToSeat(state, 'request', ballot, key) : [];
}

const toDelegate = (
  state: Case,
  { ballot, seat, to }: Pick<EventData<'Delegated'>, 'ballot' | 'seat' | 'to'>,
): readonly Effect[] => unanswered(state, ballot, seat).map((effect) => ({ ...effect, person: to }) as Effect);

const openBallots = (state: Case): readonly Ballot[] => Object.values(state.ballots).filter((b) => b.status === 'open');

/** Somebody may have been named while no mail went out. */
const delegatesOf = (state: Case): readonly Effect[] =>
  openBallots(state).flatMap((b) =>
    b.seats.flatMap((s) => s.delegates.flatMap(({ to }) => toDelegate(state, { ballot: b.id, seat: s.key, to }))),
  );

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
