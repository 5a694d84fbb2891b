/** Opens the ballots of a track's present group of steps, or stops the case where nobody may answer. */
import { type PlannedSeat, planReferral, planStep } from '../procedure/plan';
import { type Step, stepsOf } from '../procedure/schema';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { clocksOf, type SeatClock } from './clock';
import { awaitFile } from './declare-file';
import { isAwaited } from './electorates';
import { eligibleFor, seatWithoutPerson } from './eligibility';
import { type AskedSeat, type CarriedReply, event, type OpenedBallot, type ProposalEvent } from './events';
import { ballotId } from './reply';
import { carriedInto } from './rounds';
import { chainOf } from './settle';
import { ballotOf, type Case, type Track, trackOf } from './state';
import { stopped } from './stopped';

const DEFAULT_OFFERS = ['agree', 'agreeWithComments', 'object', 'abstain'] as const;

/** The steps of a track's present group that are to open now; what waits for its file opens with that. Pure. */
export const unopenedSteps = (state: Case, track: Track): readonly Step[] => {
  const group = track.steps[track.at];
  const opened = Object.values(state.ballots).filter((b) => b.track === track.id && b.round === track.round);
  const isTaken = (step: Step) => track.carriedSteps.includes(step.key) || opened.some((b) => b.step === step.key);
  const isInQuestion = (step: Step) => track.file?.step === step.key && track.file.status !== 'complete';
  return group ? stepsOf(group).filter((step) => !isTaken(step) && !isInQuestion(step)) : [];
};

const lacksFile = (track: Track, step: Step): boolean =>
  step.completeness !== undefined && track.file?.step !== step.key;

export function open(state: Case, trackId: string, world: World, at: Instant): readonly ProposalEvent[] {
  const track = trackOf(state, trackId);
  const unopened = unopenedSteps(state, track);
  const awaited = unopened
    .filter((step) => lacksFile(track, step))
    .flatMap((step) => awaitFile(state, track, step, world, at));
  if (awaited.length > 0) return awaited;
  const planned = unopened.map((step) => ({
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

type Asking = Readonly<{ step: Step; seats: readonly PlannedSeat[] }>;

/** One step opens as a ballot of the track's round; what did not change since the last one is carried. */
function openStep(
  state: Case,
  track: Track,
  { step, seats }: Asking,
  world: World,
  at: Instant,
): readonly ProposalEvent[] {
  const ballot = ballotId(state.id, track.id, step.key, track.round);
  const carried = carriedInto(state, track, { step, seats });
  // Who reserved, or has yet to confirm, still counts as open: such a seat is asked, with a clock, what it holds on to.
  const toAsk = seats.filter((s) => !carried.some((c) => c.seat === s.voice.key && !isHeldOpen(state, c)));
  const { file } = track;
  // Who is asked again on a new text has the full time from then on; the file itself stays complete.
  const countsFrom = file?.step === step.key && file.round === track.round ? file.since : at;
  const { perSeat, ...clock } = clocksOf(
    {
      step,
      openedAt: at,
      countsFrom,
      suspended: [...state.pauses, ...track.suspended],
      seats: toAsk.map((s) => ({ key: s.voice.key, side: s.voice.side })),
    },
    world,
    at,
  );
  const asked = toAsk.map(({ voice, office, organization }): AskedSeat => {
    const clocked = perSeat.find((s) => s.key === voice.key);
    return askedSeat({ key: voice.key, office, organization }, clocked);
  });
  const opened: OpenedBallot = {
    ...clock,
    ballot,
    track: track.id,
    step: step.key,
    round: track.round,
    rule: step.rule,
    offers: step.offers ?? DEFAULT_OFFERS,
    // Between sides the ballot closes with the last reply; inside a house as soon as the result is fixed.
    early: step.early ?? track.side !== null,
    effect: step.effect ?? null,
    voices: seats.map((s) => s.voice),
    ...(carried.length > 0 ? { carried } : {}),
    ...(countsFrom === at ? {} : { countsFrom }),
  };
  return openedEvents(track, opened, asked, at);
}

const isHeldOpen = (state: Case, { seat, from }: CarriedReply): boolean =>
  ballotOf(state, from).seats.some((s) => s.key === seat && isAwaited(s));

function openedEvents(
  track: Track,
  opened: OpenedBallot,
  asked: readonly AskedSeat[],
  at: Instant,
): readonly ProposalEvent[] {
  const chain = chainOf(track);
  if (track.side !== null) return [event('BallotOpened', chain, at, { ...opened, asked })];
  const sideOf = new Map(opened.voices.map((v) => [v.key, v.side]));
  const sides = [...new Set(asked.map((a) => sideOf.get(a.key) ?? ''))];
  return [
    event('BallotOpened', chain, at, opened),
    ...sides.map((side) =>
      event('SeatsAsked', side, at, {
        ballot: opened.ballot,
        asked: asked.filter((a) => sideOf.get(a.key) === side),
      }),
    ),
  ];
}

/** The seat of the higher office to which an unanswered ballot is referred, with its own due instant. */
export function askHigher(state: Case, track: Track, step: Step, world: World, at: Instant): AskedSeat | null {
  const to = step.atDeadline?.referUp;
  const side = track.side ?? '';
  const planned = to ? planReferral(to, track, { world, outline: state, at }) : null;
  if (!planned || eligibleFor(world.directory, state, planned.office, at).length === 0) return null;
  const { key } = planned.voice;
  const seats = [{ key, side }];
  const suspended = [...state.pauses, ...track.suspended];
  const { perSeat } = clocksOf({ step, openedAt: at, countsFrom: at, suspended, seats }, world, at);
  return askedSeat({ key, office: planned.office, organization: planned.organization }, perSeat[0]);
}

function askedSeat(seat: Pick<AskedSeat, 'key' | 'office' | 'organization'>, clock: SeatClock | undefined): AskedSeat {
  const { due = null, nextReminder = null, receivedOn = null } = clock ?? {};
  return { ...seat, due, nextReminder, ...(receivedOn === null ? {} : { receivedOn }) };
}
