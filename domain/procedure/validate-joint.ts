/** Equal footing: who has a voice in a joint step, and by which rule. */
import { classOf, type ReplyKind } from '../ballot/replies';
import { type Placed, type Problem, problem } from './problems';
import type { Step } from './schema';

/** Whether one of the kinds of reply counts in a class. Pure. */
export const offersClass = (offers: readonly ReplyKind[], asked: ReturnType<typeof classOf>): boolean =>
  offers.some((kind) => classOf(kind) === asked);

/** Everything wrong with a step between sides. Pure. */
export function jointStepProblems({ step, pointer }: Placed): readonly Problem[] {
  const { consents, seats, rule, offers } = step;
  return [
    ...consentProblems(consents, pointer),
    ...seats.flatMap((seat, k) => positionProblems(seat, `${pointer}/seats/${k}`)),
    ...(rule.kind === 'unanimityOfSides'
      ? []
      : [problem('NotUnanimous', `${pointer}/rule/kind`, 'between sides the rule is unanimity of sides')]),
    ...(offers && !offersClass(offers, 'against')
      ? [problem('NoPathToNotAgreed', `${pointer}/offers`, 'nobody could object')]
      : []),
    ...(step.atDeadline?.referUp
      ? [problem('ReferUpBetweenSides', `${pointer}/atDeadline/referUp`, 'nobody stands above the sides')]
      : []),
  ];
}

function consentProblems(consents: Step['consents'], pointer: string): readonly Problem[] {
  const message = 'every participant gives its own consent: profile “consent” of each-participant';
  if (!consents) return [problem('ConsentMissing', pointer, message)];
  if (consents.profile !== 'consent') return [problem('ConsentMissing', `${pointer}/consents/profile`, message)];
  return consents.of === 'each-participant' ? [] : [problem('ConsentMissing', `${pointer}/consents/of`, message)];
}

function positionProblems(seat: Step['seats'][number], pointer: string): readonly Problem[] {
  const message = 'every side gives one position: profile “position” of each-side';
  if (!('profile' in seat) || seat.profile !== 'position') {
    return [problem('SeatWithoutVoice', pointer, `no other seat has a voice between sides; ${message}`)];
  }
  return seat.of === 'each-side' ? [] : [problem('PositionMissing', `${pointer}/of`, message)];
}
