import { decide } from '../../../domain/proposal/decide';
import { evolveAll } from '../../../domain/proposal/evolve';
import { type Ballot, type Case, NONE } from '../../../domain/proposal/state';
import { CASE_ID, DRAFTER, replyOf, T0 } from './fixtures';
import { manyWorld, releasedPlay, revising, TEXT, textWith, who } from './many-sides';
import { Play } from './spec';

const openBallots = (state: Case): readonly Ballot[] => Object.values(state.ballots).filter((b) => b.status === 'open');
const openOf = (state: Case, track: string): Ballot | undefined => openBallots(state).find((b) => b.track === track);
const replyIn = (play: Play, track: string, office: string, kind: 'agree' | 'object' | 'requestChanges') => {
  const ballot = openOf(play.case, track);
  const seat = ballot?.seats.find((s) => s.organization === office);
  if (!ballot || !seat) throw new Error(`Nobody asks ${office} in ${track}`);
  const base = replyOf(play.state, office, kind);
  return play.do({
    ...base,
    actor: who(`${office}-person-1`),
    ballot: ballot.id,
    seat: seat.key,
    shown: { ...base.shown, standing: seat.reply?.id ?? null },
  });
};
const refusedBy = (play: Play, command: Parameters<typeof decide>[1]) => {
  const decision = decide(play.state, command, manyWorld);
  return decision.accepted ? 'accepted' : decision.refusal.code;
};
const revise = (play: Play, changed: Record<string, string>) => {
  play.do(revising(play.state, changed));
  const offer = play.case.offers.at(-1);
  return play.do({
    type: 'release',
    at: T0,
    actor: who('aa-city-fao-person-1'),
    what: { kind: 'revision', number: offer?.revision.number ?? 0 },
  });
};

