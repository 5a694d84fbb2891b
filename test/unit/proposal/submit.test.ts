import { actorOf, directory, submission, world } from './fixtures';
import { given } from './spec';

it.each([
  ['an instrument that the procedure does not carry', { instrument: 'minutes' }, 'UnknownInstrument', '/instrument'],
  [
    'an unknown organization',
    { participants: ['aa-city', 'zz'] },
    'UnknownOrganization',
    '/participants/1/organization',
  ],
  ['a participant twice', { participants: ['aa-city', 'aa-city'] }, 'ParticipantTwice', '/participants/1/organization'],
  ['no counterpart', { participants: ['aa-city', 'aa-town'] }, 'NoCounterpart', '/participants'],
  [
    'a submitter that is no participant',
    { participants: ['aa-town', 'bb-province'] },
    'SubmitterNotParticipant',
    '/participants',
  ],
  ['a country that is not in the catalogue', { sides: ['AA', 'ZZ'] }, 'UnknownCountry', '/sides/1'],
  ['an unknown submitting person', { submittedBy: 'nobody' }, 'UnknownPerson', '/submittedBy'],
  [
    'a drafter of another organization',
    { drafters: ['bb-province-person-1'] },
    'DrafterNotOfOrganization',
    '/drafters/0',
  ],
  ['an unknown drafter', { drafters: ['aa-city-drafter', 'nobody'] }, 'DrafterNotOfOrganization', '/drafters/1'],
] as const)('refuses %s and says where', (_, changed, code, pointer) => {
  expect(given([]).when(submission(changed)).refused(code).pointer).toBe(pointer);
});

it('refuses a case in which the only holder of a seat drafted the text', () => {
  const refusal = given([])
    .when(submission({ drafters: ['aa-city-person-1'] }))
    .refused('NobodyEligible');
  expect(refusal.facts).toMatchObject({ side: 'AA' });
});

it('refuses a case for which a side has no office, naming only the side of another country', () => {
  const { 'bb-committee': _, ...organizations } = directory.organizations;
  const poorer = { ...world, directory: { ...directory, organizations } };
  const refusal = given([], poorer).when(submission()).refused('NoSeatFound');
  expect(refusal.facts).toEqual({ side: 'BB', place: 'others' });
});

it('names sides in the neutral order, whoever submits', () => {
  const events = given([])
    .when(submission({ participants: ['bb-province', 'aa-city'] }))
    .then(['Submitted', 'StageEntered', 'BallotOpened']);
  expect(events[0]).toMatchObject({ type: 'Submitted', data: { sides: ['AA', 'BB'], proposing: 'AA' } });
});

it('withdraws before the release on the own chain alone, and after it for everybody', () => {
  const submitted = given([]).when(submission()).then(['Submitted', 'StageEntered', 'BallotOpened']);
  const withdrawal = { type: 'withdraw', at: submission().at, actor: submission().actor, reason: null } as const;
  const ended = given(submitted).when(withdrawal).then(['Withdrawn', 'Concluded']);
  expect(ended.slice(-2).map((e) => e.chain)).toEqual(['AA', 'AA']);
  given(ended).when(withdrawal).refused('CaseClosed');
  given(submitted)
    .when({ ...withdrawal, actor: actorOf('bb-province-person-1') })
    .refused('NotTheProposer');
});

it('takes a comment of the own house and refuses one of somebody who is not in the case', () => {
  const submitted = given([]).when(submission()).then(['Submitted', 'StageEntered', 'BallotOpened']);
  const comment = { type: 'comment', at: submission().at, comment: 'c1', text: { hash: 'h' }, section: null } as const;
  given(submitted)
    .when({ ...comment, actor: actorOf('aa-city-fao-person-1') })
    .then(['Commented']);
  given(submitted)
    .when({ ...comment, actor: actorOf('aa-town-person-1') })
    .refused('NotInTheCase');
  given(submitted)
    .when({ ...comment, actor: actorOf('bb-interior-person-1') })
    .refused('NotInTheCase');
  given(submitted)
    .when({ ...comment, section: 'nope', actor: actorOf('aa-city-fao-person-1') })
    .refused('ValidationFailed');
});
