import type { Step } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import type { Intervene } from '../../../domain/proposal/commands';
import type { Refusal } from '../../../domain/proposal/refusals';
import {
  AA_UNIT,
  BB_UNIT,
  holding,
  intervening,
  inWorld,
  jointly,
  lastBallot,
  recounting,
  released,
  seatOf,
  since,
  withFree,
} from './clocked';
import { DRAFTER, personOf, world } from './fixtures';
import { revising, TEXT } from './many-sides';
import { given, Play } from './spec';
import { house, joint, withHolders, withHouse } from './with-people';

const OFFERS: Step['offers'] = ['agree', 'object', 'requestExtension'];
const TIMED: Partial<Step> = {
  deadline: { workingDays: 3 },
  offers: OFFERS,
  extension: { workingDays: 5 },
  atDeadline: { lapseAfter: { workingDays: 5 } },
};
/** Due on Thursday 11 June 2026 at 17:00 in Shanghai. */
const home: World = house(TIMED);
const DUE = '2026-06-11T09:00:00.000Z';
const FAO = 'aa-city-fao:desk';
const HOME = 'home.AA';

const begin = (w: World = home): Play => new Play(w).submit();
const asked = (workingDays = 2) => begin().reply('aa-city-fao', 'requestExtension', { workingDays });
const extending = (play: Play, workingDays: number, by = AA_UNIT, seat = FAO): Intervene =>
  intervening({ kind: 'extend', ballot: lastBallot(play).id, seat, workingDays }, by, play.now);
const declining = (play: Play, by = AA_UNIT, seat = FAO): Intervene =>
  intervening({ kind: 'declineExtension', ballot: lastBallot(play).id, seat }, by, play.now);

const refusal = (play: Play, command: Intervene, code: Refusal['code'], w = home): Refusal =>
  given([...play.events], w)
    .when(command)
    .refused(code);

describe('more time in a house', () => {
  it.each([
    [1, '2026-06-12T09:00:00.000Z'],
    [2, '2026-06-15T09:00:00.000Z'],
    [5, '2026-06-18T09:00:00.000Z'],
  ])('of %i working days counts after the present deadline, and moves all that follows it', (workingDays, due) => {
    const play = begin();
    const { lapseAt } = lastBallot(play);
    const n = play.events.length;
    play.do(extending(play, workingDays));
    expect(since(play, n)).toEqual(['ExtensionGranted', 'ActedInside', 'DeadlineMoved']);
    expect(play.events.slice(n).every((e) => e.chain === 'AA')).toBe(true);
    expect(seatOf(play, FAO).due).toBe(due);
    expect(lastBallot(play).due).toBe(due);
    expect((lastBallot(play).lapseAt ?? '') > (lapseAt ?? '')).toBe(true);
    expect(play.events.at(-1)).toMatchObject({ data: { reason: 'extension', seats: [{ key: FAO, due }] } });
  });

  it('is given on the unit’s own initiative too, once', () => {
    const play = begin();
    play.do(extending(play, 1));
    refusal(play, extending(play, 1), 'ExtensionGrantedAlready');
  });

  it('is no reply: what the seat has answered stands, and it asks once', () => {
    const play = asked();
    expect(seatOf(play, FAO)).toMatchObject({ reply: null, extension: { state: 'asked', workingDays: 2 } });
    play.do(declining(play));
    expect(seatOf(play, FAO).extension?.state).toBe('declined');
    expect(lastBallot(play).due).toBe(DUE);
  });

  it('has the bounds of the procedure', () => {
    const play = begin();
    expect(refusal(play, extending(play, 6), 'ExtensionTooLong').facts).toEqual({ given: 6, allowed: 5 });
    for (const wrong of [0, -1, 1.5]) refusal(play, extending(play, wrong), 'ValidationFailed');
    const { extension: _, ...without } = TIMED;
    const strict = house(without);
    refusal(begin(strict), extending(begin(strict), 1), 'ExtensionNotOffered', strict);
    const timeless = house({ extension: { workingDays: 5 } });
    refusal(begin(timeless), extending(begin(timeless), 1), 'NoDeadline', timeless);
  });

  it('is refused to whom the house is not, and declined only where it was asked for', () => {
    const play = begin();
    refusal(play, extending(play, 1, personOf('aa-city-fao')), 'InterventionNotYours');
    refusal(play, extending(play, 1, DRAFTER), 'InterventionNotYours');
    refusal(play, extending(play, 1, BB_UNIT), 'NotFound');
    refusal(play, declining(play), 'ExtensionNotAsked');
    refusal(play, extending(play, 1, AA_UNIT, 'aa-unit:desk'), 'NotFound');
    const closed = begin().reply('aa-city-fao');
    const { id: ballot } = Object.values(closed.case.ballots)[0] ?? lastBallot(closed);
    refusal(closed, intervening({ kind: 'extend', ballot, seat: FAO, workingDays: 1 }), 'BallotClosed');
  });

  it('given while the clock stands still is counted when it runs again', () => {
    const play = begin();
    play.now = '2026-06-09T03:00:00.000Z';
    play.do(intervening({ kind: 'suspend', track: HOME }));
    const n = play.events.length;
    play.do(extending(play, 1));
    expect(since(play, n)).toEqual(['ExtensionGranted', 'ActedInside']);
    play.now = '2026-06-09T05:00:00.000Z';
    play.do(intervening({ kind: 'unsuspend', track: HOME }));
    // Thursday, a day more for the suspended Tuesday, a day more by extension.
    expect(lastBallot(play).due).toBe('2026-06-15T09:00:00.000Z');
  });
});

