/**
 * A procedure laid against a case, the profiles of its sides and the directory: is every seat there, held, and
 * held by somebody who does not hold another one of the same step?
 */
import { type Directory, holdersOf } from '../directory/directory';
import type { TrackOfStage } from '../proposal/events';
import type { Instant } from '../time/instant';
import { type CaseOutline, type PlannedSeat, planStep, profileFor, tracksOf } from './plan';
import { type Problem, placedSteps } from './problems';
import type { Step } from './schema';
import type { World } from './world';

type Place = Readonly<{ pointer: string; facts: Readonly<Record<string, string>> }>;

/** What is missing for a case of that outline on that day; a pointer into the procedure for each. Pure. */
export const validateAgainst = (world: World, outline: CaseOutline, at: Instant): readonly Problem[] =>
  world.procedure.stages.flatMap((stage, i) =>
    tracksOf(stage, outline, world, at).flatMap((track) => {
      const fromProfile = stage.steps === 'profile' && track.side !== null;
      return placedSteps(track.steps ?? [], `/stages/${i}/steps`).flatMap(({ step, pointer }) => {
        const profile = fromProfile && track.side ? { profile: profileFor(world, outline, track.side, at).key } : {};
        const place = {
          // A step of a profile does not stand in the procedure: the pointer names where it is taken from.
          pointer: fromProfile ? `/stages/${i}/steps` : pointer,
          facts: { track: track.id, step: step.key, ...profile },
        };
        return problemsOfStep(step, track, place, { world, outline, at });
      });
    }),
  );

function problemsOfStep(
  step: Step,
  track: TrackOfStage,
  place: Place,
  context: Readonly<{ world: World; outline: CaseOutline; at: Instant }>,
): readonly Problem[] {
  const { seats, gaps } = planStep(step, track, context);
  const { directory } = context.world;
  const asked = seats.filter((s) => s.voice.electorate === 'seats').length;
  return [
    ...gaps.map((gap) => found('RoleWithoutOffice', place, 'no office has this role', { ...gap })),
    ...seats
      .filter((s) => holdersOf(directory, s.office, context.at).length === 0)
      .map((s) => found('SeatEmpty', place, 'nobody holds this seat', { side: s.voice.side, office: s.office })),
    ...meetings(seats, directory, context.at).map((met) =>
      found('TwoSeatsOnePerson', place, 'one person holds two seats that meet in this step', met),
    ),
    ...(gaps.length === 0 && step.rule.kind === 'nOfM' && step.rule.n > asked
      ? [found('TooFewSeats', place, 'fewer seats are found than have to agree', { needed: step.rule.n, asked })]
      : []),
  ];
}

const found = (
  code: Problem['code'],
  { pointer, facts }: Place,
  message: string,
  further: Readonly<Record<string, string | number>>,
): Problem => ({ code, pointer, message, facts: { ...facts, ...further } });

/** Pairs of seats of one step that share a holder. */
function meetings(seats: readonly PlannedSeat[], directory: Directory, at: Instant) {
  const held = seats.flatMap(({ office, voice }) =>
    holdersOf(directory, office, at).map(({ person }) => ({ person, office, voice: voice.key })),
  );
  return held.flatMap(({ person, office, voice }, i) =>
    held
      .slice(0, i)
      .filter((other) => other.person === person && other.voice !== voice)
      .map((other) => ({ person, office, other: other.office })),
  );
}
