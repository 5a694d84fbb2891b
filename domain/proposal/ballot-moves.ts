/**
 * What the engine has to do with one open ballot, and when.
 *
 * 1. What is decided is closed, or referred up, at once: a hold or a carried reply may have left it open.
 * 2. Time brings nothing while the track's clock is suspended; told instants stay, and are counted anew afterwards.
 * 3. An agreement ad referendum holds whatever the deadline brings to the end of its own clock.
 * 4. *Consult then refer* goes up at the deadline where someone is against. Nobody against and an opinion missing: it
 *    waits where the step reminds, and goes up where it does not.
 * 5. Silence ends with its period only if nothing holds it, and nobody is silent whose silence is no consent: such a
 *    seat counts as not answered, and is reminded until it answers or is answered itself.
 * 6. A referral gives the higher office its own full time before the ballot closes with what stands.
 */
import { addMilliseconds, type Instant } from '../time/instant';
import { earliest, isBefore, latest } from '../time/order';
import { GRACE_MS } from './clock';
import type { Move } from './commands';
import { isAwaited, isReferred } from './electorates';
import { isDisputed } from './refer-up';
import { decidedAs, standing, stepOf } from './settle';
import { type Ballot, type Case, trackOf } from './state';

/** Without `due` it can be made at once. */
export type BallotMove = Readonly<{ move: Move; due: Instant | null }>;

/** All moves of an open ballot in the order in which they are made. Pure. */
export function ballotMoves(state: Case, ballot: Ballot): readonly BallotMove[] {
  if (ballot.status !== 'open') return [];
  const { id } = ballot;
  const decided = decidedAs(state, ballot);
  if (decided !== null) return [{ move: { type: decided === 'refer' ? 'referUp' : 'close', ballot: id }, due: null }];
  if (trackOf(state, ballot.track).suspended.some((s) => s.until === null)) return [];
  return [...expiries(ballot), ...effects(state, ballot), ...reminders(ballot)].toSorted((a, b) =>
    isBefore(a.due ?? '', b.due ?? '') ? -1 : Number(isBefore(b.due ?? '', a.due ?? '')),
  );
}

/** Whether a seat has agreed ad referendum and its time to confirm still runs. */
const confirmBy = (seat: Ballot['seats'][number]): Instant | null =>
  seat.reply?.kind === 'agreeAdReferendum' ? seat.reply.confirmBy : null;

const expiries = (ballot: Ballot): readonly BallotMove[] =>
  ballot.seats.flatMap((seat) => {
    const until = confirmBy(seat);
    const move = { type: 'expire', ballot: ballot.id, seat: seat.key } as const;
    return until === null ? [] : [{ move, due: addMilliseconds(until, GRACE_MS) }];
  });

/** What the deadline brings. */
function effects(state: Case, ballot: Ballot): readonly BallotMove[] {
  if (ballot.seats.some((s) => confirmBy(s) !== null)) return [];
  const { id, referAt, closeAt, lapseAt } = ballot;
  const at = (type: 'referUp' | 'close' | 'lapse', due: Instant): BallotMove => ({ move: { type, ballot: id }, due });
  return [
    ...(referAt !== null && goesUp(state, ballot) ? [at('referUp', referAt)] : []),
    ...(closeAt !== null && mayEnd(state, ballot) ? [at('close', closesAt(ballot, closeAt))] : []),
    ...(lapseAt !== null ? [at('lapse', lapseAt)] : []),
  ];
}

function goesUp(state: Case, ballot: Ballot): boolean {
  if (isReferred(ballot)) return false;
  if (ballot.rule.kind !== 'consultThenRefer' || isDisputed(state, ballot)) return true;
  const { remindEvery, atDeadline } = stepOf(state, ballot);
  return (atDeadline?.remindEvery ?? remindEvery) === undefined;
}

/** Whether a ballot may close with what stands at its deadline. */
function mayEnd(state: Case, ballot: Ballot): boolean {
  if (ballot.rule.kind !== 'silence') return true;
  const closes = stepOf(state, ballot).atDeadline?.close === true;
  return standing(state, ballot, { atDeadline: true }).mayClose || (closes && !hasVainSilence(ballot));
}

/** The silence of a seat that asked for more time, or whose reply does not stand any more, is no consent. */
const hasVainSilence = (ballot: Ballot): boolean =>
  ballot.seats.some((s) => s.reply === null && (s.replies > 0 || s.extension?.state === 'asked'));

/** A higher office that was asked at the deadline answers in a time of its own. */
function closesAt(ballot: Ballot, closeAt: Instant): Instant {
  const higher = ballot.seats.filter((s) => s.referredFrom.length > 0).flatMap((s) => s.due ?? []);
  return latest([closeAt, ...higher.map((due) => addMilliseconds(due, GRACE_MS))]);
}

function reminders(ballot: Ballot): readonly BallotMove[] {
  const waiting = ballot.seats.filter((s) => isAwaited(s) && s.nextReminder !== null);
  const next = earliest(waiting.flatMap((s) => s.nextReminder ?? []));
  if (next === null) return [];
  const seats = waiting.filter((s) => s.nextReminder === next).map((s) => s.key);
  return [{ move: { type: 'remind', ballot: ballot.id, seats }, due: next }];
}
