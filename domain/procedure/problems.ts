/** What can be wrong with a procedure, and where its steps stand. */
import type { Step, StepGroup } from './schema';

export const PROBLEM_CODES = [
  'WrongValue',
  'UnknownField',
  'DuplicateKey',
  'DuplicateSeat',
  'NoRelease',
  'SecondRelease',
  'ReleaseInParallel',
  'ReleasePerParticipant',
  'ReleaseInProfile',
  'ForeignSeatBeforeRelease',
  'NoJointStep',
  'HouseAfterJointStep',
  'JointStepFromProfile',
  'ConsentMissing',
  'PositionMissing',
  'SeatWithoutVoice',
  'NotUnanimous',
  'LeavesOutsideOptIn',
  'TooFewSides',
  'RuleBetweenSides',
  'OfferBetweenSides',
  'ReasonBetweenSides',
  'ConsentsOutsideJointStep',
  'CompletenessBetweenSides',
  'CompletenessMissing',
  'ReferUpBetweenSides',
  'ReferralMissing',
  'DeciderMissing',
  'DecidersOverlap',
  'SilenceForbidden',
  'NoPathToAgreed',
  'NoPathToNotAgreed',
  'TooFewSeats',
  'SeatNotAsked',
  'DeadlineMissing',
  'FieldMissing',
  'WithoutEffect',
  'Unreachable',
  'ClosedProfileNotSingle',
  'SourceMissing',
  'RoleWithoutOffice',
  'SeatEmpty',
  'TwoSeatsOnePerson',
] as const;
type ProblemCode = (typeof PROBLEM_CODES)[number];

export type Problem = Readonly<{
  code: ProblemCode;
  /** JSON pointer into the procedure or profile. */
  pointer: string;
  /** One sentence for whoever wrote it. */
  message: string;
  facts?: Readonly<Record<string, string | number>>;
}>;

/** A problem at its place. Pure. */
export const problem = (code: ProblemCode, pointer: string, message: string): Problem => ({ code, pointer, message });

/** A step and where it stands. */
export type Placed = Readonly<{ step: Step; pointer: string; stage: number; isParallel: boolean }>;

/** The steps of a list of groups with their pointers. Pure. */
export const placedSteps = (groups: readonly StepGroup[], pointer: string, stage = 0): readonly Placed[] =>
  groups.flatMap((group, i): readonly Placed[] =>
    'parallel' in group
      ? group.parallel.map((step, k) => ({
          step,
          pointer: `${pointer}/${i}/parallel/${k}`,
          stage,
          isParallel: true,
        }))
      : [{ step: group, pointer: `${pointer}/${i}`, stage, isParallel: false }],
  );
