import type { Procedure, StepGroup } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import { nextDue } from '../../../domain/proposal/moves';
import { procedure, T0, world } from './fixtures';
import { Play } from './spec';

/** The small world with other steps in the proposing side's house. */
function withHouse(steps: StepGroup[]): World {
  const aa = world.countries.AA;
  if (!aa) throw new Error('No country AA');
  const profiles = aa.profiles.map((p) => ({ ...p, steps }));
  return { ...world, countries: { ...world.countries, AA: { ...aa, profiles } } };
}

const tail = (play: Play, n: number) => play.events.slice(-n).map((e) => e.type);
const due = (play: Play) => nextDue(play.case, procedure, 'proposal', play.now);

describe('a step without a deadline', () => {
  it('reminds every ten working days at the opening of office hours, and never lapses', () => {
    const play = new Play().submit();
    // Opened on Monday 8 June 2026; ten working days later is Monday 22 June, 08:00 in Shanghai.
    expect(due(play)).toBe('2026-06-22T00:00:00.000Z');
    play.drive('2026-06-21T23:59:59.999Z');
    expect(tail(play, 1)).toEqual(['BallotOpened']);
    play.drive('2026-06-22T00:00:00.000Z');
    expect(tail(play, 1)).toEqual(['Reminded']);
    expect(due(play)).toBe('2026-07-06T00:00:00.000Z');
    play.drive('2027-06-22T00:00:00.000Z');
    expect(play.case.status).toBe('inside');
  });

  it('reminds once after a long sleep, not once for every missed time', () => {
    const play = new Play().submit().drive('2026-09-01T00:00:00.000Z');
    expect(play.events.filter((e) => e.type === 'Reminded')).toHaveLength(1);
  });
});

describe('the joint step', () => {
  const joint = () => {
    const play = new Play().submit();
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior'])
      play.reply(office);
    return play;
  };

  it('is due at the end of the fifteenth working day of the slowest seat', () => {
    const ballot = Object.values(joint().case.ballots).at(-1);
    // 15 working days after Monday 8 June: Monday 29 June, 17:00 in Bangkok (10:00 UTC), an hour after Shanghai.
    expect(ballot?.due).toBe('2026-06-29T10:00:00.000Z');
  });

  it('marks a reply after the date and counts it', () => {
    const play = joint();
    play.now = '2026-06-29T10:00:00.000Z';
    play.reply('aa-city');
    const seat = Object.values(play.case.ballots)
      .at(-1)
      ?.seats.find((s) => s.key === 'consent:aa-city');
    expect(seat?.reply).toMatchObject({ kind: 'agree', afterDate: true });
  });

  it('does not mark one that was received a millisecond earlier', () => {
    const play = joint();
    play.now = '2026-06-29T09:59:59.999Z';
    play.reply('bb-province');
    const seat = Object.values(play.case.ballots)
      .at(-1)
      ?.seats.find((s) => s.key === 'consent:bb-province');
    expect(seat?.reply?.afterDate).toBe(false);
  });

  it('lapses sixty working days after the deadline, ten seconds later at the earliest', () => {
    const play = joint().reply('aa-city');
    const ballot = Object.values(play.case.ballots).at(-1);
    const at = ballot?.lapseAt ?? '';
    expect(at.endsWith(':10.000Z')).toBe(true);
    play.drive(new Date(Date.parse(at) - 1).toISOString());
    expect(play.case.status).toBe('released');
    play.drive(at);
    expect(play.case.status).toBe('lapsed');
    expect(tail(play, 3)).toEqual(['BallotClosed', 'TrackSettled', 'Concluded']);
  });

  it('ends not agreed rather than lapsed where somebody is already against', () => {
    const play = joint().reply('aa-city', 'object');
    play.drive(Object.values(play.case.ballots).at(-1)?.lapseAt ?? '');
    expect(play.case.status).toBe('notAgreed');
  });
});

describe('a deadline inside a house', () => {
  const referring = withHouse([
    {
      key: 'city-fao',
      seats: [{ role: 'city-fao' }],
      rule: { kind: 'all' },
      deadline: { workingDays: 7 },
      remindBefore: { workingDays: 2 },
      atDeadline: { referUp: { role: 'province-fao' } },
    },
  ]);

  it('reminds two working days before the last one and refers up ten seconds after the deadline', () => {
    const play = new Play(referring).submit();
    // Due Wednesday 17 June 17:00 in Shanghai; two working days before is Monday 15 June.
    expect(due(play)).toBe('2026-06-15T00:00:00.000Z');
    play.drive('2026-06-15T00:00:00.000Z');
    expect(tail(play, 1)).toEqual(['Reminded']);
    play.drive('2026-06-17T09:00:09.999Z');
    expect(tail(play, 1)).toEqual(['Reminded']);
    play.drive('2026-06-17T09:00:10.000Z');
    expect(tail(play, 1)).toEqual(['ReferredUp']);
  });

  it('lets the higher office answer for the first, and records both', () => {
    const play = new Play(referring).submit().drive('2026-06-17T09:00:10.000Z');
    play.reply('aa-province-fao', 'object');
    expect(play.case.status).toBe('notAgreed');
  });

  it('lets the first office still answer until the higher one has', () => {
    const play = new Play(referring).submit().drive('2026-06-17T09:00:10.000Z');
    play.reply('aa-city-fao', 'agree');
    expect(Object.values(play.case.ballots)[0]).toMatchObject({ status: 'closed', result: 'positive' });
  });
});