describe('a seat that was carried into a new round', () => {
  const both = withHouse([
    {
      ...TIMED,
      key: 'opinions',
      seats: [
        { role: 'city-fao', sections: ['aim'] },
        { role: 'congress', sections: ['border'] },
      ],
      rule: { kind: 'all' },
    },
  ]);
  const CONGRESS = 'aa-city-congress:desk';
  const carried = () => {
    const play = new Play(both).submit({ revision: TEXT }).reply('aa-city-congress');
    return play.do(revising(play.state, { aim: 'aim-2' }));
  };

  it('has no deadline, and neither gets one nor stops the others’', () => {
    const play = carried();
    expect(lastBallot(play)).toMatchObject({ round: 2, due: DUE });
    refusal(play, extending(play, 1, AA_UNIT, CONGRESS), 'NoDeadline', both);
    const n = play.events.length;
    play.do(extending(play, 1));
    expect(since(play, n)).toEqual(['ExtensionGranted', 'ActedInside', 'DeadlineMoved']);
    expect(lastBallot(play).due).toBe('2026-06-12T09:00:00.000Z');
    const next = inWorld(play, withFree(both, 'AA', '2026-06-10')).do(recounting());
    expect(seatOf(next, FAO).due).toBe('2026-06-15T09:00:00.000Z');
    expect(seatOf(next, CONGRESS)).toMatchObject({ due: null, reply: { kind: 'agree' } });
  });
});

