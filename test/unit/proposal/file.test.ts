import type { World } from '../../../domain/procedure/world';
import { chainsOf, declaring, inWorld, lastBallot, released, since, supplying } from './clocked';
import { actorOf, DRAFTER, personOf, T0, world } from './fixtures';
import { given, Play } from './spec';
import { withHolders, withHouse } from './with-people';

/** A file is complete before the office is asked; the clock of seven working days counts from then. */
const asking = (side: 'AA' | 'BB', office?: string): World => {
  const [asked, receiving] = side === 'AA' ? ['city-fao', 'province-fao'] : ['interior', 'committee'];
  return withHouse(
    [
      {
        key: 'opinion',
        seats: [{ role: asked }],
        rule: { kind: 'all' },
        completeness: { role: office ?? receiving },
        deadline: { workingDays: 7, from: 'completeness' },
      },
    ],
    world,
    side,
  );
};

const HOME = 'home.AA';
const OTHER = 'others.BB';
const AA_OFFICE = personOf('aa-province-fao');
const BB_OFFICE = personOf('bb-committee');

const own = () => new Play(asking('AA')).submit();
const other = () => released(asking('BB'));

describe('a step that asks for a complete file', () => {
  it('waits for the receiving office, asks nobody and starts no clock', () => {
    const play = own();
    expect(since(play, 0)).toEqual(['Submitted', 'StageEntered', 'FileAwaited']);
    expect(play.case.ballots).toEqual({});
    expect(play.case.tracks[HOME]?.file).toMatchObject({ status: 'awaited', office: 'aa-province-fao:desk' });
    expect(play.case.involved.AA).toContain('aa-province-fao');
    expect(play.drive('2026-12-01T03:00:00.000Z').case.ballots).toEqual({});
  });

  it.each([
    [
      'a millisecond before office hours end: that day is the day of receipt',
      '2026-06-10T08:59:59.999Z',
      '2026-06-19T09:00:00.000Z',
    ],
    ['at the end of office hours: the next working day is', '2026-06-10T09:00:00.000Z', '2026-06-22T09:00:00.000Z'],
  ])('counts from the instant at which it is declared complete, %s', (_, at, due) => {
    const play = own();
    play.now = at;
    play.do(declaring(HOME, AA_OFFICE));
    expect(play.events.at(-1)?.type).toBe('BallotOpened');
    expect(lastBallot(play)).toMatchObject({ due, countsFrom: at });
  });

  it('tells the proposer what lacks, and not who said so', () => {
    const play = other();
    const n = play.events.length;
    play.do(declaring(OTHER, BB_OFFICE, 'two maps'));
    expect(since(play, n)).toEqual(['FileFoundLacking', 'FileLacks']);
    expect(play.events.at(-1)).toMatchObject({
      chain: 'case',
      data: { track: OTHER, side: 'BB', participant: null, lacking: { hash: 'two maps' } },
    });
    expect(JSON.stringify(play.events.at(-1))).not.toContain('committee');
    expect(play.case.tracks[OTHER]?.file).toMatchObject({ status: 'lacking', lacking: { hash: 'two maps' } });
  });

  it('goes back to the receiving office when the proposer has supplied what lacked, and then on', () => {
    const play = other()
      .do(declaring(OTHER, BB_OFFICE, 'two maps'))
      .do(supplying(OTHER));
    expect(chainsOf(play, 'FileSupplied')).toEqual(['case']);
    expect(play.events.at(-1)).toMatchObject({
      type: 'ActedInside',
      chain: 'AA',
      data: { act: 'fileSupplied', person: DRAFTER },
    });
    expect(play.case.tracks[OTHER]?.file?.status).toBe('awaited');
    play.do(declaring(OTHER, BB_OFFICE));
    expect(lastBallot(play).track).toBe(OTHER);
  });

  it('keeps in the proposing side’s own house what lacks there', () => {
    const play = own()
      .do(declaring(HOME, AA_OFFICE, 'two maps'))
      .do(supplying(HOME));
    expect(new Set(play.events.map((e) => e.chain))).toEqual(new Set(['AA']));
    expect(play.events.some((e) => e.type === 'FileLacks')).toBe(false);
  });

  it.each([
    ['no office receives files', asking('BB', 'customs'), { reason: 'noSeatFound', place: 'customs' }],
    [
      'nobody holds the office that does',
      withHolders(asking('BB'), 'bb-committee:desk', []),
      { reason: 'nobodyEligible', place: 'bb-committee:desk' },
    ],
  ] as const)('stops in its own house where %s', (_, lost, stop) => {
    const play = inWorld(new Play(world).submit().reply('aa-city-fao').reply('aa-province-fao'), lost);
    play.reply('aa-city-fao');
    expect(play.case.stops).toMatchObject([{ side: 'BB', track: OTHER, ...stop }]);
    expect(play.events.at(-1)?.chain).toBe('BB');
  });
});

describe('who may say what of a file', () => {
  it.each([
    ['another office of the same house', declaring(OTHER, personOf('bb-interior')), 'NotTheReceivingOffice'],
    ['an office of another side', declaring(OTHER, AA_OFFICE), 'NotFound'],
    ['a track that does not exist', declaring('others.CC', BB_OFFICE), 'NotFound'],
    ['a track that awaits no file', declaring(HOME, AA_OFFICE), 'FileNotAwaited'],
    ['what lacks, supplied by somebody else', supplying(OTHER, personOf('bb-province')), 'NotTheProposer'],
    ['what lacks, where nothing was found lacking', supplying(OTHER), 'FileNotLacking'],
    ['what lacks in a track that does not exist', supplying('others.CC'), 'NotFound'],
  ] as const)('refuses %s', (_, command, code) => {
    given([...other().events], asking('BB'))
      .when(command)
      .refused(code);
  });

  it('refuses a second word on a file that is complete, and a first one on one that lacks something', () => {
    const complete = other().do(declaring(OTHER, BB_OFFICE));
    given(complete.events, asking('BB')).when(declaring(OTHER, BB_OFFICE)).refused('FileCompleteAlready');
    given(complete.events, asking('BB'))
      .when(declaring(OTHER, BB_OFFICE, 'more'))
      .refused('FileCompleteAlready');
    const lacking = other().do(declaring(OTHER, BB_OFFICE, 'two maps'));
    given(lacking.events, asking('BB')).when(declaring(OTHER, BB_OFFICE)).refused('FileNotAwaited');
  });

  it('refuses both of a case that is closed', () => {
    const closed = other().do({ type: 'withdraw', at: T0, actor: actorOf(DRAFTER, 'api'), reason: null });
    given(closed.events, asking('BB')).when(declaring(OTHER, BB_OFFICE)).refused('CaseClosed');
    given(closed.events, asking('BB')).when(supplying(OTHER)).refused('CaseClosed');
  });
});