describe.each(['commit', 'workflow'] as const)('a new round, driven by %s', (moves) => {
  const east = 'others.bb-east';
  const west = 'others.bb-west';

  it('asks each house of the other side at the same time', () => {
    const play = releasedPlay(moves);
    expect(openBallots(play.case).map((b) => [b.track, b.step])).toEqual([
      [east, 'opinions'],
      [west, 'opinions'],
    ]);
  });

  it('waits for a new text where a seat asks for changes, while the other house goes on', () => {
    const play = releasedPlay(moves);
    replyIn(play, east, 'bb-east-committee', 'agree');
    replyIn(play, east, 'bb-ministry', 'requestChanges');
    expect(play.case.tracks[east]).toMatchObject({ result: null, returnedBy: expect.stringContaining('.opinions.1') });
    replyIn(play, west, 'bb-west-committee', 'agree');
    replyIn(play, west, 'bb-ministry', 'agree');
    expect(openBallots(play.case).map((b) => [b.track, b.step])).toEqual([[west, 'summary']]);
  });

  it('asks only the seats that answer for the changed section, and carries the others where all can see it', () => {
    const play = releasedPlay(moves);
    replyIn(play, east, 'bb-east-committee', 'agree');
    replyIn(play, east, 'bb-ministry', 'requestChanges');
    for (const office of ['bb-west-committee', 'bb-ministry', 'bb-west-committee'] as const) {
      replyIn(play, west, office, 'agree');
    }
    expect(play.case.tracks[west]?.result).toBe('positive');
    revise(play, { border: 'border-2' });
    expect(play.case).toMatchObject({ round: 2, revision: { number: 2 } });
    expect(openBallots(play.case).map((b) => [b.track, b.step, b.round])).toEqual([
      [east, 'opinions', 2],
      [west, 'opinions', 2],
    ]);
    const asked = openOf(play.case, east)?.seats.map((s) => [s.organization, s.reply?.carriedFrom ?? null]);
    expect(asked).toEqual([
      ['bb-east-committee', expect.stringContaining('.opinions.1')],
      ['bb-ministry', null],
    ]);
    replyIn(play, west, 'bb-ministry', 'agree');
    // The second step of the west house answers for no changed section: it is carried whole.
    expect(play.case.tracks[west]).toMatchObject({ result: 'positive', carriedSteps: ['summary'] });
  });

  it('asks every seat of a house where a section changed for which nobody answers alone', () => {
    const play = releasedPlay(moves);
    replyIn(play, east, 'bb-east-committee', 'agree');
    replyIn(play, east, 'bb-ministry', 'agree');
    revise(play, { aim: 'aim-2' });
    expect(openOf(play.case, east)?.seats.map((s) => s.reply)).toEqual([null, null]);
  });

  it('takes the case back from the joint step and asks the sides again on a text that changed', () => {
    const play = releasedPlay(moves);
    for (const [track, committee] of [
      [east, 'bb-east-committee'],
      [west, 'bb-west-committee'],
    ] as const) {
      replyIn(play, track, committee, 'agree');
      replyIn(play, track, 'bb-ministry', 'agree');
      replyIn(play, track, committee, 'agree');
    }
    expect(openBallots(play.case).map((b) => b.track)).toEqual(['joint']);
    play.reply('aa-city');
    revise(play, { border: 'border-2' });
    replyIn(play, east, 'bb-ministry', 'agree');
    replyIn(play, west, 'bb-ministry', 'agree');
    const joint = openOf(play.case, 'joint');
    expect(joint?.round).toBe(2);
    expect(joint?.seats.every((s) => s.reply === null)).toBe(true);
  });

  it('lets a participant join while others have answered, asks it, and keeps what was given', () => {
    const play = releasedPlay(moves);
    replyIn(play, east, 'bb-east-committee', 'agree');
    replyIn(play, east, 'bb-ministry', 'agree');
    replyIn(play, east, 'bb-east-committee', 'agree');
    const { number } = play.case;
    play.do({ type: 'join', at: T0, actor: who('bb-province-person-1'), organization: 'bb-province', number });
    expect(play.case.tracks[east]?.result).toBe('positive');
    expect(openBallots(play.case).map((b) => b.track)).toEqual([west, 'others.bb-province']);
    expect(play.case.involved.BB).toContain('bb-province');
  });

  it('keeps the joint replies of everybody else when somebody joins at the last step', () => {
    const play = releasedPlay(moves);
    for (const [track, committee] of [
      [east, 'bb-east-committee'],
      [west, 'bb-west-committee'],
    ] as const) {
      replyIn(play, track, committee, 'agree');
      replyIn(play, track, 'bb-ministry', 'agree');
      replyIn(play, track, committee, 'agree');
    }
    play.reply('aa-city').reply('aa-national');
    const { number } = play.case;
    play.do({ type: 'join', at: T0, actor: who('bb-province-person-1'), organization: 'bb-province', number });
    replyIn(play, 'others.bb-province', 'bb-committee', 'agree');
    replyIn(play, 'others.bb-province', 'bb-ministry', 'agree');
    replyIn(play, 'others.bb-province', 'bb-committee', 'agree');
    const joint = openOf(play.case, 'joint');
    expect(joint?.seats.filter((s) => s.reply?.carriedFrom).map((s) => s.key)).toEqual([
      'consent:aa-city',
      'position:AA',
    ]);
    expect(joint?.seats.map((s) => s.key)).toContain('consent:bb-province');
  });

  it('ends the house of a participant that leaves, and goes on with the others', () => {
    const play = releasedPlay(moves);
    play.do({ type: 'leave', at: T0, actor: who('bb-west-person-1'), organization: 'bb-west' });
    expect(play.case.tracks[west]?.result).toBe('left');
    expect(openBallots(play.case).map((b) => b.track)).toEqual([east]);
    expect(play.case.sides).toEqual(['AA', 'BB']);
  });

  it('is not agreed once fewer than two sides are left', () => {
    const play = releasedPlay(moves);
    play.do({ type: 'leave', at: T0, actor: who('bb-west-person-1'), organization: 'bb-west' });
    play.do({ type: 'leave', at: T0, actor: who('bb-east-person-1'), organization: 'bb-east' });
    expect(play.case).toMatchObject({ status: 'notAgreed', sides: ['AA'] });
  });

  it('makes an offer of another participant current when each pen-holder has accepted it', () => {
    const play = releasedPlay(moves);
    play.do({ ...revising(play.state, { border: 'border-east' }), actor: who('bb-east-person-1') });
    expect(play.case.revision.number).toBe(1);
    play.do({
      type: 'release',
      at: T0,
      actor: who('bb-interior-person-1'),
      what: { kind: 'revision', number: 2 },
    });
    expect(play.case.offers[0]).toMatchObject({ acceptedBy: ['aa-city', 'bb-west'], accepted: [] });
    play.do({ type: 'acceptRevision', at: T0, actor: who('bb-west-person-1'), revision: 2 });
    expect(play.case.revision.number).toBe(1);
    play.do({ type: 'acceptRevision', at: T0, actor: who(DRAFTER), revision: 2 });
    expect(play.case).toMatchObject({ round: 2, revision: { number: 2 }, drafters: [DRAFTER, 'bb-east-person-1'] });
  });
});

