/**
 * From the seats of a ballot to votes, as the rules see them.
 *
 * 1. A higher office speaks for the seats it was asked for, as soon as it has answered; where opinions were consulted
 *    and then referred, it decides alone.
 * 2. Agreeing except some sections is *for* where the procedure lets the rest go on; otherwise it holds like a reserve.
 * 3. A seat's silence is no consent while it waits for an answer to its request for more time, or after a reply of
 *    its own that does not stand any more: unconfirmed in its time, or void.
 * 4. Between sides reasons are never asked: only in a house may a negative without any not count.
 */
import { classOf, type VoteClass } from '../ballot/replies';
import type { Electorate } from '../ballot/tally';
import type { Vote } from '../ballot/vote';
import type { Step } from '../procedure/schema';
import { stepIn } from './clock';
import type { Ballot, Seat, StandingReply, Track } from './state';

/** The electorates of a ballot as rules see them. Pure. */
export function electoratesOf(ballot: Ballot, track: Track): readonly Electorate[] {
  const step = stepIn(track, ballot.step);
  const isJoint = track.side === null;
  const voteOf = (seat: Seat) => vote(seat, spokenReply(ballot, seat), { step, isJoint });
  const votesOf = (electorate: Seat['electorate']) =>
    ballot.seats.filter((s) => s.electorate === electorate && s.referredFrom.length === 0).map(voteOf);
  const higher = ballot.seats.find(hasDecidedAbove);
  if (higher && ballot.rule.kind === 'consultThenRefer') return [{ rule: { kind: 'all' }, votes: [voteOf(higher)] }];
  const consents = votesOf('consents');
  const onlyReasoned = !isJoint && step.negativeNeedsReason === 'doNotCount';
  return [
    { rule: ballot.rule, votes: votesOf('seats'), onlyReasoned },
    // Each participant's own consent, always: a neutral reply is no consent.
    ...(consents.length > 0 ? [{ rule: { kind: 'all' as const }, votes: consents }] : []),
  ];
}

/**
 * The same before anybody has spoken again: whoever objected in an earlier round is offered to change that in one
 * act, so that a carried objection alone does not end a ballot that others are still asked in. Pure.
 */
export const withoutCarriedObjections = (ballot: Ballot): Ballot => ({
  ...ballot,
  seats: ballot.seats.map((s) =>
    s.reply?.carriedFrom != null && s.reply.kind === 'object' ? { ...s, reply: null } : s,
  ),
});

/** Whether a higher office has been asked already. Pure. */
export const isReferred = (ballot: Ballot): boolean => ballot.seats.some((s) => s.referredFrom.length > 0);

/** Whether a higher office has answered. Pure. */
export const isDecidedAbove = (ballot: Ballot): boolean => ballot.seats.some(hasDecidedAbove);

/** The reply that counts for a seat: its own, or that of the higher office that was asked in its place. Pure. */
export function spokenReply(ballot: Ballot, seat: Seat): StandingReply | null {
  const higher = ballot.seats.find((s) => s.referredFrom.includes(seat.key) && s.reply);
  return higher?.reply ?? seat.reply;
}

/** Whether a seat is still waited for: silent, reserved, or agreed ad referendum and not confirmed. Pure. */
export const isAwaited = ({ reply }: Seat): boolean =>
  reply === null || ['reserved', 'provisional'].includes(classOf(reply.kind) ?? '');

const hasDecidedAbove = (seat: Seat): boolean => seat.referredFrom.length > 0 && seat.reply !== null;

type Reading = Readonly<{ step: Step; isJoint: boolean }>;

function vote(seat: Seat, reply: StandingReply | null, { step, isJoint }: Reading): Vote {
  const counted = reply && countedAs(reply, step);
  const isUnreasoned = reply !== null && reply.statement === null && reply.inside === null;
  return {
    key: seat.key,
    side: seat.side,
    class: counted,
    ...(seat.role === undefined ? {} : { role: seat.role }),
    ...(counted === 'against' && !isJoint && isUnreasoned ? { reasoned: false } : {}),
    ...(mayBeSilent(seat) ? {} : { silenceCounts: false }),
    ...(seat.hasObjected ? { hasObjected: true } : {}),
  };
}

function countedAs({ kind, except }: StandingReply, step: Step): VoteClass | null {
  const counted = classOf(kind);
  return counted === 'for' && except.length > 0 && step.exceptGoesOn !== true ? 'reserved' : counted;
}

const mayBeSilent = ({ extension, replies, reply }: Seat): boolean =>
  extension?.state !== 'asked' && (reply !== null || replies === 0);
