/**
 * What a coordinator puts right in their own house, with a reason that everyone concerned of it reads.
 *
 * 1. In a house only a person of the side's own unit intervenes. Between sides nobody does: there the organization
 *    that submitted the case answers a request for more time, and no more than was asked for.
 * 2. A seat is given more time once in a ballot, within what the procedure allows, after its present deadline.
 * 3. A suspended clock keeps what was told; it is counted anew when it runs again.
 * 4. A track that was stopped goes on only when somebody is there who may answer.
 */
import type { World } from '../procedure/world';
import { hasClock, lengthened } from './clock';
import type { Actor, Intervene } from './commands';
import { accept, type Decision, refuse } from './decision';
import { event, type InnerAct, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { stillLacking } from './lacking';
import { isRunning, movedEvents, recountedEvents } from './moved';
import type { Refusal } from './refusals';
import { chainOf, stepOf } from './settle';
import { type Ballot, type Case, isCase, isOpen, type ProposalState, type Seat, type Track, trackOf } from './state';

type What<K extends Intervene['what']['kind']> = Extract<Intervene['what'], { kind: K }>;
type By<K extends Intervene['what']['kind']> = Intervene & Readonly<{ what: What<K> }>;

/** A coordinator intervenes. */
export function intervene(state: ProposalState, command: Intervene, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { what, actor } = command;
  const track = state.tracks['track' in what ? what.track : (state.ballots[what.ballot]?.track ?? '')];
  // Another side's house answers like nothing at all, so that its steps cannot be found by guessing.
  const isStranger = !state.sides.includes(actor.side);
  if (!track || isStranger || ![null, actor.side].includes(track.side)) return refuse('NotFound', {}, '/what');
  if (!mayIntervene(state, track, actor, what.kind)) return refuse('InterventionNotYours');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  switch (what.kind) {
    case 'extend':
      return extend(state, track, { ...command, what }, world);
    case 'declineExtension':
      return decline(state, track, { ...command, what });
    case 'suspend':
      return suspend(track, command);
    case 'unsuspend':
      return unsuspend(state, track, command, world);
    case 'resume':
      return resume(state, track, command, world);
  }
}

function mayIntervene(state: Case, track: Track, { organization, side }: Actor, kind: Intervene['what']['kind']) {
  const isOfUnit = state.units[side] === organization;
  if (track.side !== null) return isOfUnit;
  if (kind === 'extend' || kind === 'declineExtension') return organization === state.submitter.organization;
  // A joint step is stopped in the house that lacks somebody, and goes on there.
  return kind === 'resume' && isOfUnit;
}

function extend(state: Case, track: Track, command: By<'extend'>, world: World): Decision {
  const { at, actor, reason, what } = command;
  const found = seatOf(state, what);
  if ('code' in found) return { accepted: false, refusal: found };
  const { ballot, seat } = found;
  const wrong = checkExtension(state, track, { ballot, seat }, what.workingDays);
  if (wrong) return { accepted: false, refusal: wrong };
  const given = { ballot: ballot.id, seat: seat.key, workingDays: what.workingDays };
  const granted = answered(track, { actor, reason, at }, (own) =>
    event('ExtensionGranted', chainOf(track), at, { ...given, ...own }),
  );
  // A clock that stands still is counted when it runs again, with these days in it.
  const clocks = isRunning(state, ballot) && lengthened(state, ballot, given, { world, at });
  return accept([...granted, ...(clocks ? movedEvents(state, ballot, clocks, { reason: 'extension', at }) : [])]);
}

function checkExtension(
  state: Case,
  track: Track,
  { ballot, seat }: Readonly<{ ballot: Ballot; seat: Seat }>,
  workingDays: number,
): Refusal | null {
  const { deadline, extension } = stepOf(state, ballot);
  const asked = seat.extension?.state === 'asked' ? seat.extension.workingDays : null;
  if (seat.extension?.state === 'granted') return { code: 'ExtensionGrantedAlready' };
  if (track.side === null && asked === null) return { code: 'ExtensionNotAsked' };
  if (!deadline || !hasClock(seat)) return { code: 'NoDeadline' };
  if (!extension) return { code: 'ExtensionNotOffered' };
  const pointer = '/what/workingDays';
  if (!Number.isSafeInteger(workingDays) || workingDays < 1) {
    return { code: 'ValidationFailed', facts: { given: workingDays }, pointer };
  }
  const allowed = track.side === null ? Math.min(asked ?? 0, extension.workingDays) : extension.workingDays;
  return workingDays > allowed ? { code: 'ExtensionTooLong', facts: { given: workingDays, allowed }, pointer } : null;
}

function decline(state: Case, track: Track, { at, actor, reason, what }: By<'declineExtension'>): Decision {
  const found = seatOf(state, what);
  if ('code' in found) return { accepted: false, refusal: found };
  const { ballot, seat } = found;
  if (seat.extension?.state !== 'asked') return refuse('ExtensionNotAsked');
  const said = { ballot: ballot.id, seat: seat.key };
  return accept(
    answered(track, { actor, reason, at }, (own) =>
      event('ExtensionDeclined', chainOf(track), at, { ...said, ...own }),
    ),
  );
}

type Answering = Pick<Intervene, 'actor' | 'reason' | 'at'>;

/** The answer to a request for more time. Who gave it, and between sides why, stays on the chain of their own side. */
function answered(
  track: Track,
  { actor, reason, at }: Answering,
  outer: (own: { reason?: Intervene['reason'] }) => ProposalEvent,
): readonly ProposalEvent[] {
  const act: InnerAct = 'extensionAnswered';
  const { person, organization } = actor;
  const isInside = track.side !== null;
  const inner = { act, person, organization, ...(isInside ? {} : { reason }) };
  return [outer(isInside ? { reason } : {}), event('ActedInside', actor.side, at, inner)];
}

function seatOf(
  state: Case,
  what: Readonly<{ ballot: string; seat: string }>,
): { ballot: Ballot; seat: Seat } | Refusal {
  const ballot = state.ballots[what.ballot];
  const seat = ballot?.seats.find((s) => s.key === what.seat);
  if (!ballot || !seat) return { code: 'NotFound', pointer: '/what/seat' };
  const { status, result, closedAt } = ballot;
  return status === 'open' ? { ballot, seat } : { code: 'BallotClosed', facts: { result, closedAt } };
}

const isSuspended = (track: Track): boolean => track.suspended.some((s) => s.until === null);

function suspend(track: Track, { at, actor, reason }: Intervene): Decision {
  if (track.result !== null) return refuse('TrackEnded', { result: track.result });
  if (isSuspended(track)) return refuse('ClockSuspendedAlready');
  return accept([event('ClockSuspended', chainOf(track), at, { track: track.id, person: actor.person, reason })]);
}

function unsuspend(state: Case, track: Track, { at, actor, reason }: Intervene, world: World): Decision {
  if (!isSuspended(track)) return refuse('ClockNotSuspended');
  const resumed = event('ClockResumed', chainOf(track), at, { track: track.id, person: actor.person, reason });
  const after = evolveAll(state, state.id, [resumed]) as Case;
  return accept([resumed, ...recountedEvents(after, world, { reason: 'resumed', at, track: track.id })]);
}

function resume(state: Case, track: Track, { at, actor, reason }: Intervene, world: World): Decision {
  if (!state.stops.some((s) => s.track === track.id && s.side === actor.side)) return refuse('NotStopped');
  const lifted = event('StopLifted', actor.side, at, { track: track.id, person: actor.person, reason });
  const after = evolveAll(state, state.id, [lifted]) as Case;
  const place = stillLacking(after, trackOf(after, track.id), actor.side, { world, at });
  return place === null ? accept([lifted]) : refuse('StillNobodyEligible', { place });
}
