/** What a request says, and a reminder and a fresh link with it: what is asked, until when, what happens otherwise. */
import { planReferral } from '../../domain/procedure/plan';
import type { Step } from '../../domain/procedure/schema';
import { stepOf } from '../../domain/proposal/settle';
import { type Ballot, ballotOf, type Case, type Seat, trackOf } from '../../domain/proposal/state';
import { CannotBeWritten, headOf, inBestLanguage, type Material, officeName, organizationName } from './material';
import type { MailOtherwise, RequestMail } from './view';

export function composeQuestion(material: Material, proof: Pick<RequestMail, 'link' | 'code'>): RequestMail {
  const { claimed, snapshot, language } = material;
  const { state } = claimed;
  const ballot = ballotOf(state, claimed.ballot ?? '');
  const seat = ballot.seats.find((s) => s.key === claimed.seat);
  if (!seat) throw new CannotBeWritten('the question does not ask the seat');
  const step = stepOf(state, ballot);
  return {
    ...headOf(material),
    seat: officeName(snapshot, seat.office, language),
    house: houseOf(material, trackOf(state, ballot.track).participant),
    ask: askedFor(state, ballot, seat),
    instrument: state.calls[claimed.side] ?? state.instrument,
    participants: state.participants.map((p) => organizationName(snapshot, p.organization, language)),
    askedBy: organizationName(snapshot, state.submitter.organization, language),
    askedAt: ballot.openedAt,
    revision: state.revision.number,
    due: seat.due,
    workingDays: step.deadline && 'workingDays' in step.deadline ? step.deadline.workingDays : null,
    otherwise: otherwiseOf(material, ballot, step),
    brief: inBestLanguage(claimed.content.summary, language),
    ...proof,
  };
}

const houseOf = ({ snapshot, language }: Material, participant: string | null) =>
  participant === null ? null : organizationName(snapshot, participant, language);

function askedFor(state: Case, ballot: Ballot, seat: Seat): RequestMail['ask'] {
  if (ballot.effect === 'release') return 'release';
  if (trackOf(state, ballot.track).side !== null) return 'opinion';
  return seat.electorate === 'consents' ? 'consent' : 'position';
}

/** What silence brings, in the order in which it comes. */
function otherwiseOf({ claimed, snapshot, language }: Material, ballot: Ballot, step: Step): readonly MailOtherwise[] {
  const { state } = claimed;
  const { referUp } = step.atDeadline ?? {};
  const higher =
    referUp && ballot.referAt
      ? planReferral(referUp, trackOf(state, ballot.track), {
          world: snapshot.worldFor(state.procedure),
          outline: state,
          at: ballot.referAt,
        })
      : null;
  const every = step.remindEvery ?? step.atDeadline?.remindEvery;
  const follows: readonly MailOtherwise[] = [
    ...(every ? [{ kind: 'remind' as const, everyWorkingDays: every.workingDays }] : []),
    ...(higher && ballot.referAt
      ? [{ kind: 'referUp' as const, to: officeName(snapshot, higher.office, language), at: ballot.referAt }]
      : []),
    ...(ballot.lapseAt ? [{ kind: 'lapse' as const, at: ballot.lapseAt }] : []),
  ];
  return follows.length > 0 ? follows : [{ kind: 'wait' }];
}
