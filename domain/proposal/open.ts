/** Opens the ballots of a track's present group of steps, or stops the case where nobody may answer. */
import { type PlannedSeat, planReferral, planStep } from '../procedure/plan';
import { type Step, stepsOf } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import { dueForSeats, workingDaysAfter } from '../time/deadline';
import { addMilliseconds, type Instant } from '../time/instant';
import { latest } from '../time/order';
import { eligibleFor, seatWithoutPerson } from './eligibility';
import { type AskedSeat, event, type ProposalEvent } from './events';
import { nextReminderFor } from './remind';
import { ballotId } from './reply';
import { chainOf } from './settle';
import { type Case, type Track, trackOf } from './state';

/** What a deadline brings commits this much later, so that what was received in time is in. */
export const GRACE_MS = 10_000;

const DEFAULT_OFFERS = ['agree', 'agreeWithComments', 'object', 'abstain'] as const;

/** The steps of a track's present group that have no ballot yet. Pure. */
export const unopenedSteps = (state: Case, track: Track): readonly Step[] => {
  const group = track.steps[track.at];
  const opened = Object.values(state.ballots).filter((b) => b.track === track.id);
  return group ? stepsOf(group).filter((step) => !opened.some((b) => b.step === step.key)) : [];
};

export function open(state: Case, trackId: string, world: World, at: Instant): readonly ProposalEvent[] {
  const track = trackOf(state, trackId);
  const planned = unopenedSteps(state, track).map((step) => ({
    step,
    plan: planStep(step, track, { world, outline: state, at }),
  }));
  for (const { step, plan } of planned) {
    const gap = plan.gaps[0];
    if (gap) return [stopped(track, step, { reason: 'noSeatFound', side: gap.side, place: gap.role }, at)];
    const empty = seatWithoutPerson(world.directory, state, plan.seats, at);
    if (empty) {
      return [stopped(track, step, { reason: 'nobodyEligible', side: empty.voice.side, place: empty.office }, at)];
    }
  }
  return planned.flatMap(({ step, plan }) => openStep(state, track, { step, seats: plan.seats }, world, at));
}

type Lack = Readonly<{ reason: 'noSeatFound' | 'nobodyEligible'; side: string; place: string }>;

/** Told to the side that lacks somebody and to no other, in a joint step too: the place is one of its offices. */
export const stopped = (track: Track, step: Step, { side, ...lack }: Lack, at: Instant): ProposalEvent =>
  event('Stopped', track.side ?? side, at, { track: track.id, step: step.key, ...lack });

type Asking = Readonly<{ step: Step; seats: readonly PlannedSeat[] }>;

function openStep(
  state: Case,
  track: Track,
  { step, seats }: Asking,
  world: World,
  at: Instant,
): readonly ProposalEvent[] {
  const chain = chainOf(track);
  const ballot = ballotId(state.id, track.id, step.key, 1);
  const { asked, due } = askedSeats(step, seats, world, at);
  const opened = {
    ballot,
    track: track.id,
    step: step.key,
    round: 1,
    rule: step.rule,
    offers: step.offers ?? DEFAULT_OFFERS,
    // Between sides the ballot closes with the last reply; inside a house as soon as the result is fixed.
    early: step.early ?? track.side !== null,
    effect: step.effect ?? null,
    due,
    lapseAt: lapseAt(
      step,
      seats.map((s) => s.voice.side),
      world,
      due,
    ),
    referAt: step.atDeadline?.referUp && due ? addMilliseconds(due, GRACE_MS) : null,
    voices: seats.map((s) => s.voice),
  };
  if (track.side !== null) return [event('BallotOpened', chain, at, { ...opened, asked })];
  const sides = [...new Set(seats.map((s) => s.voice.side))];
  const keysOf = (side: string) => seats.filter((s) => s.voice.side === side).map((s) => s.voice.key);
  return [
    event('BallotOpened', chain, at, opened),
    ...sides.map((side) =>
      event('SeatsAsked', side, at, { ballot, asked: asked.filter((a) => keysOf(side).includes(a.key)) }),
    ),
  ];
}

function askedSeats(step: Step, seats: readonly PlannedSeat[], world: World, at: Instant) {
  const calendarOf = (s: PlannedSeat) => countryOf(world, s.voice.side).calendar;
  const { deadline } = step;
  const dues = deadline
    ? dueForSeats(
        deadline,
        at,
        seats.map((s) => ({ seat: s.voice.key, calendar: calendarOf(s) })),
      )
    : null;
  const dueOf = (key: string) => dues?.perSeat.find((d) => d.seat === key)?.due ?? null;
  const asked: readonly AskedSeat[] = seats.map((s) => ({
    key: s.voice.key,
    office: s.office,
    organization: s.organization,
    due: dueOf(s.voice.key),
    nextReminder: nextReminderFor(step, calendarOf(s), { openedAt: at, due: dueOf(s.voice.key), after: at }),
  }));
  return { asked, due: dues?.due ?? null };
}

/** The instant at which an unanswered ballot lapses: working days after the deadline, by the slowest calendar. */
export function lapseAt(step: Step, sides: readonly string[], world: World, due: Instant | null): Instant | null {
  const after = step.atDeadline?.lapseAfter;
  if (!after || due === null) return null;
  const lapses = sides.map((side) => workingDaysAfter(countryOf(world, side).calendar, due, after.workingDays));
  return addMilliseconds(latest(lapses), GRACE_MS);
}

/** The seat of the higher office to which an unanswered ballot is referred, with its own due instant. */
export function askHigher(state: Case, side: string, step: Step, world: World, at: Instant): AskedSeat | null {
  const role = step.atDeadline?.referUp;
  const planned = role ? planReferral(role, side, { world, outline: state, at }) : null;
  if (!planned || eligibleFor(world.directory, state, planned.office, at).length === 0) return null;
  const { asked } = askedSeats(step, [planned], world, at);
  return asked[0] ?? null;
}
