/**
 * A procedure laid against a case, the profiles of its sides and the directory: is every seat there, held, and
 * held by somebody who does not hold another one of the same step? Is there an office that receives the file and
 * one that decides, and does each side take silence for consent that is asked so?
 */
import { type Directory, holdersOf } from '../directory/directory';
import type { TrackOfStage } from '../proposal/events';
import type { Instant } from '../time/instant';
import { type CaseOutline, deciderOf, type PlannedSeat, planReferral, planStep, profileFor, tracksOf } from './plan';
import { type Problem, placedSteps } from './problems';
import type { ReferralSpec, Step } from './schema';
import type { World } from './world';

type Context = Readonly<{ world: World; outline: CaseOutline; at: Instant }>;
type Place = Readonly<{ pointer: string; facts: Readonly<Record<string, string>> }>;

/** What is missing for a case of that outline on that day; a pointer into the procedure for each. Pure. */
export const validateAgainst = (world: World, outline: CaseOutline, at: Instant): readonly Problem[] =>
  world.procedure.stages.flatMap((stage, i) =>
    tracksOf(stage, outline, world, at).flatMap((track) => {
      const fromProfile = stage.steps === 'profile' && track.side !== null;
      return placedSteps(track.steps ?? [], `/stages/${i}/steps`).flatMap(({ step, pointer }) => {
        const profile =
          fromProfile && track.side
            ? { profile: profileFor(world, outline, track.side, at, track.participant).key }
            : {};
        const place = {
          // A step of a profile does not stand in the procedure: the pointer names where it is taken from.
          pointer: fromProfile ? `/stages/${i}/steps` : pointer,
          facts: { track: track.id, step: step.key, ...profile },
        };
        return problemsOfStep(step, track, place, { world, outline, at });
      });
    }),
  );

function problemsOfStep(step: Step, track: TrackOfStage, place: Place, context: Context): readonly Problem[] {
  const { seats, gaps } = planStep(step, track, context);
  const { directory } = context.world;
  const asked = seats.filter((s) => s.voice.electorate === 'seats').length;
  return [
    ...gaps.map((gap) => found('RoleWithoutOffice', place, 'no office has this role', { ...gap })),
    ...seats.flatMap((seat) => emptyProblems(seat, place, context)),
    ...meetings(seats, directory, context.at).map((met) =>
      found('TwoSeatsOnePerson', place, 'one person holds two seats that meet in this step', met),
    ),
    ...unaskedProblems(step, seats, place),
    ...besideProblems(step, track, place, context),
    ...silenceProblems(step, seats, place, context),
    ...(gaps.length === 0 && step.rule.kind === 'nOfM' && step.rule.n > asked
      ? [found('TooFewSeats', place, 'fewer seats are found than have to agree', { needed: step.rule.n, asked })]
      : []),
  ];
}

const emptyProblems = ({ office, voice }: PlannedSeat, place: Place, { world, at }: Context): readonly Problem[] =>
  holdersOf(world.directory, office, at).length > 0
    ? []
    : [found('SeatEmpty', place, 'nobody holds this seat', { side: voice.side, office })];

/** A rule may name a seat by its id, of which a procedure alone cannot tell whether it is asked. */
function unaskedProblems({ rule }: Step, seats: readonly PlannedSeat[], place: Place): readonly Problem[] {
  const named = rule.kind === 'requiredConsent' ? rule.seats.filter((name) => name.includes(':')) : [];
  return named
    .filter((name) => !seats.some((s) => s.office === name))
    .map((name) =>
      found('SeatNotAsked', place, 'this step asks no such seat, which could never agree', { seat: name }),
    );
}

/** The offices beside the seats: who receives the file, and who is asked after them. */
function besideProblems(step: Step, track: TrackOfStage, place: Place, context: Context): readonly Problem[] {
  const { side } = track;
  const { referUp } = step.atDeadline ?? {};
  if (side === null) return [];
  const needed = [...(step.completeness ? [step.completeness] : []), ...(referUp ? [referUp] : [])];
  return needed.flatMap((spec) => {
    const role = roleOf(spec, track, context);
    // Where a profile says that it is not confirmed who decides, the case stops there: that is known and no fault.
    if (role === null) return [];
    if (role === undefined) return [found('DeciderMissing', place, 'the profile says nowhere who decides', { side })];
    const seat = planReferral(spec, track, context);
    return seat
      ? emptyProblems(seat, place, context)
      : [found('RoleWithoutOffice', place, 'no office has this role', { side, role })];
  });
}

/** The role that a referral names; null where the profile leaves it open, undefined where it says nothing. */
function roleOf(spec: ReferralSpec, track: TrackOfStage, context: Context): string | null | undefined {
  if ('role' in spec) return spec.role;
  const { world, outline, at } = context;
  const { deciders } = profileFor(world, outline, track.side ?? '', at, track.participant);
  return deciders && (deciderOf(track, context)?.role ?? null);
}

function silenceProblems(
  { rule }: Step,
  seats: readonly PlannedSeat[],
  place: Place,
  { world, outline, at }: Context,
): readonly Problem[] {
  if (rule.kind !== 'silence') return [];
  const sides = [...new Set(seats.map((s) => s.voice.side))];
  return sides
    .filter((side) => profileFor(world, outline, side, at).silence === 'never')
    .map((side) => found('SilenceForbidden', place, 'this side takes silence for consent in no case', { side }));
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
