import type { World } from '../../../domain/procedure/world';
import { evolveAll } from '../../../domain/proposal/evolve';
import { heldBy } from '../../../domain/proposal/hold';
import { pendingMoves } from '../../../domain/proposal/moves';
import type { Case } from '../../../domain/proposal/state';
import { AA_UNIT, BB_UNIT, holding, inWorld, jointly, lastBallot, released, seatOf, since, withFree } from './clocked';
import { actorOf, asCase, CASE_ID, DRAFTER, T0, world } from './fixtures';
import { releasedPlay, who } from './many-sides';
import { given, Play } from './spec';
import { withHouse } from './with-people';

/** BB's house has three working days: until Thursday 11 June 2026 at 17:00 in Bangkok. */
const timed: World = withHouse(
  [
    {
      key: 'committee',
      seats: [{ role: 'committee' }],
      rule: { kind: 'all' },
      deadline: { workingDays: 3 },
      remindBefore: { workingDays: 1 },
      atDeadline: { lapseAfter: { workingDays: 2 } },
    },
  ],
  world,
  'BB',
);
const COMMITTEE = 'bb-committee:desk';
const hold = (by = AA_UNIT, other = 'BB') => holding('hold', by, other);
const lift = (by = AA_UNIT, other = 'BB') => holding('lift', by, other);
const at = (play: Play, now: string): Play => {
  play.now = now;
  return play;
};

describe('a hold', () => {
  it('pauses the case for all to see, and says by whom to its own side alone', () => {
    const play = released(timed);
    const n = play.events.length;
    play.do(hold());
    expect(play.events.slice(n)).toMatchObject([
      { type: 'HoldPlaced', chain: 'AA', data: { with: 'BB', person: AA_UNIT } },
      { type: 'Paused', chain: 'case', data: {} },
    ]);
    expect(Object.keys(play.events.at(-1)?.data ?? {})).toEqual([]);
    expect(play.case.paused).toBe(T0);
  });

  it('stops every move: no reminder, no lapse, for however long', () => {
    const play = released(timed).do(hold());
    expect(pendingMoves(play.case, timed.procedure)).toEqual([]);
    const n = play.events.length;
    play.drive('2027-06-08T03:00:00.000Z');
    expect(since(play, n)).toEqual([]);
  });

  it('keeps replies that come in, settles nothing, and closes what was decided when it is lifted', () => {
    const play = released(timed).do(hold());
    const n = play.events.length;
    play.reply('bb-committee');
    expect(since(play, n)).toEqual(['ReplyGiven']);
    expect(lastBallot(play).status).toBe('open');
    play.do(lift());
    expect(since(play, n + 1).slice(0, 2)).toEqual(['HoldLifted', 'Unpaused']);
    expect(Object.values(play.case.ballots).find((b) => b.step === 'committee')?.result).toBe('positive');
    expect(play.case.stage).toBe(3);
  });

  it('lifted, counts every deadline anew: the days that were held are given back', () => {
    const play = at(released(timed).do(hold()), '2026-06-09T03:00:00.000Z');
    const n = play.events.length;
    play.do(lift());
    expect(since(play, n)).toEqual(['HoldLifted', 'Unpaused', 'DeadlineMoved']);
    expect(play.events.at(-1)).toMatchObject({ chain: 'BB', data: { reason: 'lifted' } });
    // Monday is the day of receipt and does not count; Tuesday was held in part.
    expect(seatOf(play, COMMITTEE).due).toBe('2026-06-12T10:00:00.000Z');
    expect(lastBallot(play).lapseAt).toBe('2026-06-16T10:00:10.000Z');
  });

  it('moves nothing where no working day was held', () => {
    const play = at(released(timed).do(hold()), '2026-06-08T05:00:00.000Z').do(lift());
    expect(play.events.slice(-2).map((e) => e.type)).toEqual(['HoldLifted', 'Unpaused']);
  });

  it('gives back what was held after the deadline to what follows it', () => {
    const play = at(released(timed).drive('2026-06-11T10:00:00.000Z'), '2026-06-12T03:00:00.000Z').do(hold());
    at(play, '2026-06-17T03:00:00.000Z').do(lift());
    expect(seatOf(play, COMMITTEE).due).toBe('2026-06-11T10:00:00.000Z');
    // Two working days after Thursday 11 June, Friday to Wednesday being held: Thursday 18 and Friday 19.
    expect(lastBallot(play).lapseAt).toBe('2026-06-19T10:00:10.000Z');
  });

  it('takes in what a calendar changed meanwhile, when it is lifted', () => {
    const play = inWorld(released(timed).do(hold()), withFree(timed, 'BB', '2026-06-10'));
    at(play, '2026-06-09T03:00:00.000Z').do(lift());
    expect(seatOf(play, COMMITTEE).due).toBe('2026-06-15T10:00:00.000Z');
  });

  it('in a joint step moves the seats of each side on its own chain', () => {
    const play = at(jointly(world).do(hold()), '2026-06-10T03:00:00.000Z');
    const n = play.events.length;
    play.do(lift());
    expect(play.events.slice(n).map((e) => [e.type, e.chain])).toEqual([
      ['HoldLifted', 'AA'],
      ['Unpaused', 'case'],
      ['DeadlineMoved', 'case'],
      ['SeatDeadlinesMoved', 'AA'],
      ['SeatDeadlinesMoved', 'BB'],
    ]);
    expect(play.events.find((e) => e.type === 'DeadlineMoved')?.data).not.toHaveProperty('seats');
  });
});