describe('more time in the joint step', () => {
  const between = joint({ offers: OFFERS, extension: { workingDays: 5 } });
  const POSITION = 'position:BB';
  const asking = () => jointly(between).reply('bb-interior', 'requestExtension', { workingDays: 3 });

  it('is answered by the organization that submitted, told to all without a person, and moves the seat in its own house', () => {
    const play = asking();
    const told = seatOf(play, POSITION).due ?? '';
    const n = play.events.length;
    play.do(extending(play, 3, DRAFTER, POSITION));
    expect(play.events.slice(n).map((e) => [e.type, e.chain])).toEqual([
      ['ExtensionGranted', 'case'],
      ['ActedInside', 'AA'],
      ['DeadlineMoved', 'case'],
      ['SeatDeadlinesMoved', 'BB'],
    ]);
    const crossing = play.events.slice(n).filter((e) => e.chain === 'case');
    expect(JSON.stringify(crossing)).not.toMatch(/reason":\{|person|interior/);
    expect(seatOf(play, POSITION).due && seatOf(play, POSITION).due !== told).toBe(true);
    expect(seatOf(play, 'position:AA').due).toBe(told);
    expect(lastBallot(play).due).toBe(seatOf(play, POSITION).due);
  });

  it('is no more than was asked for, and nothing where nobody asked', () => {
    const play = asking();
    expect(refusal(play, extending(play, 4, DRAFTER, POSITION), 'ExtensionTooLong', between).facts?.allowed).toBe(3);
    refusal(play, extending(play, 1, DRAFTER, 'position:AA'), 'ExtensionNotAsked', between);
    play.do(declining(play, DRAFTER, POSITION));
    refusal(play, extending(play, 1, DRAFTER, POSITION), 'ExtensionNotAsked', between);
  });

  it('is no unit’s affair, and no clock between sides is suspended by one of them', () => {
    const play = asking();
    for (const unit of [AA_UNIT, BB_UNIT]) {
      refusal(play, extending(play, 1, unit, POSITION), 'InterventionNotYours', between);
      refusal(play, intervening({ kind: 'suspend', track: 'joint' }, unit), 'InterventionNotYours', between);
    }
    refusal(play, extending(play, 1, personOf('bb-province'), POSITION), 'InterventionNotYours', between);
  });
});

describe('a suspended clock', () => {
  it('keeps what was told, and brings nothing by itself', () => {
    const play = begin();
    play.now = '2026-06-09T03:00:00.000Z';
    play.do(intervening({ kind: 'suspend', track: HOME }));
    expect(lastBallot(play).due).toBe(DUE);
    play.drive('2027-06-09T03:00:00.000Z');
    expect(play.events.at(-1)?.type).toBe('ClockSuspended');
  });

  it('lets a seat answer', () => {
    const play = begin();
    play.do(intervening({ kind: 'suspend', track: HOME })).reply('aa-city-fao');
    expect(Object.values(play.case.ballots)[0]?.result).toBe('positive');
  });

  it('asks the next office without a date, and gives it its full time when it runs again', () => {
    const next = house({ deadline: { workingDays: 3 } });
    const timed: World = {
      ...next,
      countries: Object.fromEntries(
        Object.entries(next.countries).map(([iso, c]) => [
          iso,
          {
            ...c,
            profiles: c.profiles.map((p) => ({
              ...p,
              steps: p.steps.map((s) => ({ ...s, deadline: { workingDays: 3 } })),
            })),
          },
        ]),
      ),
    };
    const play = begin(timed)
      .do(intervening({ kind: 'suspend', track: HOME }))
      .reply('aa-city-fao');
    expect(lastBallot(play)).toMatchObject({ step: 'province-fao', due: null });
    play.now = '2026-06-10T03:00:00.000Z';
    play.do(intervening({ kind: 'unsuspend', track: HOME }));
    expect(play.events.slice(-2).map((e) => e.type)).toEqual(['ClockResumed', 'DeadlineMoved']);
    expect(lastBallot(play).due).toBe('2026-06-15T09:00:00.000Z');
  });

  it.each([
    [
      'within one working day gives that day back',
      '2026-06-09T02:00:00.000Z',
      '2026-06-09T02:00:00.001Z',
      '2026-06-12T09:00:00.000Z',
    ],
    [
      'over the end of a day gives both back',
      '2026-06-09T15:59:59.999Z',
      '2026-06-09T16:00:00.001Z',
      '2026-06-15T09:00:00.000Z',
    ],
    [
      'up to the end of a day gives that day back alone',
      '2026-06-09T15:59:59.999Z',
      '2026-06-09T16:00:00.000Z',
      '2026-06-12T09:00:00.000Z',
    ],
    ['that begins when the clock has run out changes nothing', DUE, '2026-06-20T03:00:00.000Z', DUE],
    [
      'that begins a millisecond before takes the last day with it',
      '2026-06-11T08:59:59.999Z',
      '2026-06-11T09:00:00.000Z',
      '2026-06-12T09:00:00.000Z',
    ],
  ])('%s', (_, from, until, due) => {
    const play = begin();
    play.now = from;
    play.do(intervening({ kind: 'suspend', track: HOME }));
    play.now = until;
    play.do(intervening({ kind: 'unsuspend', track: HOME }));
    expect(seatOf(play, FAO).due).toBe(due);
  });

  it('is suspended once, resumed once, and not where the track has ended', () => {
    const play = begin();
    refusal(play, intervening({ kind: 'unsuspend', track: HOME }), 'ClockNotSuspended');
    play.do(intervening({ kind: 'suspend', track: HOME }));
    refusal(play, intervening({ kind: 'suspend', track: HOME }), 'ClockSuspendedAlready');
    const over = released(home);
    refusal(over, intervening({ kind: 'suspend', track: HOME }), 'TrackEnded');
    refusal(over, intervening({ kind: 'suspend', track: 'others.BB' }), 'NotFound');
    refusal(over, intervening({ kind: 'suspend', track: 'nowhere' }), 'NotFound');
  });

  it('refuses every intervention into a closed case', () => {
    const over = begin().reply('aa-city-fao', 'object');
    refusal(over, intervening({ kind: 'suspend', track: HOME }), 'CaseClosed');
  });
});

describe('a track that was stopped', () => {
  const empty = withHolders(home, 'aa-province-fao:desk', []);
  const stopped = () => inWorld(begin(), empty).reply('aa-city-fao');
  const resuming = (by = AA_UNIT) => intervening({ kind: 'resume', track: HOME }, by);

  it('goes on when its unit says so and somebody is there, and opens the step in the same commit', () => {
    const play = stopped();
    expect(play.case.stops).toMatchObject([{ side: 'AA', place: 'aa-province-fao:desk' }]);
    given([...play.events], home)
      .when(resuming())
      .then(['StopLifted', 'BallotOpened']);
  });

  it('does not go on while nobody is there, by nobody else’s word, and not where nothing is stopped', () => {
    const play = stopped();
    expect(refusal(play, resuming(), 'StillNobodyEligible', empty).facts).toEqual({ place: 'aa-province-fao:desk' });
    refusal(play, resuming(DRAFTER), 'InterventionNotYours');
    refusal(play, resuming(BB_UNIT), 'NotFound');
    refusal(begin(), resuming(), 'NotStopped');
  });

  it('of a joint step goes on in the house that lacked somebody', () => {
    const lost = withHolders(world, 'bb-province:desk', []);
    const play = inWorld(released(world).reply('bb-committee'), lost).reply('bb-interior');
    expect(play.case.stops).toMatchObject([{ side: 'BB', track: 'joint' }]);
    const resume = (by: string) => intervening({ kind: 'resume', track: 'joint' }, by);
    refusal(play, resume(AA_UNIT), 'NotStopped', world);
    const events = given([...play.events], world)
      .when(resume(BB_UNIT))
      .then(['StopLifted', 'BallotOpened', 'SeatsAsked', 'SeatsAsked']);
    expect(events.at(-4)?.chain).toBe('BB');
  });

  it('is not moved on by a hold that ends', () => {
    const play = inWorld(released(home), withHolders(home, 'bb-interior:desk', [])).reply('bb-committee');
    play.do(holding('hold', AA_UNIT, 'BB')).do(holding('lift', AA_UNIT, 'BB'));
    expect(play.case.stops).toHaveLength(1);
  });
});
