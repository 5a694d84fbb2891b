import type { Procedure } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import { carryCommand } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import { decide } from '../../../domain/proposal/decide';
import { evolveAll } from '../../../domain/proposal/evolve';
import { type Ballot, type Case, NONE, type ProposalState } from '../../../domain/proposal/state';
import { CASE_ID, DRAFTER, replyOf, T0 } from './fixtures';
import { manyWorld, releasedPlay, revising, TEXT, textWith, who } from './many-sides';
import { Play } from './spec';

const openBallots = (state: Case): readonly Ballot[] => Object.values(state.ballots).filter((b) => b.status === 'open');
const openOf = (state: Case, track: string): Ballot | undefined => openBallots(state).find((b) => b.track === track);
const replyIn = (
  play: Play,
  track: string,
  office: string,
  kind: 'agree' | 'object' | 'requestChanges' | 'reserve',
) => {
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

const [houses] = manyWorld.countries.BB?.profiles ?? [];
const border = { key: 'border', seats: [{ role: 'ministry', sections: ['border'] }], rule: { kind: 'all' as const } };
const aims = { key: 'aims', seats: [{ role: 'committee', sections: ['aim'] }], rule: { kind: 'all' as const } };
/** A house whose two steps answer for a section each. */
const inTurn: World = {
  ...manyWorld,
  countries: {
    ...manyWorld.countries,
    ...(manyWorld.countries.BB && houses
      ? { BB: { ...manyWorld.countries.BB, profiles: [{ ...houses, steps: [border, aims] }] } }
      : {}),
  },
};
/** The joint step lets a side reserve its answer. */
const withReserve: World = {
  ...manyWorld,
  procedure: {
    ...manyWorld.procedure,
    stages: manyWorld.procedure.stages.map((stage) =>
      stage.key !== 'joint' || stage.steps === 'profile'
        ? stage
        : { ...stage, steps: stage.steps.map((step) => ({ ...step, offers: ['agree', 'object', 'reserve'] })) },
    ),
  } as Procedure,
};
const releasedIn = (world: World, moves: 'commit' | 'workflow'): Play =>
  new Play(world, moves)
    .submit({ participants: ['aa-city', 'bb-east', 'bb-west'], revision: TEXT })
    .reply('aa-city-fao')
    .reply('aa-province-fao')
    .reply('aa-city-fao');

describe.each(['commit', 'workflow'] as const)('what a round carries on, driven by %s', (moves) => {
  const east = 'others.bb-east';
  const leave = (organization: string) => ({
    type: 'leave' as const,
    at: T0,
    actor: who(`${organization}-person-1`),
    organization,
  });
  const offerOf = (play: Play, organization: string) => {
    play.do(revising(play.state, { aim: 'aim-9' }, `${organization}-person-1`));
    const number = play.case.offers.at(-1)?.revision.number ?? 0;
    return play.do({ type: 'release', at: T0, actor: who('bb-interior-person-1'), what: { kind: 'revision', number } });
  };
  const accept = (play: Play, person: string) => ({
    type: 'acceptRevision' as const,
    at: T0,
    actor: who(person),
    revision: play.case.offers.at(-1)?.revision.number ?? 0,
  });

  it('waits with an offered text for who joins meanwhile', () => {
    const play = offerOf(releasedPlay(moves), 'bb-east');
    play.do(accept(play, DRAFTER));
    const { number } = play.case;
    play.do({ type: 'join', at: T0, actor: who('bb-province-person-1'), organization: 'bb-province', number });
    play.do(accept(play, 'bb-west-person-1'));
    expect(play.case.revision.number).toBe(1);
    play.do(accept(play, 'bb-province-person-1'));
    expect(play.case.revision.number).toBe(2);
  });

  it('waits no more with an offered text for who leaves, and takes it up where that one was the last', () => {
    const play = offerOf(releasedPlay(moves), 'bb-east');
    play.do(accept(play, DRAFTER)).do(leave('bb-west'));
    expect(play.case).toMatchObject({ revision: { number: 2 }, offers: [] });
    expect(play.case.rounds.at(-1)?.changed).toEqual(['participants', 'aim']);
  });

  it('drops the offered text of who leaves', () => {
    const play = offerOf(releasedPlay(moves), 'bb-east').do(leave('bb-east'));
    expect(play.case).toMatchObject({ revision: { number: 1 }, offers: [] });
  });

  it('asks a step again that was lost after an earlier loss had been mended', () => {
    const play = releasedIn(inTurn, moves);
    replyIn(play, east, 'bb-ministry', 'object');
    revise(play, { border: 'border-2' });
    replyIn(play, east, 'bb-ministry', 'agree');
    replyIn(play, east, 'bb-east-committee', 'object');
    expect(play.case.tracks[east]?.result).toBe('negative');
    revise(play, { border: 'border-2', aim: 'aim-3' });
    expect(play.case.tracks[east]).toMatchObject({ result: null, carriedSteps: ['border'] });
    expect(openOf(play.case, east)?.seats.map((s) => s.organization)).toEqual(['bb-east-committee']);
  });

  it('asks who reserved again, with a deadline, although nobody else is', () => {
    const play = releasedIn(withReserve, moves);
    for (const track of ['east', 'west'] as const) {
      for (const office of [`bb-${track}-committee`, 'bb-ministry', `bb-${track}-committee`]) {
        replyIn(play, `others.bb-${track}`, office, 'agree');
      }
    }
    for (const seat of openOf(play.case, 'joint')?.seats ?? []) {
      const holds = ['position:BB', 'consent:bb-west'].includes(seat.key);
      replyIn(play, 'joint', seat.organization ?? '', holds ? 'reserve' : 'agree');
    }
    play.do(leave('bb-west'));
    const joint = openOf(play.case, 'joint');
    expect(joint).toMatchObject({ round: 2, due: expect.any(String), lapseAt: expect.any(String) });
    const held = joint?.seats.filter((s) => s.due !== null);
    expect(held).toMatchObject([{ key: 'position:BB', reply: { kind: 'reserve' }, nextReminder: expect.any(String) }]);
  });
});

it('asks nobody a second time for the release when the text changes before the others are asked', () => {
  const play = new Play(manyWorld)
    .submit({ participants: ['aa-city', 'bb-east', 'bb-west'], revision: TEXT })
    .reply('aa-city-fao')
    .reply('aa-province-fao');
  // The workflow that would ask the houses of the others is asleep.
  const asleep = (state: ProposalState, command: Command) => {
    const answer = carryCommand(state, CASE_ID, command, manyWorld, 'commit');
    if (!answer.accepted) throw new Error(`Refused: ${answer.refusal.code}`);
    return answer.carried.state;
  };
  const released = asleep(play.state, replyOf(play.state, 'aa-city-fao', 'agree'));
  const offered = asleep(released, revising(released, { aim: 'aim-2' }));
  const what = { kind: 'revision' as const, number: offered.offers.at(-1)?.revision.number ?? 0 };
  const current = asleep(offered, { type: 'release', at: T0, actor: who('aa-city-fao-person-1'), what });
  expect(current).toMatchObject({ round: 2, revision: { number: 2 } });
  expect(openBallots(current)).toEqual([]);
});
