/** What may be wrong with the clock of a step: what waits for a deadline that is none, or can never come. */
import { type Problem, problem } from './problems';
import type { Step } from './schema';

/** Everything wrong with a step's deadline and what follows from it. Pure. */
export const timeProblems = (step: Step, pointer: string): readonly Problem[] => [
  ...(step.deadline === undefined ? deadlineMissing(step, pointer) : afterDeadline(step, pointer)),
  ...(fromOf(step) === 'completeness' && step.completeness === undefined
    ? [problem('CompletenessMissing', `${pointer}/deadline/from`, 'nobody says that the file is complete')]
    : []),
];

const fromOf = ({ deadline }: Step): string | undefined => (deadline && 'from' in deadline ? deadline.from : undefined);

const deadlineMissing = (step: Step, pointer: string): readonly Problem[] =>
  (['atDeadline', 'remindBefore', 'extension'] as const)
    .filter((field) => step[field] !== undefined)
    .map((field) => problem('DeadlineMissing', `${pointer}/${field}`, 'the step has no deadline'));

function afterDeadline({ atDeadline = {}, rule }: Step, pointer: string): readonly Problem[] {
  const given = (...fields: readonly ('remindEvery' | 'lapseAfter' | 'referUp')[]) =>
    fields.filter((field) => atDeadline[field] !== undefined);
  // A referral that follows from the answers comes of closing; one for want of them comes too late.
  const closed =
    rule.kind === 'consultThenRefer'
      ? given('remindEvery', 'lapseAfter')
      : given('remindEvery', 'lapseAfter', 'referUp');
  const unreachable = (fields: readonly string[], message: string) =>
    fields.map((field) => problem('Unreachable', `${pointer}/atDeadline/${field}`, message));
  if (atDeadline.close) return unreachable(closed, 'the step closes at its deadline, before this can happen');
  return atDeadline.lapseAfter?.workingDays === 0
    ? unreachable(given('referUp', 'remindEvery'), 'the step lapses at its deadline, before this can happen')
    : [];
}
