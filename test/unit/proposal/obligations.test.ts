import { decide } from '../../../domain/proposal/decide';
import { pendingMoves } from '../../../domain/proposal/moves';
import { obligationsBegun } from '../../../domain/proposal/obligations';
import { type ProposalState, STATUSES } from '../../../domain/proposal/state';
import { caseDetails } from '../../../domain/visibility/case-details';
import { actBy, agreedPlay, bindingWorld } from './agreed';
import { actorOf, asCase, personOf, stateAfter, T0 } from './fixtures';
import { given, Play } from './spec';

const viewer = (office: string) => {
  const { person, organization, side } = actorOf(personOf(office));
  return { person, organization, side };
};
const obligations = (state: ProposalState) => asCase(state).obligations;
const refusedAfter = (play: Play, ...act: Parameters<typeof actBy>) =>
  given(play.events, bindingWorld).when({ ...actBy(...act), at: play.now });

/** Both sides sign on the given days; the clock stands on Friday 12 June. */
function signedPlay(aa = '2026-06-09', bb = '2026-06-11'): Play {
  const play = agreedPlay();
  play.now = '2026-06-12T03:00:00.000Z';
  play.do(actBy('aa-unit', 'sign', { dated: aa, number: 'AA-7', mode: 'inPerson' }));
  return play.do(actBy('bb-province', 'sign', { dated: bb, mode: 'byMail' }));
}

describe('an agreement', () => {
  it('begins what the procedure and each side’s own law ask, one of a kind for each side', () => {
    expect(obligations(agreedPlay().state)).toMatchObject([
      { id: 'sign:AA', due: null, from: null },
      { id: 'sign:BB', due: null, from: null },
      { id: 'recordFiling:AA', due: null, from: 'signed', unverified: true },
      // Ten working days after Monday 8 June: Monday 22 June, end of office hours in Bangkok.
      { id: 'report:BB', due: null, from: 'signed', unverified: false },
      { id: 'renew:BB', due: '2026-06-22T10:00:00.000Z', from: 'agreed' },
    ]);
  });

  it('tells of signing on the chain of the case, and of the rest on the side’s own', () => {
    const begun = agreedPlay().events.filter((e) => e.type === 'ObligationsBegun');
    expect(begun.map((e) => [e.chain, e.data.obligations.map((o) => o.id)])).toEqual([
      ['case', ['sign:AA', 'sign:BB']],
      ['AA', ['recordFiling:AA']],
      ['BB', ['report:BB', 'renew:BB']],
    ]);
  });

  it('begins nothing where the case was not agreed', () => {
    const play = new Play(bindingWorld).submit().reply('aa-city-fao', 'object');
    expect(play.case.status).toBe('notAgreed');
    expect(obligations(play.state)).toEqual([]);
  });

  it('binds after an opt-in only the sides that take part, the proposing one like every other', () => {
    const play = agreedPlay();
    const events = play.events
      .filter((e) => e.type !== 'ObligationsBegun')
      .map((e) => (e.type === 'Concluded' ? { ...e, data: { ...e.data, takesPart: ['BB'] } } : e));
    const begun = obligationsBegun(asCase(stateAfter(events)), bindingWorld, T0);
    const ids = begun.flatMap((e) => (e.type === 'ObligationsBegun' ? e.data.obligations.map((o) => o.id) : []));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !id.endsWith(':BB'))).toEqual([]);
  });
});

describe('signing', () => {
  it('takes effect with the last side, on the latest date, and dates what counts from it', () => {
    const play = signedPlay('2026-06-11', '2026-06-09');
    expect(play.case).toMatchObject({ status: 'inEffect', signedOn: '2026-06-11' });
    expect(obligations(play.state)).toMatchObject([
      { id: 'sign:AA', metOn: '2026-06-11', number: 'AA-7' },
      { id: 'sign:BB', metOn: '2026-06-09', number: null },
      // Thirty days after 11 June end with 11 July in Shanghai, fifteen with 26 June in Bangkok.
      { id: 'recordFiling:AA', due: '2026-07-11T16:00:00.000Z' },
      { id: 'report:BB', due: '2026-06-26T17:00:00.000Z' },
      { id: 'renew:BB' },
    ]);
    expect(stateAfter(play.events)).toEqual(play.state);
  });

  it('of one side leaves the case agreed', () => {
    const play = agreedPlay().do(actBy('aa-city', 'sign'));
    expect(play.case).toMatchObject({ status: 'agreed', signedOn: null });
  });

  it('crosses without the person, who stands on the side’s own chain', () => {
    const play = agreedPlay().do(actBy('aa-city', 'sign', { mode: 'online' }));
    const [act, inner] = play.events.slice(-2);
    expect(act).toMatchObject({ type: 'ActRecorded', chain: 'case', data: { side: 'AA', mode: 'online' } });
    expect(JSON.stringify(act)).not.toContain('person');
    expect(inner).toMatchObject({ type: 'ActedInside', chain: 'AA', data: { person: personOf('aa-city') } });
  });

  it('lets nothing else cross', () => {
    const play = signedPlay();
    const before = play.events.length;
    play.do(actBy('aa-city', 'recordFiling', { dated: '2026-06-12', number: '131' }));
    expect(play.events.slice(before).map((e) => [e.type, e.chain])).toEqual([
      ['ActRecorded', 'AA'],
      ['ActedInside', 'AA'],
    ]);
    expect(JSON.stringify(caseDetails(play.case, viewer('bb-unit')))).not.toContain('recordFiling');
  });
});

