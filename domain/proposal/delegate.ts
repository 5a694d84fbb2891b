/**
 * Delegation for one ballot: a holder lets another person of the same side answer for the seat.
 *
 * 1. Only who holds the seat in their own name, and is not barred, names a delegate: depth 1.
 * 2. The delegate is of the same side, not barred either, and has no part in another seat of the ballot.
 * 3. Ending it does not undo what was decided; the principal may change that while the ballot is open.
 */
import { type Directory, isOwn, sideOfPerson } from '../directory/directory';
import type { World } from '../procedure/world';
import { type Asked, addressed, checkOpen, isRefusal, no, speakerOf } from './addressed';
import type { Delegate, EndDelegation } from './commands';
import { accept, type Decision, refuse } from './decision';
import { barredFrom, speakersFor } from './eligibility';
import { event } from './events';
import type { Refusal } from './refusals';
import { type Case, isCase, type ProposalState } from './state';

/** A holder names a delegate for one ballot. Pure. */
export function delegate(state: ProposalState, command: Delegate, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const asked = addressed(state, command, world.procedure);
  if (isRefusal(asked)) return { accepted: false, refusal: asked };
  const wrong =
    checkGiver(state, asked, command, world) ??
    checkOpen(state, asked) ??
    checkDelegate(state, asked, command, world.directory);
  if (wrong) return { accepted: false, refusal: wrong };
  const { actor, at, ballot, seat, to } = command;
  return accept([event('Delegated', asked.seat.side, at, { ballot, seat, from: actor.person, to })]);
}

function checkGiver(state: Case, asked: Asked, command: Delegate, world: World): Refusal | null {
  const giver = speakerOf(state, asked, command, world);
  if (isRefusal(giver)) return giver;
  if (!isOwn(giver)) return no('DelegationTooDeep');
  return giver.bar ? no('BarredCannotDelegate', { reason: giver.bar }) : null;
}

function checkDelegate(state: Case, asked: Asked, { to, at }: Delegate, directory: Directory): Refusal | null {
  const { ballot, seat } = asked;
  // A stranger's existence is not told: one answer for "unknown" and "of another side".
  if (sideOfPerson(directory, to) !== seat.side) return no('DelegateOfAnotherSide', { given: to }, '/to');
  const speaks = (s: Asked['seat']) => speakersFor(state, s, directory, at).some((c) => c.person === to);
  if (speaks(seat)) return no('MayAnswerAlready', { given: to }, '/to');
  const others = ballot.seats.filter((s) => s.side === seat.side && s.key !== seat.key);
  if (others.some(speaks)) return no('HoldsAnotherSeat', { given: to }, '/to');
  const bar = barredFrom(state, ballot, seat, to);
  return bar ? no('DelegateBarred', { given: to, reason: bar }, '/to') : null;
}

/** A holder ends a delegation of the seat. Pure. */
export function endDelegation(state: ProposalState, command: EndDelegation, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const asked = addressed(state, command, world.procedure);
  if (isRefusal(asked)) return { accepted: false, refusal: asked };
  const holder = speakerOf(state, asked, command, world);
  if (isRefusal(holder)) return { accepted: false, refusal: holder };
  if (!isOwn(holder)) return refuse('DelegationTooDeep');
  const wrong = checkOpen(state, asked);
  if (wrong) return { accepted: false, refusal: wrong };
  const { at, ballot, seat, to } = command;
  const given = asked.seat.delegates.find((d) => d.to === to);
  if (!given) return refuse('NotFound', {}, '/to');
  return accept([event('DelegationEnded', asked.seat.side, at, { ballot, seat, from: given.from, to })]);
}
