/**
 * Finds what is wrong with a procedure before anyone suffers it. Every problem points at its place.
 *
 * 1. Equal footing: in a joint step every participant consents and every side gives its position, by unanimity
 *    of sides and by nothing else.
 * 2. A country's house is its own: until the release only the proposing side is asked, and there is one release.
 * 3. No dead ends: every step can pass, and a joint step can fail.
 * 4. Nothing that would be ignored: a field without effect is refused.
 */
import { findingsOf } from './issues';
import { type Placed, type Problem, placedSteps, problem } from './problems';
import { type Procedure, type Profile, procedureSchema, type Stage, type Step } from './schema';
import { jointStepProblems, offersClass } from './validate-joint';

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
  ];
}

/** Everything wrong with a side's profile, whose steps follow the same rules as a house's. Pure. */
export function validateProfile(profile: Profile): readonly Problem[] {
  const placed = placedSteps(profile.steps, '/steps');
  const [first] = placed;
  const isSingle = placed.length === 1 && first?.step.seats.length === 1;
  const unsourced = profile.source === null ? placed.filter(({ step }) => step.source === undefined) : [];
  return [
    ...(profile.mode === 'closed' && !isSingle
      ? [problem('ClosedProfileNotSingle', '/steps', 'a closed profile has one step with one seat')]
      : []),
    ...(profile.mode === 'open'
      ? unsourced.map(({ pointer }) =>
          problem('SourceMissing', pointer, 'an open profile gives a source for each step'),
        )
      : []),
    ...placed
      .filter(({ step }) => step.effect === 'release')
      .map(({ pointer }) => problem('ReleaseInProfile', `${pointer}/effect`, 'the procedure says when is released')),
    ...houseProblems(placed),
  ];
}

const twice = (pointer: string): Problem => problem('DuplicateKey', pointer, 'this key is taken by an earlier one');

/** The indexes of those that stand earlier in the list already. */
const duplicates = (keys: readonly string[]): readonly number[] =>
  keys.flatMap((key, i) => (keys.indexOf(key) < i ? [i] : []));

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

const houseProblems = (placed: readonly Placed[]): readonly Problem[] => [
  ...stepProblems(placed),
  ...placed
    .filter(({ step }) => step.consents !== undefined)
    .map(({ pointer }) =>
      problem('ConsentsOutsideJointStep', `${pointer}/consents`, 'participants consent to each other in a joint step'),
    ),
];

/** What may be wrong with any step, in a house or between sides. */
const stepProblems = (placed: readonly Placed[]): readonly Problem[] => [
  ...duplicates(placed.map(({ step }) => step.key)).map((i) => twice(`${placed[i]?.pointer}/key`)),
  ...placed.flatMap(({ step, pointer }) => [
    ...duplicates(step.seats.map((seat) => JSON.stringify(Object.entries(seat).toSorted()))).map((k) =>
      problem('DuplicateSeat', `${pointer}/seats/${k}`, 'this seat is asked already'),
    ),
    ...(step.offers && !offersClass(step.offers, 'for')
      ? [problem('NoPathToAgreed', `${pointer}/offers`, 'nobody could agree')]
      : []),
    // Several participants may bring more seats, but one participant must be enough.
    ...(step.rule.kind === 'nOfM' && step.rule.n > step.seats.length
      ? [problem('TooFewSeats', `${pointer}/rule/n`, `${step.rule.n} are needed and ${step.seats.length} asked`)]
      : []),
    ...timeProblems(step, pointer),
  ]),
];

function timeProblems(step: Step, pointer: string): readonly Problem[] {
  const needing = (['atDeadline', 'remindBefore'] as const).filter((field) => step[field] !== undefined);
  if (step.deadline === undefined) {
    return needing.map((field) => problem('DeadlineMissing', `${pointer}/${field}`, 'the step has no deadline'));
  }
  if (step.atDeadline?.lapseAfter?.workingDays !== 0) return [];
  const overtaken = (['referUp', 'remindEvery'] as const).filter((field) => step.atDeadline?.[field] !== undefined);
  return overtaken.map((field) =>
    problem('Unreachable', `${pointer}/atDeadline/${field}`, 'the step lapses at its deadline, before this can happen'),
  );
}