describe('an act is refused', () => {
  it('from anybody but the side’s unit and its participants', () => {
    refusedAfter(agreedPlay(), 'aa-city-fao', 'sign').refused('NotYourObligation');
    refusedAfter(agreedPlay(), 'bb-interior', 'sign').refused('NotYourObligation');
  });

  it('of a kind that the side does not owe', () => {
    refusedAfter(agreedPlay(), 'aa-unit', 'report').refused('NoSuchObligation');
    refusedAfter(signedPlay(), 'bb-unit', 'recordFiling').refused('NoSuchObligation');
  });

  it('a second time', () => {
    refusedAfter(signedPlay(), 'aa-city', 'sign').refused('RecordedAlready');
  });

  it('before the last signature, where it follows the signing', () => {
    const half = agreedPlay().do(actBy('aa-city', 'sign'));
    refusedAfter(half, 'aa-city', 'recordFiling').refused('NotSignedYet');
    refusedAfter(half, 'bb-province', 'report').refused('NotSignedYet');
    refusedAfter(half, 'bb-province', 'renew').then(['ActRecorded', 'ActedInside']);
  });

  it.each([
    ['2026-06-07', 'ActBeforeOutcome'],
    ['2026-06-08', null],
    ['2026-06-12', null],
    ['2026-06-13', 'ActDateInFuture'],
  ] as const)('dated %s on Friday 12 June: %s', (dated, code) => {
    const play = agreedPlay();
    play.now = '2026-06-12T03:00:00.000Z';
    const answer = refusedAfter(play, 'bb-unit', 'sign', { dated });
    if (code) answer.refused(code);
    else answer.then(['ActRecorded', 'ActedInside']);
  });

  it('by the day of the side’s own calendar', () => {
    const play = agreedPlay();
    play.now = '2026-06-12T16:30:00.000Z'; // Saturday in Shanghai, still Friday in Bangkok.
    refusedAfter(play, 'aa-unit', 'sign', { dated: '2026-06-13' }).then(['ActRecorded', 'ActedInside']);
    refusedAfter(play, 'bb-unit', 'sign', { dated: '2026-06-13' }).refused('ActDateInFuture');
  });

  it('dated before the signing from which it counts', () => {
    refusedAfter(signedPlay(), 'aa-city', 'recordFiling', { dated: '2026-06-10' }).refused('ActBeforeOutcome');
    refusedAfter(signedPlay(), 'aa-city', 'recordFiling', { dated: '2026-06-11' }).then(['ActRecorded', 'ActedInside']);
  });

  it('with a way of signing where nothing is signed', () => {
    refusedAfter(signedPlay(), 'aa-city', 'recordFiling', { dated: '2026-06-12', mode: 'online' }).refused(
      'ValidationFailed',
    );
  });

  it.each(STATUSES.filter((s) => s !== 'agreed' && s !== 'inEffect'))('in the status %s', (status) => {
    const state = { ...agreedPlay().case, status } as ProposalState;
    expect(decide(state, actBy('aa-unit', 'sign'), bindingWorld)).toMatchObject({
      refusal: { code: 'NothingToRecord' },
    });
  });
});

describe('falling due', () => {
  it('waits for each open obligation, and is told once, in its own house', () => {
    const play = signedPlay();
    const due = () => pendingMoves(play.case, bindingWorld.procedure).map((m) => m.due);
    expect(due()).toEqual(['2026-06-22T10:00:00.000Z', '2026-06-26T17:00:00.000Z', '2026-07-11T16:00:00.000Z']);
    play.drive('2026-06-22T10:00:00.000Z');
    expect(play.events.at(-1)).toMatchObject({ type: 'FellDue', chain: 'BB', data: { obligation: 'renew:BB' } });
    expect(due()).toEqual(['2026-06-26T17:00:00.000Z', '2026-07-11T16:00:00.000Z']);
    play.do(actBy('bb-unit', 'report', { dated: '2026-06-22' }));
    expect(due()).toEqual(['2026-07-11T16:00:00.000Z']);
  });

  it('does not undo what is still owed', () => {
    const play = signedPlay().drive('2026-06-22T10:00:00.000Z');
    play.do(actBy('bb-unit', 'renew', { dated: '2026-06-22' }));
    expect(obligations(play.state).find((o) => o.id === 'renew:BB')).toMatchObject({
      metOn: '2026-06-22',
      fellDue: true,
    });
  });

  it('is read by no other side', () => {
    const play = signedPlay();
    const before = caseDetails(play.case, viewer('aa-unit'));
    play.drive('2026-06-22T10:00:00.000Z');
    expect(caseDetails(play.case, viewer('aa-unit'))).toEqual(before);
    const own = caseDetails(play.case, viewer('bb-unit'))?.obligations ?? [];
    expect(own.filter((o) => o.fellDue).map((o) => o.id)).toEqual(['renew:BB']);
  });
});
