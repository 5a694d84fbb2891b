import type { World } from '../../../domain/procedure/world';
import { recountPreview } from '../../../domain/proposal/recount';
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
  withFree,
} from './clocked';
import { actorOf, DRAFTER, T0, world } from './fixtures';
import { given, Play } from './spec';
import { house } from './with-people';

/** Due on Thursday 11 June 2026 at 17:00 in Shanghai. */
const home: World = house({ deadline: { workingDays: 3 }, atDeadline: { lapseAfter: { workingDays: 2 } } });
const DUE = '2026-06-11T09:00:00.000Z';
const FAO = 'aa-city-fao:desk';
const changed = (...days: string[]) => withFree(home, 'AA', ...days);

const begin = (now = T0): Play => {
  const play = new Play(home).submit();
  play.now = now;
  return play;
};
const recounted = (play: Play, next: World, by = AA_UNIT): Play => inWorld(play, next).do(recounting(by));
const unmoved = (play: Play, next: World, by = AA_UNIT) =>
  given([...play.events], next)
    .when(recounting(by, play.now))
    .refused('NothingMoved');

describe('a calendar that changes in mid-case', () => {
  it('moves a deadline by a day that is declared free, with its reason, and what follows it', () => {
    const play = recounted(begin(), changed('2026-06-10'));
    expect(play.events.at(-1)).toMatchObject({
      type: 'DeadlineMoved',
      chain: 'AA',
      data: { reason: 'calendarChanged', seats: [{ key: FAO, due: '2026-06-12T09:00:00.000Z' }] },
    });
    expect(lastBallot(play)).toMatchObject({ due: '2026-06-12T09:00:00.000Z', lapseAt: '2026-06-16T09:00:10.000Z' });
  });

  it.each([
    [
      'gives back a day that was counted already, while the clock runs',
      '2026-06-11T08:59:59.999Z',
      '2026-06-12T09:00:00.000Z',
    ],
    ['leaves a clock that has run out', DUE, DUE],
  ])('%s', (_, now, due) => {
    const play = begin(now);
    const next = changed('2026-06-09');
    if (due === DUE) unmoved(play, next);
    else expect(seatOf(recounted(play, next), FAO).due).toBe(due);
  });

  it('leaves the day of receipt, once recorded, where it was', () => {
    expect(seatOf(begin(), FAO).receivedOn).toBe('2026-06-08');
    unmoved(begin(), changed('2026-06-08'));
  });

  it('moves what follows a deadline, where only that clock still runs', () => {
    const play = recounted(begin('2026-06-11T10:00:00.000Z'), changed('2026-06-12'));
    expect(seatOf(play, FAO).due).toBe(DUE);
    expect(lastBallot(play)).toMatchObject({ due: DUE, lapseAt: '2026-06-16T09:00:10.000Z' });
  });

  it('moves nothing by a day that is struck out: what was told stands', () => {
    const before = new Play(changed('2026-06-10')).submit();
    expect(seatOf(before, FAO).due).toBe('2026-06-12T09:00:00.000Z');
    unmoved(before, home);
    // Another day declared free meanwhile only fills the one that was struck out.
    unmoved(before, changed('2026-06-11'));
    expect(seatOf(recounted(before, changed('2026-06-09', '2026-06-11')), FAO).due).toBe('2026-06-15T09:00:00.000Z');
  });

  it('moves nothing by a day after it all, a weekend day, or another country’s', () => {
    unmoved(begin(), changed('2026-06-17'));
    unmoved(begin(), changed('2026-06-06'));
    unmoved(begin(), withFree(home, 'BB', '2026-06-10'));
  });

  it('moves nothing while the clock stands still, and everything when it runs again', () => {
    const held = released(home).do(holding('hold', AA_UNIT, 'BB'));
    unmoved(held, withFree(home, 'BB', '2026-06-10'), BB_UNIT);
    const suspended = begin().do(intervening({ kind: 'suspend', track: 'home.AA' }));
    unmoved(suspended, changed('2026-06-10'));
    const resumed = inWorld(suspended, changed('2026-06-10')).do(intervening({ kind: 'unsuspend', track: 'home.AA' }));
    expect(seatOf(resumed, FAO).due).toBe('2026-06-12T09:00:00.000Z');
  });

  it('is told twice and moves once', () => {
    unmoved(recounted(begin(), changed('2026-06-10')), changed('2026-06-10'));
  });

  it('keeps an extension beside it', () => {
    const extended = house({ deadline: { workingDays: 3 }, extension: { workingDays: 2 } });
    const play = new Play(extended).submit();
    play.do(intervening({ kind: 'extend', ballot: lastBallot(play).id, seat: FAO, workingDays: 2 }));
    expect(seatOf(play, FAO).due).toBe('2026-06-15T09:00:00.000Z');
    expect(seatOf(recounted(play, withFree(extended, 'AA', '2026-06-10')), FAO).due).toBe('2026-06-16T09:00:00.000Z');
  });

  it('moves only the seats that it touches, in a joint step each side on its own chain', () => {
    const single: World = {
      ...world,
      procedure: {
        ...world.procedure,
        stages: world.procedure.stages.map((s) =>
          s.key === 'joint' && s.steps !== 'profile'
            ? { ...s, steps: s.steps.map((step) => ({ ...step, deadline: { workingDays: 15 } })) }
            : s,
        ),
      },
    };
    const play = jointly(single);
    const [own, other] = [seatOf(play, 'position:BB').due, seatOf(play, 'position:AA').due];
    const n = play.events.length;
    const next = recounted(play, withFree(single, 'BB', '2026-06-16'), BB_UNIT);
    expect(next.events.slice(n).map((e) => [e.type, e.chain])).toEqual([
      ['DeadlineMoved', 'case'],
      ['SeatDeadlinesMoved', 'BB'],
    ]);
    expect((seatOf(next, 'position:BB').due ?? '') > (own ?? '')).toBe(true);
    expect(seatOf(next, 'position:AA').due).toBe(other);
  });

  it('is refused to a case that is closed', () => {
    const closed = begin().do({ type: 'withdraw', at: T0, actor: actorOf(DRAFTER, 'api'), reason: null });
    given([...closed.events], home)
      .when(recounting())
      .refused('CaseClosed');
  });
});

describe('a preview', () => {
  it('names the deadlines that would move, from when to when, and moves none', () => {
    const play = begin();
    expect(recountPreview(play.case, changed('2026-06-10'), play.now)).toEqual([
      { ballot: lastBallot(play).id, seat: FAO, from: DUE, to: '2026-06-12T09:00:00.000Z' },
    ]);
    expect(recountPreview(play.case, changed('2026-06-12'), play.now)).toEqual([]);
    expect(recountPreview(play.case, home, play.now)).toEqual([]);
  });
});
