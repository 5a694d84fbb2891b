import { carryCommand } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import { isCase, NONE, type ProposalState, STATUSES } from '../../../domain/proposal/state';
import { caseView } from '../../../domain/visibility/case-view';
import { actBy, agreedPlay } from './agreed';
import { actorOf, CASE_ID, DRAFTER, personOf, replyOf, submission, T0, world } from './fixtures';
import { Play } from './spec';

const home = () => new Play().submit();
const released = () => home().reply('aa-city-fao').reply('aa-province-fao').reply('aa-city-fao');
const joint = () => released().reply('bb-committee').reply('bb-interior');
const ALL_JOINT = ['aa-city', 'aa-national', 'bb-province', 'bb-interior'];

const STOP = { side: 'AA', track: 'home.AA', step: 'x', reason: 'nobodyEligible', place: 'y' } as const;

const inStatus: Record<(typeof STATUSES)[number] | 'none', () => ProposalState> = {
  none: () => NONE,
  inside: () => home().state,
  released: () => released().state,
  paused: () => released().do({ type: 'hold', at: T0, actor: actorOf(personOf('bb-unit')), with: 'AA' }).state,
  stopped: () => ({ ...home().case, stops: [STOP] }),
  agreed: () => ALL_JOINT.reduce((play, office) => play.reply(office), joint()).state,
  inEffect: () => agreedPlay().do(actBy('aa-unit', 'sign')).do(actBy('bb-unit', 'sign')).state,
  notAgreed: () => home().reply('aa-city-fao', 'object').state,
  withdrawn: () => home().do({ type: 'withdraw', at: T0, actor: actorOf(DRAFTER), reason: null }).state,
  lapsed: () => {
    const play = joint();
    return play.drive(Object.values(play.case.ballots).at(-1)?.lapseAt ?? '').state;
  },
};

const submit: Command = submission();
const comment: Command = {
  type: 'comment',
  at: T0,
  actor: actorOf(personOf('aa-city')),
  comment: 'c',
  text: { hash: 'h' },
  section: null,
};
const withdraw: Command = { type: 'withdraw', at: T0, actor: actorOf(DRAFTER), reason: null };
const reply: Command = replyOf(home().state, 'aa-city-fao', 'agree');

/** The status that the proposing side reads. */
const shownAs = (state: ProposalState) => {
  if (!isCase(state)) return state.status;
  const { person, organization, side } = actorOf(personOf('aa-city'));
  return caseView(state, world.procedure, { person, organization, side })?.status;
};

const ACCEPTED = 'accepted';
it.each([
  ['none', ACCEPTED, 'NotFound', 'NotFound', 'NotFound'],
  ['inside', 'CaseClosed', ACCEPTED, ACCEPTED, ACCEPTED],
  ['released', 'CaseClosed', 'BallotClosed', ACCEPTED, ACCEPTED],
  ['paused', 'CaseClosed', 'BallotClosed', ACCEPTED, ACCEPTED],
  ['stopped', 'CaseClosed', 'CaseStopped', ACCEPTED, ACCEPTED],
  ['agreed', 'CaseClosed', 'CaseClosed', 'CaseClosed', 'CaseClosed'],
  ['inEffect', 'CaseClosed', 'CaseClosed', 'CaseClosed', 'CaseClosed'],
  ['notAgreed', 'CaseClosed', 'CaseClosed', 'CaseClosed', 'CaseClosed'],
  ['withdrawn', 'CaseClosed', 'CaseClosed', 'CaseClosed', 'CaseClosed'],
  ['lapsed', 'CaseClosed', 'CaseClosed', 'CaseClosed', 'CaseClosed'],
] as const)('in %s: submit %s, reply %s, comment %s, withdraw %s', (status, ...expected) => {
  const state = inStatus[status]();
  expect(shownAs(state)).toBe(status);
  const answers = [submit, reply, comment, withdraw].map((command) => {
    const answer = carryCommand(state, CASE_ID, command, world, 'commit');
    return answer.accepted ? ACCEPTED : answer.refusal.code;
  });
  expect(answers).toEqual(expected);
});

it('covers every status', () => {
  expect(Object.keys(inStatus).toSorted()).toEqual([...STATUSES, 'none'].toSorted());
});