describe('steps in parallel', () => {
  const both = withHouse([
    {
      parallel: [
        { key: 'city', seats: [{ role: 'city-fao' }], rule: { kind: 'all' } },
        { key: 'congress', seats: [{ role: 'congress' }], rule: { kind: 'all' } },
      ],
    },
    { key: 'province', seats: [{ role: 'province-fao' }], rule: { kind: 'all' } },
  ]);

  it('opens them together and goes on when the last has agreed', () => {
    const play = new Play(both).submit();
    expect(Object.keys(play.case.ballots)).toHaveLength(2);
    play.reply('aa-city-congress');
    expect(Object.keys(play.case.ballots)).toHaveLength(2);
    play.reply('aa-city-fao');
    expect(Object.values(play.case.ballots).at(-1)?.step).toBe('province');
  });

  it('ends the track when one of them is lost, and closes the other', () => {
    const play = new Play(both).submit().reply('aa-city-fao', 'object');
    expect(play.case.status).toBe('notAgreed');
    expect(Object.values(play.case.ballots).filter((b) => b.status === 'open')).toEqual([]);
  });
});

describe('a stage of several tracks', () => {
  const twoTracks: Procedure = {
    ...procedure,
    stages: procedure.stages.map((s) =>
      s.key === 'home'
        ? {
            ...s,
            tracks: { per: 'participant', of: 'proposing' },
            steps: [{ key: 'own', seats: [{ role: 'city-government' }], rule: { kind: 'all' } }],
          }
        : s,
    ),
  };
  const several: World = { ...world, procedure: twoTracks };
  const participants = ['aa-city', 'aa-town', 'bb-province'];

  it.each(['commit', 'workflow'] as const)('merges when every track has settled, driven by %s', (moves) => {
    const play = new Play(several, moves).submit({ participants });
    expect(Object.keys(play.case.tracks)).toEqual(['home.aa-city', 'home.aa-town']);
    play.reply('aa-city');
    expect(play.events.some((e) => e.type === 'StageMerged')).toBe(false);
    play.reply('aa-town');
    expect(play.events.filter((e) => e.type === 'StageMerged')).toHaveLength(1);
    play.reply('aa-city-fao').reply('bb-committee').reply('bb-interior');
    play.reply('aa-city').reply('aa-town').reply('bb-province').reply('aa-national').reply('bb-interior');
    expect(play.case.status).toBe('agreed');
  });

  it('ends the case without waiting for the others when one track of the house is lost', () => {
    const play = new Play(several).submit({ participants }).reply('aa-town', 'object');
    expect(play.case.status).toBe('notAgreed');
    expect(Object.values(play.case.ballots).filter((b) => b.status === 'open')).toEqual([]);
  });
});

describe('nobody eligible', () => {
  it('stops the case and tells its coordination unit when a later seat has lost its holder', () => {
    const seat = world.directory.seats['aa-province-fao:desk'];
    if (!seat) throw new Error('No seat');
    const play = new Play().submit();
    const empty = { ...world.directory.seats, [seat.id]: { ...seat, holders: [] } };
    const poorer = new Play({ ...world, directory: { ...world.directory, seats: empty } });
    poorer.state = play.state;
    poorer.events.push(...play.events);
    poorer.reply('aa-city-fao');
    expect(poorer.case).toMatchObject({
      status: 'inside',
      stops: [{ side: 'AA', step: 'province-fao', reason: 'nobodyEligible' }],
    });
    expect(nextDue(poorer.case, procedure, 'proposal', T0)).toBeNull();
  });
});

describe('after the deadline', () => {
  const joint = () => {
    const play = new Play().submit();
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior']) {
      play.reply(office);
    }
    return play;
  };
  const nextOf = (play: Play, key: string) =>
    Object.values(play.case.ballots)
      .at(-1)
      ?.seats.find((s) => s.key === key)?.nextReminder;

  it('reminds every five working days from it, each seat at the opening of its own office', () => {
    // Due Monday 29 June; the fifth working day after it is Monday 6 July, 08:00 in Shanghai and in Bangkok.
    const play = joint();
    expect(nextOf(play, 'consent:aa-city')).toBe('2026-07-06T00:00:00.000Z');
    expect(nextOf(play, 'consent:bb-province')).toBe('2026-07-06T01:00:00.000Z');
    play.drive('2026-07-06T00:00:00.000Z');
    expect(nextOf(play, 'consent:aa-city')).toBe('2026-07-13T00:00:00.000Z');
    expect(nextOf(play, 'consent:bb-province')).toBe('2026-07-06T01:00:00.000Z');
  });

  it('lapses at the end of the sixtieth working day after it', () => {
    // Sixty working days are twelve weeks: Monday 21 September, 17:00 in Bangkok, and ten seconds.
    expect(Object.values(joint().case.ballots).at(-1)?.lapseAt).toBe('2026-09-21T10:00:10.000Z');
  });
});
