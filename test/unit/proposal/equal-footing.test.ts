/** Nobody speaks for somebody else, nobody twice, and no house hears of another one's trouble. */
import { isWithin, servingOrganization } from '../../../domain/directory/directory';
import { validateProcedure } from '../../../domain/procedure/validate';
import type { World } from '../../../domain/procedure/world';
import { ballotViews, caseView } from '../../../domain/visibility/case-view';
import {
  actorOf,
  DRAFTER,
  directory,
  personOf,
  procedure,
  replyOf,
  stateAfter,
  submission,
  T0,
  world,
} from './fixtures';
import { given, Play } from './spec';

const TODAY = T0.slice(0, 10);

const withSeat = (office: string, people: readonly string[], until: string | null = null): World => {
  const seat = directory.seats[`${office}:desk`];
  if (!seat) throw new Error(`No seat at ${office}`);
  const holders = people.map((person) => ({ person, kind: 'principal' as const, from: '2026-01-01', until }));
  return { ...world, directory: { ...directory, seats: { ...directory.seats, [seat.id]: { ...seat, holders } } } };
};

const viewer = (office: string) => {
  const { person, organization, side } = actorOf(personOf(office));
  return { person, organization, side };
};

const joint = (moved: World = world) => {
  const play = new Play(moved).submit();
  for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior'])
    play.reply(office);
  return play;
};

describe('who speaks for whom', () => {
  it('lets nobody consent for a participant but an office of its own', () => {
    // The unit is no local government: without this rule another root office would consent in its place.
    given([])
      .when(submission({ participants: ['aa-city', 'bb-unit'] }))
      .refused('NoSeatFound');
  });

  it('finds national offices above everybody, and no other province', () => {
    expect(servingOrganization(directory, 'aa-city', 'national-association', TODAY)?.id).toBe('aa-national');
    expect(servingOrganization(directory, 'aa-national', 'province-government', TODAY)).toBeNull();
    expect(isWithin(directory, 'aa-city-fao', 'aa-city')).toBe(true);
    expect(isWithin(directory, 'aa-national', 'aa-city')).toBe(false);
  });

  it('asks no office that has ended, and takes no participant that has', () => {
    const ended = (id: string): World => {
      const office = directory.organizations[id];
      if (!office) throw new Error(`No ${id}`);
      const organizations = { ...directory.organizations, [id]: { ...office, until: '2026-06-07' } };
      return { ...world, directory: { ...directory, organizations } };
    };
    given([], ended('bb-committee')).when(submission()).refused('NoSeatFound');
    given([], ended('bb-province')).when(submission()).refused('NoSeatFound');
  });

  it('changes holders at midnight of their own zone', () => {
    const lastDay = withSeat('aa-city-fao', [personOf('aa-city-fao')], '2026-06-08');
    const submitted = given([], lastDay).when(submission()).then(['Submitted', 'StageEntered', 'BallotOpened']);
    const at = (instant: string) =>
      given(submitted, lastDay).when((s) => replyOf(s, 'aa-city-fao', 'agree', { at: instant }));
    at('2026-06-08T15:59:59.999Z').then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
    at('2026-06-08T16:00:00.000Z').refused('NotYourSeat');
  });
});

describe('nobody twice', () => {
  it('refuses a case in which one person alone would have to answer for two seats of a step', () => {
    const both = withSeat('aa-national', [personOf('aa-city')]);
    expect(given([], both).when(submission()).refused('NobodyEligible').facts).toMatchObject({ side: 'AA' });
  });

  it('accepts it where a colleague can answer for one of them', () => {
    const both = withSeat('aa-national', [personOf('aa-city'), personOf('aa-town')]);
    given([], both).when(submission()).then(['Submitted', 'StageEntered', 'BallotOpened']);
  });

  it('bars somebody whose answer for another seat was replaced by a colleague', () => {
    const first = personOf('bb-province');
    const second = personOf('bb-unit');
    const shared = withSeat('bb-province', [first, second]);
    const seat = shared.directory.seats['bb-interior:desk'];
    if (!seat) throw new Error('No seat');
    const holders = [...seat.holders, { person: first, kind: 'alternate' as const, from: '2026-01-01', until: null }];
    const seats = { ...shared.directory.seats, [seat.id]: { ...seat, holders } };
    const play = joint({ ...shared, directory: { ...shared.directory, seats } });
    play.reply('bb-province').reply('bb-province', 'agree', { actor: actorOf(second) });
    given(play.events, { ...shared, directory: { ...shared.directory, seats } })
      .when((s) => replyOf(s, 'bb-interior', 'agree', { actor: actorOf(first) }))
      .refused('Barred');
  });
});