describe('holds of both sides', () => {
  it('pause once, and go on with the last one that is lifted', () => {
    const play = released(timed).do(hold()).do(hold(BB_UNIT, 'AA'));
    expect(play.events.filter((e) => e.type === 'Paused')).toHaveLength(1);
    play.do(lift());
    expect(play.case).toMatchObject({ paused: T0, holds: [{ by: 'BB', with: 'AA' }] });
    at(play, '2026-06-09T03:00:00.000Z').do(lift(BB_UNIT, 'AA'));
    expect(play.case).toMatchObject({ paused: null, holds: [] });
    expect(play.events.filter((e) => e.type === 'Unpaused')).toHaveLength(1);
  });
});

describe('what is refused', () => {
  it.each([
    ['a second hold of the same side', [hold()], hold(), 'HeldAlready'],
    ['lifting what is not held', [], lift(), 'NotHeld'],
    ['lifting what the other side holds', [hold()], lift(BB_UNIT, 'AA'), 'NotHeld'],
    ['a hold with a side that is not in the case', [], hold(AA_UNIT, 'CC'), 'NotFound'],
    ['a hold with oneself', [], hold(AA_UNIT, 'AA'), 'NotFound'],
    [
      'a hold of a closed case',
      [{ type: 'withdraw', at: T0, actor: actorOf(DRAFTER, 'api'), reason: null }],
      hold(),
      'CaseClosed',
    ],
  ] as const)('%s', (_, before, command, code) => {
    const play = before.reduce((p, c) => p.do(c), released(timed));
    given([...play.events], timed)
      .when(command)
      .refused(code);
  });

  it('a hold of a case that has not crossed: there is nothing between the sides yet', () => {
    const inside = new Play(timed).submit();
    given([...inside.events], timed)
      .when(hold())
      .refused('NotFound');
    given([...inside.events], timed)
      .when(hold(BB_UNIT, 'AA'))
      .refused('NotFound');
  });
});

describe('a hold that stands when the case is released', () => {
  const holds = [
    { by: 'BB', with: 'AA', since: T0 },
    { by: 'AA', with: 'BB', since: T0 },
    { by: 'AA', with: 'CC', since: T0 },
  ];
  const standing: World = { ...timed, holds };

  it('takes it in with the release, each side being told its own', () => {
    const play = released(standing);
    expect(play.case.holds).toEqual(holds.slice(0, 2).map(({ by, with: other }) => ({ by, with: other })));
    expect(play.case).toMatchObject({ status: 'released', paused: T0 });
    expect(play.events.filter((e) => e.type === 'HoldPlaced')).toMatchObject([
      { chain: 'BB', data: { with: 'AA', person: null } },
      { chain: 'AA', data: { with: 'BB', person: null } },
    ]);
    expect(play.events.filter((e) => e.type === 'Paused')).toHaveLength(1);
    expect(Object.values(play.case.ballots).filter((b) => b.step === 'committee')).toEqual([]);
  });

  it('is taken in once, and not by a case that has not crossed or is closed', () => {
    const inside = asCase(new Play(timed).submit().state);
    expect(heldBy(inside, standing, T0)).toEqual([]);
    const open = asCase(released(timed).state);
    const first = heldBy(open, standing, T0);
    expect(first.map((e) => e.type)).toEqual(['HoldPlaced', 'HoldPlaced', 'Paused']);
    expect(heldBy(evolveAll(open, CASE_ID, first) as Case, standing, T0)).toEqual([]);
    const closed = released(timed).do({ type: 'withdraw', at: T0, actor: actorOf(DRAFTER, 'api'), reason: null });
    expect(heldBy(closed.case, standing, T0)).toEqual([]);
  });
});

describe.each(['commit', 'workflow'] as const)('a side that leaves while a hold stands, driven by %s', (moves) => {
  const leave = (organization: string) => ({
    type: 'leave' as const,
    at: T0,
    actor: who(`${organization}-person-1`),
    organization,
  });

  it('takes its holds with it, so that nothing stays paused for ever', () => {
    const play = releasedPlay(moves).do(hold());
    play.do(leave('bb-east'));
    expect(play.case).toMatchObject({ paused: T0, holds: [{ by: 'AA', with: 'BB' }] });
    const n = play.events.length;
    play.do(leave('bb-west'));
    expect(since(play, n)).toEqual(['Left', 'ActedInside', 'TrackSettled', 'RoundStarted', 'Unpaused', 'Concluded']);
    expect(play.case).toMatchObject({ status: 'notAgreed', holds: [], outcome: { reason: 'tooFewParticipants' } });
  });
});
