/**
 * What a new round asks again, and what it carries.
 *
 * 1. A seat answers for the sections that its step names. A changed section that no seat of the track names concerns
 *    all of them; who takes part (`participants`) concerns only seats that name it.
 * 2. A seat that is not concerned is carried with its reply, of whatever kind; only a wish for changes is not a word
 *    on the new text, so its seat is always asked again.
 * 3. A step none of whose seats is asked again is carried whole, with its result; a track all of whose steps are, too.
 */
import type { PlannedSeat } from '../procedure/plan';
import { type Procedure, type Step, stepsOf } from '../procedure/schema';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { CASE_CHAIN, type CarriedReply, type EventData, event, type ProposalEvent, type TrackResult } from './events';
import type { Ballot, Case, Seat, Track } from './state';

/** Who takes part in the case, as something that changes like a section. */
export const PARTICIPANTS = 'participants';
/** Title, summary, data and attachments change like a section for which nobody answers alone. */
export const FRAME = 'frame';
export const ATTACHMENTS = 'attachments';
/** Names that no section may bear. */
export const RESERVED_SECTIONS = [PARTICIPANTS, FRAME, ATTACHMENTS] as const;

type Answering = Readonly<{ sections?: readonly string[] | undefined }>;

/** Whether a seat of a track answers for one of the changed sections. Pure. */
export function isConcerned(seat: Answering, changed: readonly string[], track: Pick<Track, 'steps'>): boolean {
  const named = new Set(
    track.steps
      .flatMap(stepsOf)
      .flatMap((step) => step.seats)
      .flatMap((s) => s.sections ?? []),
  );
  const own = seat.sections ?? [];
  return changed.some((section) => own.includes(section) || (section !== PARTICIPANTS && !named.has(section)));
}

/** What changed after a round, up to the present one. Pure. */
export const changedSince = (state: Case, round: number): readonly string[] => [
  ...new Set(state.rounds.filter((r) => r.round > round).flatMap((r) => r.changed)),
];

/** The last ballot of a step in an earlier round. Pure. */
function lastBallot(state: Case, track: Track, step: Step): Ballot | null {
  const earlier = Object.values(state.ballots).filter(
    (b) => b.track === track.id && b.step === step.key && b.round < state.round,
  );
  return earlier.toSorted((a, b) => b.round - a.round)[0] ?? null;
}

const standsOn = (state: Case, ballot: Ballot, track: Track, seat: Seat): boolean =>
  seat.reply !== null &&
  seat.reply.kind !== 'requestChanges' &&
  !isConcerned(seat, changedSince(state, ballot.round), track);

/** The replies that a step's new ballot takes over from its last one. Pure. */
export function carriedInto(
  state: Case,
  track: Track,
  { step, seats }: Readonly<{ step: Step; seats: readonly PlannedSeat[] }>,
): readonly CarriedReply[] {
  const before = lastBallot(state, track, step);
  if (!before) return [];
  return before.seats
    .filter((seat) => seats.some((s) => s.voice.key === seat.key) && standsOn(state, before, track, seat))
    .map((seat) => ({ seat: seat.key, from: before.id }));
}

export type Renewal = Readonly<{ at: number; carriedSteps: readonly string[]; result: TrackResult | null }>;

/** Where a track of one side stands in the present round. Pure. */
export function renewalOf(state: Case, track: Track): Renewal {
  const result = track.result;
  const kept = new Map<Step, Ballot | null>(
    track.steps
      .flatMap(stepsOf)
      .map((step) => [step, isUntouched(state, track, step) ? lastBallot(state, track, step) : null]),
  );
  const carried = (step: Step) => kept.get(step)?.result === 'positive' || isCarriedStill(state, track, step);
  const first = track.steps.findIndex((group) => !stepsOf(group).every(carried));
  const carriedSteps = track.steps
    .flatMap(stepsOf)
    .filter(carried)
    .map((s) => s.key);
  if (first < 0) return { at: track.steps.length, carriedSteps, result: 'positive' };
  // A step that was lost, and of which nobody is asked again, stays lost.
  const lost = result !== null && result !== 'positive' && lostUntouched(state, track);
  return { at: first, carriedSteps, result: lost ? result : null };
}

/** A step that an earlier round carried whole already has no ballot of that round. */
const isCarriedStill = (state: Case, track: Track, step: Step): boolean =>
  track.carriedSteps.includes(step.key) && isUntouched(state, track, step);

function isUntouched(state: Case, track: Track, step: Step): boolean {
  const before = lastBallot(state, track, step);
  if (!before) return false;
  const changed = changedSince(state, before.round);
  return before.seats.every((seat) => !isConcerned(seat, changed, track));
}

/** By its last ballot: what was lost earlier and mended since is no loss any more. */
const lostUntouched = (state: Case, track: Track): boolean =>
  track.steps.flatMap(stepsOf).some((step) => {
    const result = lastBallot(state, track, step)?.result;
    return (result === 'negative' || result === 'lapsed') && isUntouched(state, track, step);
  });

type RoundReason = EventData<'RoundStarted'>['reason'];

/** A new round: the case goes back to the first stage after the release, or to its beginning before that. */
export function roundStarted(
  state: Case,
  world: World,
  round: Readonly<{ reason: RoundReason; changed: readonly string[]; revision: string; at: Instant }>,
): ProposalEvent {
  const { at, ...begun } = round;
  const chain = state.releasedAt === null ? state.proposing : CASE_CHAIN;
  return event('RoundStarted', chain, at, { ...begun, round: state.round + 1, ...backTo(state, world.procedure) });
}

/**
 * The stage to which a round goes back. A stage that was not entered yet stays ahead; a joint one is entered again,
 * since its tracks end with the round.
 */
function backTo(state: Case, procedure: Procedure): Readonly<{ stage: number; stageSettled: boolean }> {
  const released = procedure.stages.findIndex(
    ({ steps }) => steps !== 'profile' && steps.flatMap(stepsOf).some((s) => s.effect === 'release'),
  );
  const first = state.releasedAt === null ? 0 : released + 1;
  if (state.stage < first) return { stage: state.stage, stageSettled: state.stageSettled };
  const isJoint = procedure.stages[first]?.tracks.per === 'case';
  return isJoint ? { stage: first - 1, stageSettled: true } : { stage: first, stageSettled: false };
}
