/**
 * What the text on time says, sentence by sentence, as a case lives it: both sides of each boundary. What a calendar
 * counts by itself stands in the tests of time; answers on paper in theirs.
 */
import type { Step } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import type { Calendar } from '../../../domain/time/calendar';
import {
  AA_UNIT,
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
import { replyOf, submission, world } from './fixtures';
import { given, Play } from './spec';
import { house, joint, withHouse } from './with-people';

const FAO = 'aa-city-fao:desk';

/** The house with a deadline, in a calendar of Shanghai with other days. */
function inCalendar(deadline: Step['deadline'], calendar: Partial<Calendar> = {}, more: Partial<Step> = {}): World {
  const base = house({ ...(deadline ? { deadline } : {}), ...more });
  const { AA } = base.countries;
  if (!AA) throw new Error('No country AA');
  return { ...base, countries: { ...base.countries, AA: { ...AA, calendar: { ...AA.calendar, ...calendar } } } };
}

const openedAt = (at: string, w: World): Play => {
  const play = new Play(w);
  play.now = at;
  return play.submit({ at });
};

const FREE = { name: 'made up', confirmed: true };

describe('when a seat is due', () => {
  const publicDay = { '2026-06-09': { ...FREE, kind: 'public' as const } };
  const officesOnly = { '2026-06-09': { ...FREE, kind: 'governmentOnly' as const } };
  const workedSaturday = { '2026-06-13': FREE };
  // Monday 8 June 2026; 17:00 in Shanghai is 09:00 UTC, 24:00 is 16:00 UTC.
  test.each<[string, string, Step['deadline'], Partial<Calendar>, string]>([
    [
      'the day of receipt does not count',
      '2026-06-08T08:59:59.999Z',
      { workingDays: 1 },
      {},
      '2026-06-09T09:00:00.000Z',
    ],
    [
      'received at the end of office hours counts as the next working day',
      '2026-06-08T09:00:00.000Z',
      { workingDays: 1 },
      {},
      '2026-06-10T09:00:00.000Z',
    ],
    [
      'received on a free day counts as the next working day',
      '2026-06-06T03:00:00.000Z',
      { workingDays: 1 },
      {},
      '2026-06-09T09:00:00.000Z',
    ],
    [
      'N working days end at the end of the Nth',
      '2026-06-08T03:00:00.000Z',
      { workingDays: 5 },
      {},
      '2026-06-15T09:00:00.000Z',
    ],
    [
      'the end is that of the office hours in the profile',
      '2026-06-08T03:00:00.000Z',
      { workingDays: 1 },
      { officeHours: { from: '07:30', until: '16:30' } },
      '2026-06-09T08:30:00.000Z',
    ],
    [
      'unless the procedure says 24:00',
      '2026-06-08T03:00:00.000Z',
      { workingDays: 1, endOfDay: '24:00' },
      {},
      '2026-06-09T16:00:00.000Z',
    ],
    [
      'a public holiday does not count',
      '2026-06-08T03:00:00.000Z',
      { workingDays: 1 },
      { free: publicDay },
      '2026-06-10T09:00:00.000Z',
    ],
    [
      'nor does a day free for government offices only',
      '2026-06-08T03:00:00.000Z',
      { workingDays: 1 },
      { free: officesOnly },
      '2026-06-10T09:00:00.000Z',
    ],
    [
      'a worked weekend day does',
      '2026-06-12T03:00:00.000Z',
      { workingDays: 1 },
      { worked: workedSaturday },
      '2026-06-13T09:00:00.000Z',
    ],
    [
      'calendar days end at 24:00 of the last',
      '2026-06-08T03:00:00.000Z',
      { calendarDays: 4 },
      {},
      '2026-06-12T16:00:00.000Z',
    ],
    ['on a free day too', '2026-06-08T03:00:00.000Z', { calendarDays: 5 }, {}, '2026-06-13T16:00:00.000Z'],
    [
      'or on the next working day where the procedure says so',
      '2026-06-08T03:00:00.000Z',
      { calendarDays: 5, nextWorkingDayIfFree: true },
      {},
      '2026-06-15T16:00:00.000Z',
    ],
    ['hours run from the instant', '2026-06-08T03:00:00.000Z', { hours: 48 }, {}, '2026-06-10T03:00:00.000Z'],
    [
      'working hours run through office hours, even on the day of receipt',
      '2026-06-08T03:00:00.000Z',
      { workingHours: 16 },
      {},
      '2026-06-10T01:00:00.000Z',
    ],
    [
      'every seat has at least one full working day',
      '2026-06-08T03:00:00.000Z',
      { hours: 29 },
      {},
      '2026-06-09T09:00:00.000Z',
    ],
    ['which may end with the period itself', '2026-06-08T03:00:00.000Z', { hours: 30 }, {}, '2026-06-09T09:00:00.000Z'],
    [
      'or as many as the procedure sets',
      '2026-06-08T03:00:00.000Z',
      { hours: 30, minWorkingDays: 3 },
      {},
      '2026-06-11T09:00:00.000Z',
    ],
  ])('%s', (_, at, deadline, calendar, due) => {
    expect(seatOf(openedAt(at, inCalendar(deadline, calendar)), FAO).due).toBe(due);
  });
});

describe('in time', () => {
  it.each([
    ['a millisecond before it is', 1, false],
    ['at it is not', 0, true],
  ])('means received before the instant: %s', (_, earlierMs, afterDate) => {
    const play = jointly(joint({ deadline: { workingDays: 1, forEverySeat: true } }));
    play.now = new Date(Date.parse(seatOf(play, 'position:BB').due ?? '') - earlierMs).toISOString();
    play.reply('bb-interior');
    expect(seatOf(play, 'position:BB').reply?.afterDate).toBe(afterDate);
  });

  it('after the date a reply counts as long as the ballot is open', () => {
    const waiting = inCalendar({ workingDays: 1 }, {}, { atDeadline: { remindEvery: { workingDays: 2 } } });
    const play = openedAt('2026-06-08T03:00:00.000Z', waiting).drive('2026-07-01T03:00:00.000Z').reply('aa-city-fao');
    expect(Object.values(play.case.ballots)[0]).toMatchObject({
      result: 'positive',
      seats: [{ reply: { afterDate: true } }],
    });
  });

  it('a reply to a ballot that is not open yet is refused, and does not vanish', () => {
    const play = new Play(world).submit();
    const command = {
      ...replyOf(play.state, 'aa-city-fao', 'agree'),
      ballot: `${play.case.id}.home.AA.province-fao.1`,
    };
    given([...play.events])
      .when(command)
      .refused('NotOpenYet');
  });
});

describe('several seats', () => {
  const AA_DAY = withFree(world, 'AA', '2026-06-10');
  const of = (deadline: Step['deadline']) => jointly(joint(deadline ? { deadline } : {}, AA_DAY));
  const dues = (play: Play) => ['position:AA', 'position:BB'].map((key) => seatOf(play, key).due);

  it.each<[string, Step['deadline'], readonly string[], string]>([
    [
      'each has its own due instant, the ballot the latest',
      { workingDays: 3 },
      ['2026-06-12T09:00:00.000Z', '2026-06-11T10:00:00.000Z'],
      '2026-06-12T09:00:00.000Z',
    ],
    [
      'at least N for every seat is the latest of the single deadlines',
      { workingDays: 3, forEverySeat: true },
      ['2026-06-12T09:00:00.000Z', '2026-06-12T09:00:00.000Z'],
      '2026-06-12T09:00:00.000Z',
    ],
    [
      'shared takes the days on which all work',
      { workingDays: 3, shared: true },
      ['2026-06-12T09:00:00.000Z', '2026-06-12T10:00:00.000Z'],
      '2026-06-12T10:00:00.000Z',
    ],
  ])('%s', (_, deadline, each, due) => {
    const play = of(deadline);
    expect(dues(play)).toEqual(each);
    expect(lastBallot(play).due).toBe(due);
  });

  it('shared takes the day of receipt on which all have received, too', () => {
    // 17:30 in Shanghai, 16:30 in Bangkok: received there today, here tomorrow.
    const play = released(joint({ deadline: { workingDays: 1, shared: true } })).reply('bb-committee');
    play.now = '2026-06-08T09:30:00.000Z';
    play.reply('bb-interior');
    expect(dues(play)).toEqual(['2026-06-10T09:00:00.000Z', '2026-06-10T10:00:00.000Z']);
  });
});

describe('reminders', () => {
  const reminding = inCalendar({ workingDays: 5 }, {}, { remindBefore: { workingDays: 2 } });

  it('go out at the opening of office hours, two working days before being the second before the last one', () => {
    // Due on Monday 15 June: Thursday 11 June, 08:00 in Shanghai.
    const play = openedAt('2026-06-08T03:00:00.000Z', reminding).drive('2026-06-10T23:59:59.999Z');
    expect(play.events.at(-1)?.type).toBe('BallotOpened');
    expect(play.drive('2026-06-11T00:00:00.000Z').events.at(-1)?.type).toBe('Reminded');
  });

  it('go nowhere while the clock is suspended', () => {
    const play = openedAt('2026-06-08T03:00:00.000Z', reminding).do(intervening({ kind: 'suspend', track: 'home.AA' }));
    expect(play.drive('2026-06-11T00:00:00.000Z').events.at(-1)?.type).toBe('ClockSuspended');
  });
});

describe('what a deadline brings', () => {
  it.each([
    ['refers up', { referUp: { role: 'province-fao' } }, 'ReferredUp'],
    ['closes', { close: true as const }, 'BallotClosed'],
    ['lapses', { lapseAfter: { workingDays: 0 } }, 'BallotClosed'],
  ])('%s ten seconds after it at the earliest', (_, atDeadline, type) => {
    const play = openedAt('2026-06-08T03:00:00.000Z', inCalendar({ workingDays: 1 }, {}, { atDeadline }));
    const n = play.events.length;
    expect(since(play.drive('2026-06-09T09:00:09.999Z'), n)).toEqual([]);
    expect(since(play.drive('2026-06-09T09:00:10.000Z'), n)[0]).toBe(type);
  });

  it('in another side’s house lets nothing cross: the track is lost, and the position answers in the joint step', () => {
    const step = { key: 'committee', seats: [{ role: 'committee' }], rule: { kind: 'all' as const } };
    const lapsing = withHouse(
      [{ ...step, deadline: { workingDays: 1 }, atDeadline: { lapseAfter: { workingDays: 0 } } }],
      world,
      'BB',
    );
    const play = released(lapsing);
    const n = play.events.length;
    play.drive(lastBallot(play).lapseAt ?? '');
    expect(play.events.slice(n, n + 2)).toMatchObject([
      { type: 'BallotClosed', chain: 'BB' },
      { type: 'TrackSettled', chain: 'BB', data: { result: 'lapsed' } },
    ]);
    expect(play.case).toMatchObject({ status: 'released', stage: 3 });
    expect(seatOf(play, 'position:BB').reply).toBeNull();
  });
});

describe('beyond the last year of a calendar', () => {
  const unpublished = inCalendar({ workingDays: 3 }, { publishedUntil: '2026-06-09' });
  const published = (days: Partial<Calendar>) =>
    inCalendar({ workingDays: 3 }, { publishedUntil: '2027-12-31', ...days });
  const begun = () => openedAt('2026-06-08T03:00:00.000Z', unpublished);

  it('the weekend rule counts, whatever is listed there', () => {
    const listed = inCalendar(
      { workingDays: 3 },
      { publishedUntil: '2026-06-09', free: { '2026-06-10': { ...FREE, kind: 'public' } } },
    );
    expect(seatOf(openedAt('2026-06-08T03:00:00.000Z', listed), FAO).due).toBe('2026-06-11T09:00:00.000Z');
  });

  it('publication lengthens a deadline', () => {
    const play = inWorld(begun(), published({ free: { '2026-06-10': { ...FREE, kind: 'public' } } })).do(recounting());
    expect(seatOf(play, FAO).due).toBe('2026-06-12T09:00:00.000Z');
  });

  it('and never shortens one', () => {
    const long = inCalendar({ workingDays: 5 }, { publishedUntil: '2026-06-09' });
    const play = openedAt('2026-06-08T03:00:00.000Z', long);
    expect(seatOf(play, FAO).due).toBe('2026-06-15T09:00:00.000Z');
    const next = inCalendar({ workingDays: 5 }, { worked: { '2026-06-13': FREE } });
    given([...play.events], next)
      .when(recounting(AA_UNIT, play.now))
      .refused('NothingMoved');
  });
});

describe('suspensions', () => {
  const timed = inCalendar({ workingDays: 3 });
  const spans = (...instants: readonly [string, string][]): Play => {
    const play = openedAt('2026-06-08T03:00:00.000Z', timed);
    for (const [from, until] of instants) {
      play.now = from;
      play.do(intervening({ kind: 'suspend', track: 'home.AA' }));
      play.now = until;
      play.do(intervening({ kind: 'unsuspend', track: 'home.AA' }));
    }
    return play;
  };

  it.each<[string, readonly [string, string][], string]>([
    [
      'one that takes two days gives both back',
      [['2026-06-09T03:00:00.000Z', '2026-06-10T03:00:00.000Z']],
      '2026-06-15T09:00:00.000Z',
    ],
    [
      'two on the same day give one back',
      [
        ['2026-06-09T01:00:00.000Z', '2026-06-09T02:00:00.000Z'],
        ['2026-06-09T03:00:00.000Z', '2026-06-09T04:00:00.000Z'],
      ],
      '2026-06-12T09:00:00.000Z',
    ],
    [
      'one on the day of receipt gives nothing back',
      [['2026-06-08T04:00:00.000Z', '2026-06-08T16:00:00.000Z']],
      '2026-06-11T09:00:00.000Z',
    ],
  ])('%s', (_, given_, due) => {
    expect(seatOf(spans(...given_), FAO).due).toBe(due);
  });

  it('one that began before the opening counts from the opening', () => {
    const twice = withHouse(
      [
        { key: 'first', seats: [{ role: 'congress' }], rule: { kind: 'all' } },
        { key: 'second', seats: [{ role: 'city-fao' }], rule: { kind: 'all' }, deadline: { workingDays: 3 } },
      ],
      world,
    );
    const play = new Play(twice).do(submission()).do(intervening({ kind: 'suspend', track: 'home.AA' }));
    play.now = '2026-06-10T03:00:00.000Z';
    play.reply('aa-city-congress');
    expect(seatOf(play, FAO)).toMatchObject({ due: null, receivedOn: '2026-06-10' });
    play.now = '2026-06-10T05:00:00.000Z';
    play.do(intervening({ kind: 'unsuspend', track: 'home.AA' }));
    expect(seatOf(play, FAO).due).toBe('2026-06-15T09:00:00.000Z');
  });
});
