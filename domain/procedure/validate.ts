/**
 * Finds what is wrong with a procedure before anyone suffers it. Every problem points at its place.
 *
 * 1. Equal footing: in a joint step every participant consents and every side gives its position, by a rule under
 *    which nobody is outvoted: unanimity of sides, consensus, opt-in, or silence where every profile allows it.
 * 2. A country's house is its own: until the release only the proposing side is asked, and there is one release.
 * 3. No dead ends: every step can pass, and a joint step can fail.
 * 4. Nothing that would be ignored: a field without effect is refused.
 */
import { findingsOf } from './issues';
import { type Placed, type Problem, placedSteps, problem } from './problems';
import { type Procedure, procedureSchema, type Stage } from './schema';
import { afterProblems } from './validate-after';
import { jointStepProblems } from './validate-joint';
import { duplicates, houseProblems, stepProblems, twice } from './validate-step';

const stepsOfStage = (stage: Stage, index: number): readonly Placed[] =>
  stage.steps === 'profile' ? [] : placedSteps(stage.steps, `/stages/${index}/steps`, index);

const isJoint = (stage: Stage): boolean => stage.tracks.per === 'case';

/** Everything wrong with a procedure as it was given; nothing when it may be published. Pure. */
export function validateProcedure(given: unknown): readonly Problem[] {
  const parsed = procedureSchema.safeParse(given);
  if (!parsed.success) {
    return findingsOf(parsed.error.issues).map(({ pointer, message, isUnknownField }) =>
      problem(isUnknownField ? 'UnknownField' : 'WrongValue', pointer, message),
    );
  }
  const procedure = parsed.data;
  return [
    ...duplicates(procedure.stages.map((s) => s.key)).map((i) => twice(`/stages/${i}/key`)),
    ...duplicates(procedure.instruments).map((i) => twice(`/instruments/${i}`)),
    ...releaseProblems(procedure),
    ...jointProblems(procedure),
    ...procedure.stages.flatMap((stage, i) => stageProblems(stage, i)),
    ...afterProblems(procedure),
  ];
}

function releaseProblems({ stages, counterpart }: Procedure): readonly Problem[] {
  const releases = stages.flatMap(stepsOfStage).filter(({ step }) => step.effect === 'release');
  const [release, ...further] = releases;
  if (!release) {
    // A procedure without a counterpart stays in the proposing side's house from end to end.
    return counterpart === false
      ? stages.flatMap(foreignBeforeRelease)
      : [problem('NoRelease', '/stages', 'no step releases the proposal to other sides')];
  }
  const at = `/stages/${release.stage}`;
  const perParticipant = stages[release.stage]?.tracks.per === 'participant';
  return [
    ...stages.slice(0, release.stage + 1).flatMap(foreignBeforeRelease),
    ...(perParticipant
      ? [problem('ReleasePerParticipant', `${at}/tracks/per`, 'each participant would release; a side releases once')]
      : []),
    ...(release.isParallel
      ? [problem('ReleaseInParallel', release.pointer, 'what stands beside it could still be lost after the release')]
      : []),
    ...further.map(({ pointer }) => problem('SecondRelease', `${pointer}/effect`, 'a procedure releases once')),
  ];
}

function foreignBeforeRelease({ tracks }: Stage, index: number): readonly Problem[] {
  const message = 'until the release only the proposing side is asked';
  if (tracks.per === 'case') return [problem('ForeignSeatBeforeRelease', `/stages/${index}/tracks/per`, message)];
  if (tracks.of === 'proposing') return [];
  const pointer = `/stages/${index}/tracks${tracks.of === undefined ? '' : '/of'}`;
  return [problem('ForeignSeatBeforeRelease', pointer, message)];
}

function jointProblems({ stages, counterpart }: Procedure): readonly Problem[] {
  const first = stages.findIndex(isJoint);
  if (first < 0 && counterpart === false) return [];
  if (first < 0) return [problem('NoJointStep', '/stages', 'no joint step asks every participant and every side')];
  return stages.flatMap((stage, i) =>
    i > first && !isJoint(stage)
      ? [problem('HouseAfterJointStep', `/stages/${i}`, 'a house considers before the joint step, or it is not heard')]
      : [],
  );
}

function stageProblems(stage: Stage, index: number): readonly Problem[] {
  const placed = stepsOfStage(stage, index);
  if (!isJoint(stage)) return houseProblems(placed);
  const fromProfile = stage.steps === 'profile';
  return [
    ...(fromProfile
      ? [
          problem(
            'JointStepFromProfile',
            `/stages/${index}/steps`,
            'a profile is one side’s: a joint stage has its own',
          ),
        ]
      : []),
    ...stepProblems(placed),
    ...placed.flatMap(jointStepProblems),
  ];
}