describe('a new round is refused', () => {
  it('on a text that is no longer current', () => {
    const play = releasedPlay();
    play.do({ ...revising(play.state, { border: 'border-east' }), actor: who('bb-east-person-1') });
    revise(play, { border: 'border-2' });
    expect(refusedBy(play, { ...revising(play.state, { aim: 'aim-3' }), base: 1 })).toBe('OfferSuperseded');
    const what = { kind: 'revision' as const, number: 2 };
    expect(play.case.offers).toEqual([]);
    expect(refusedBy(play, { type: 'release', at: T0, actor: who('bb-interior-person-1'), what })).toBe('NotFound');
  });

  it('where nothing changed, by somebody who takes no part, and on an unknown number', () => {
    const play = releasedPlay();
    expect(refusedBy(play, { ...revising(play.state, {}), revision: { ...play.case.revision } })).toBe(
      'NothingChanged',
    );
    expect(refusedBy(play, { ...revising(play.state, { aim: 'x' }), actor: who('bb-committee-person-1') })).toBe(
      'NotAParticipant',
    );
    const join = { type: 'join' as const, at: T0, actor: who('bb-province-person-1'), organization: 'bb-province' };
    expect(refusedBy(play, { ...join, number: 'AC-0' })).toBe('NotFound');
    expect(refusedBy(play, { ...join, actor: who('aa-town-person-1'), number: play.case.number })).toBe('NotFound');
  });

  it('when the case is closed', () => {
    const play = releasedPlay().do({ type: 'withdraw', at: T0, actor: who(DRAFTER), reason: null });
    const { number } = play.case;
    const join = {
      type: 'join' as const,
      at: T0,
      actor: who('bb-province-person-1'),
      organization: 'bb-province',
      number,
    };
    expect(refusedBy(play, join)).toBe('CaseClosed');
    expect(refusedBy(play, revising(play.state, { aim: 'aim-2' }))).toBe('CaseClosed');
  });

  it('as a text whose section bears a reserved name', () => {
    const play = releasedPlay();
    const revision = { ...textWith(2, {}), sections: [{ key: 'participants', hashes: { en: 'x' } }] };
    expect(refusedBy(play, { ...revising(play.state, {}), revision })).toBe('ReservedSection');
  });
});

it('gives the same state again from its events', () => {
  const play = releasedPlay();
  revise(play, { border: 'border-2' });
  expect(evolveAll(NONE, CASE_ID, play.events)).toEqual(play.state);
});

describe.each(['commit', 'workflow'] as const)('what a new round leaves behind, driven by %s', (moves) => {
  it('closes the question whether to release a text that its house has yet to consider', () => {
    const play = new Play(manyWorld, moves)
      .submit({ participants: ['aa-city', 'bb-east', 'bb-west'], revision: TEXT })
      .reply('aa-city-fao')
      .reply('aa-province-fao');
    const asked = openOf(play.case, 'release.AA');
    if (!asked) throw new Error('The releasing seat is not asked');
    const release = replyOf(play.state, 'aa-city-fao', 'agree');
    play.do(revising(play.state, { aim: 'aim-2' }));
    expect(play.case.ballots[asked.id]).toMatchObject({ status: 'closed', result: 'overtaken' });
    const shown = { ...release.shown, revision: play.case.revision.hash };
    expect(refusedBy(play, { ...release, shown })).toBe('BallotClosed');
    play.reply('aa-city-fao').reply('aa-province-fao').reply('aa-city-fao');
    expect(play.case).toMatchObject({ status: 'released', round: 2 });
    expect(play.events.filter((e) => e.type === 'Released')).toHaveLength(1);
  });

  it('asks a side anew in the joint step although it had stopped there in the round before', () => {
    const play = releasedPlay(moves);
    for (const track of ['east', 'west'] as const) {
      for (const office of [`bb-${track}-committee`, 'bb-ministry', `bb-${track}-committee`]) {
        replyIn(play, `others.bb-${track}`, office, 'agree');
      }
    }
    const joint = openOf(play.case, 'joint');
    const seat = joint?.seats.find((s) => s.key === 'consent:bb-east');
    if (!joint || !seat) throw new Error('The joint step is not open');
    play.do({
      type: 'declareConflict',
      at: T0,
      actor: who('bb-east-person-1'),
      ballot: joint.id,
      seat: seat.key,
      reason: null,
    });
    expect(play.case.stops).toMatchObject([{ track: 'joint' }]);
    revise(play, { border: 'border-2' });
    expect(play.case.stops).toEqual([]);
    replyIn(play, 'others.bb-east', 'bb-ministry', 'agree');
    replyIn(play, 'others.bb-west', 'bb-ministry', 'agree');
    // Nobody else may consent there: it stops again, and says so again.
    expect(play.case.stops).toMatchObject([{ track: 'joint', place: 'bb-east:desk' }]);
    expect(play.events.filter((e) => e.type === 'Stopped')).toHaveLength(2);
  });
});
