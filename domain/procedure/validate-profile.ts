/** What is wrong with a side's profile: its steps follow the same rules as any house's, and its law is dated. */
import { type Placed, type Problem, placedSteps, problem } from './problems';
import type { Profile, Step } from './schema';
import { ownLawProblems } from './validate-after';
import { houseProblems, sectionsInVain } from './validate-step';

/** Everything wrong with a side's profile. Pure. */
export function validateProfile(profile: Profile): readonly Problem[] {
  const placed = placedSteps(profile.steps, '/steps');
  const of = (isMeant: (step: Step) => boolean, toProblem: (pointer: string) => Problem) =>
    placed.filter(({ step }) => isMeant(step)).map(({ pointer }) => toProblem(pointer));
  return [
    ...modeProblems(profile, placed),
    ...of(
      ({ effect }) => effect === 'release',
      (at) => problem('ReleaseInProfile', `${at}/effect`, 'the procedure says when is released'),
    ),
    ...of(
      ({ rule }) => rule.kind === 'silence' && profile.silence === 'never',
      (at) => problem('SilenceForbidden', `${at}/rule/kind`, 'this profile takes silence for consent in no case'),
    ),
    ...of(
      (step) => asksDecider(step) && profile.deciders === undefined,
      (at) => problem('DeciderMissing', `${at}/atDeadline/referUp`, 'the profile says nowhere who decides'),
    ),
    ...deciderProblems(profile),
    ...(['release', 'consent', 'position'] as const).flatMap((voice) =>
      sectionsInVain(profile.voices[voice], `/voices/${voice}`),
    ),
    ...ownLawProblems(profile),
    ...houseProblems(placed),
  ];
}

/** Whether a step goes to the office that the profile names for a disagreement. */
const asksDecider = ({ atDeadline }: Step): boolean =>
  atDeadline?.referUp !== undefined && 'profile' in atDeadline.referUp;

function modeProblems({ mode, source }: Profile, placed: readonly Placed[]): readonly Problem[] {
  const isSingle = placed.length === 1 && placed[0]?.step.seats.length === 1;
  if (mode === 'closed') {
    return isSingle ? [] : [problem('ClosedProfileNotSingle', '/steps', 'a closed profile has one step with one seat')];
  }
  const unsourced = source === null ? placed.filter(({ step }) => step.source === undefined) : [];
  return unsourced.map(({ pointer }) =>
    problem('SourceMissing', pointer, 'an open profile gives a source for each step'),
  );
}

/** On each day at most one office decides, and no period ends before it begins. */
function deciderProblems({ deciders = [] }: Profile): readonly Problem[] {
  return deciders.flatMap(({ from, until, role }, i) => [
    ...(until !== null && until < from
      ? [problem('DecidersOverlap', `/deciders/${i}/until`, 'the period ends before it begins')]
      : []),
    ...(deciders.slice(0, i).some((before) => before.until === null || before.until >= from)
      ? [problem('DecidersOverlap', `/deciders/${i}/from`, 'an earlier one decides on this day; they stand in order')]
      : []),
    ...sectionsInVain(role, `/deciders/${i}/role`),
  ]);
}
