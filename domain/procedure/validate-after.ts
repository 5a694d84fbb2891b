/** What a procedure says of the time after its steps: texts sent back, joining, obligations, what is prepared. */
import { type Problem, problem } from './problems';
import { type Procedure, type Profile, type Stage, type Step, stepsOf } from './schema';
import { duplicates, twice } from './validate-step';

const ownSteps = (stages: readonly Stage[]): readonly Step[] =>
  stages.flatMap(({ steps }) => (steps === 'profile' ? [] : steps.flatMap(stepsOf)));

/** Everything wrong with what follows from replies and from the outcome. Pure. */
export const afterProblems = (procedure: Procedure): readonly Problem[] => [
  ...returnProblems(procedure),
  ...joinProblems(procedure),
  ...preparesProblems(procedure),
  ...(procedure.after ?? []).flatMap((entry, i) => [
    ...bearerProblems(entry, `/after/${i}`),
    ...dueProblems(entry, `/after/${i}`),
    ...(entry.due?.from === 'signed' && !isSigned(procedure) && entry.obligation !== 'sign'
      ? [problem('Unreachable', `/after/${i}/due/from`, 'nothing is signed, so this never begins to count')]
      : []),
  ]),
  ...duplicates((procedure.after ?? []).map((a) => `${a.obligation} ${a.side ?? ''}`)).map((i) => twice(`/after/${i}`)),
];

/** Everything wrong with the obligations of a side's own law. Pure. */
export const ownLawProblems = ({ after = [] }: Profile): readonly Problem[] => [
  ...after.flatMap((entry, i) => dueProblems(entry, `/after/${i}`)),
  ...duplicates(after.map((a) => a.obligation)).map((i) => twice(`/after/${i}`)),
];

const isSigned = ({ after = [] }: Procedure): boolean => after.some((a) => a.obligation === 'sign');

/** Who sends a text back must know where it goes; where nobody can, the rule for it is idle. */
function returnProblems({ stages, returns }: Procedure): readonly Problem[] {
  const asksProfiles = stages.some(({ steps }) => steps === 'profile');
  const isOffered = ownSteps(stages).some(({ offers = [] }) => offers.includes('requestChanges'));
  if (returns) {
    return asksProfiles || isOffered
      ? []
      : [problem('WithoutEffect', '/returns', 'no step offers to request changes, and none is taken from a profile')];
  }
  return isOffered ? [problem('FieldMissing', '/returns', 'a step offers to request changes: who gets them?')] : [];
}

const joinProblems = ({ joins, counterpart }: Procedure): readonly Problem[] =>
  joins && counterpart === false ? [problem('WithoutEffect', '/joins', 'nobody joins what stays in one house')] : [];

const preparesProblems = ({ prepares, stages }: Procedure): readonly Problem[] =>
  prepares && !ownSteps(stages).some(({ rule }) => rule.kind === 'optIn')
    ? [problem('WithoutEffect', '/prepares', 'a proposal for each partner follows from an opt-in alone')]
    : [];

type Entry = NonNullable<Procedure['after']>[number];

const bearerProblems = ({ per, side }: Entry, pointer: string): readonly Problem[] => {
  if (per && side) return [problem('WithoutEffect', `${pointer}/side`, 'every side has this obligation already')];
  return per || side ? [] : [problem('FieldMissing', pointer, 'whose obligation this is: “per” or “side”')];
};

const dueProblems = ({ obligation, due }: Pick<Entry, 'obligation' | 'due'>, pointer: string): readonly Problem[] =>
  obligation === 'sign' && due?.from === 'signed'
    ? [problem('Unreachable', `${pointer}/due/from`, 'a signature is not due from its own date')]
    : [];