describe('a seat of the joint step that nobody holds', () => {
  const empty = withSeat('bb-province', []);
  const stopped = () => {
    const play = new Play(world).submit();
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee']) play.reply(office);
    const poorer = new Play(empty);
    poorer.state = play.state;
    poorer.events.push(...play.events);
    return poorer.reply('bb-interior');
  };

  it('is told to its own side alone', () => {
    const play = stopped();
    expect(play.events.at(-1)).toMatchObject({ type: 'Stopped', chain: 'BB', data: { place: 'bb-province:desk' } });
    expect(caseView(play.case, procedure, viewer('bb-unit'))?.status).toBe('stopped');
    const other = caseView(play.case, procedure, viewer('aa-city'));
    expect(other?.status).toBe('released');
    expect(other?.waitingFor).toEqual([{ on: 'side', side: 'BB', since: T0, until: null }]);
    expect(JSON.stringify([other, ballotViews(play.case, viewer('aa-city'))])).not.toContain('bb-province:desk');
    expect(stateAfter(play.events)).toEqual(play.state);
  });
});

describe('a reply after the date', () => {
  it('is marked in its own house and not across the border', () => {
    const play = joint();
    play.now = '2026-06-29T10:00:00.000Z';
    play.reply('bb-province');
    const replyAs = (office: string) =>
      ballotViews(play.case, viewer(office))
        .flatMap((b) => b.seats)
        .find((s) => s.key === 'consent:bb-province')?.reply;
    expect(replyAs('bb-unit')).toMatchObject({ afterDate: true });
    expect(replyAs('aa-city')).toEqual({ id: null, kind: 'agree', at: play.now, statement: null });
    expect(JSON.stringify(play.events.filter((e) => e.chain === 'case'))).not.toContain('afterDate');
  });
});

describe('a procedure without a joint step', () => {
  const home = procedure.stages.slice(0, 1);

  it('names no other side', () => {
    const alone = { ...world, procedure: { ...procedure, counterpart: false, stages: home } };
    given([], alone).when(submission()).refused('OneSideOnly');
    given([], alone)
      .when(submission({ participants: ['aa-city'] }))
      .then(['Submitted', 'StageEntered', 'BallotOpened']);
  });

  it('asks no other side', () => {
    const all = { ...procedure, counterpart: false, stages: [{ ...home[0], tracks: { per: 'side', of: 'all' } }] };
    expect(validateProcedure(all)).toMatchObject([
      { code: 'ForeignSeatBeforeRelease', pointer: '/stages/0/tracks/of' },
    ]);
  });
});

it('gives the higher office its own full time before anything lapses', () => {
  const aa = world.countries.AA;
  if (!aa) throw new Error('No AA');
  const steps = [
    {
      key: 'city-fao',
      seats: [{ role: 'city-fao' }],
      rule: { kind: 'all' as const },
      deadline: { workingDays: 10 },
      atDeadline: { referUp: { role: 'province-fao' }, lapseAfter: { workingDays: 2 } },
    },
  ];
  const countries = { ...world.countries, AA: { ...aa, profiles: aa.profiles.map((p) => ({ ...p, steps })) } };
  const play = new Play({ ...world, countries }).submit({ drafters: [DRAFTER] });
  const ballot = () => Object.values(play.case.ballots)[0];
  play.drive(ballot()?.referAt ?? '');
  const higher = ballot()?.seats.find((s) => s.referredFrom.length > 0);
  expect(higher?.due).not.toBeNull();
  expect((ballot()?.lapseAt ?? '') > (higher?.due ?? '')).toBe(true);
});
