import { seatId } from '../../../domain/directory/directory';
import type { World } from '../../../domain/procedure/world';
import { actorOf, asCase, DRAFTER, directory, personOf, replyOf, submission, world } from './fixtures';
import { given, Play } from './spec';

const submitted = () => given([]).when(submission()).then(['Submitted', 'StageEntered', 'BallotOpened']);

const joint = () => {
  const play = new Play().submit();
  for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior'])
    play.reply(office);
  return play;
};

const withHolder = (office: string, person: string): World => {
  const seat = directory.seats[seatId(office, 'desk')];
  if (!seat) throw new Error(`No seat at ${office}`);
  const holders = [...seat.holders, { person, kind: 'alternate' as const, from: '2026-01-01', until: null }];
  return { ...world, directory: { ...directory, seats: { ...directory.seats, [seat.id]: { ...seat, holders } } } };
};

describe('who may reply', () => {
  it('takes the reply of a holder and opens the next step in the same commit', () => {
    given(submitted())
      .when((s) => replyOf(s, 'aa-city-fao', 'agree'))
      .then(['ReplyGiven', 'BallotClosed', 'BallotOpened']);
  });

  it('refuses a stranger', () => {
    given(submitted())
      .when((s) => replyOf(s, 'aa-city-fao', 'agree', { actor: actorOf(personOf('aa-national')) }))
      .refused('NotYourSeat');
  });

  it('refuses a person of another side as if the ballot did not exist', () => {
    given(submitted())
      .when((s) => replyOf(s, 'aa-city-fao', 'agree', { actor: actorOf(personOf('bb-interior')) }))
      .refused('NotFound');
  });

  it('bars whoever drafted or submitted the text, though they hold the seat', () => {
    const drafting = withHolder('aa-city-fao', DRAFTER);
    given(submitted(), drafting)
      .when((s) => replyOf(s, 'aa-city-fao', 'agree', { actor: actorOf(DRAFTER) }))
      .refused('Barred');
  });

  it('bars a person who already answered for another seat of the same step', () => {
    const both = withHolder('aa-national', personOf('aa-city'));
    const play = joint();
    play.reply('aa-city');
    given(play.events, both)
      .when((s) => replyOf(s, 'aa-national', 'agree', { actor: { ...actorOf(personOf('aa-city')) } }))
      .refused('Barred');
  });

  it('refuses a channel that the seat does not have', () => {
    const seat = directory.seats['aa-city-fao:desk'];
    if (!seat) throw new Error('No seat');
    const mailOnly = {
      ...directory,
      seats: { ...directory.seats, [seat.id]: { ...seat, channels: ['mail' as const] } },
    };
    given(submitted(), { ...world, directory: mailOnly })
      .when((s) => replyOf(s, 'aa-city-fao', 'agree', { actor: actorOf(personOf('aa-city-fao'), 'api') }))
      .refused('NotYourChannel');
  });
});

describe('what was shown', () => {
  it.each([
    ['revision', 'StaleRevision'],
    ['procedure', 'StaleProcedure'],
    ['language', 'LanguageNotShown'],
    ['standing', 'SeatAnsweredMeanwhile'],
  ] as const)('refuses a forged or old %s', (field, code) => {
    given(submitted())
      .when((s) => {
        const good = replyOf(s, 'aa-city-fao', 'agree');
        return { ...good, shown: { ...good.shown, [field]: 'zz' } };
      })
      .refused(code);
  });

  it('refuses what was shown before the text changed', () => {
    const shown = replyOf(new Play().submit().state, 'aa-city-fao', 'agree');
    const changed = submitted().map((e) =>
      e.type === 'Submitted' ? { ...e, data: { ...e.data, revision: { ...e.data.revision, hash: 'other-text' } } } : e,
    );
    expect(given(changed).when(shown).refused('StaleRevision').facts).toEqual({
      given: 'revision-hash',
      current: 'other-text',
    });
  });

  it('refuses a second holder who did not see the first one answer', () => {
    const play = joint();
    const first = replyOf(play.state, 'bb-province', 'agree');
    play.do(first);
    given(play.events)
      .when({ ...first, kind: 'object' })
      .refused('SeatAnsweredMeanwhile');
  });

  it('lets a seat change its reply while the ballot is open, and keeps both in the record', () => {
    const play = joint().reply('bb-province', 'object').reply('bb-province', 'agree');
    expect(play.events.filter((e) => e.type === 'ReplyGiven' && e.data.seat === 'consent:bb-province')).toHaveLength(2);
    const seats = Object.values(play.case.ballots).flatMap((b) => b.seats);
    expect(seats.find((s) => s.key === 'consent:bb-province')?.reply?.kind).toBe('agree');
  });
});

describe('which ballot', () => {
  it('refuses a closed ballot', () => {
    const first = replyOf(asCase(new Play().submit().state), 'aa-city-fao', 'agree');
    const play = new Play().submit().reply('aa-city-fao');
    given(play.events)
      .when({ ...first, shown: { ...first.shown, standing: `${first.ballot}/${first.seat}/1` } })
      .refused('BallotClosed');
  });

  it('says of a ballot to come that it is not open yet, in the own house and in the joint step', () => {
    const state = asCase(new Play().submit().state);
    const good = replyOf(state, 'aa-city-fao', 'agree');
    for (const ballot of [`${state.id}.home.AA.province-fao.1`, `${state.id}.joint.positions.1`]) {
      given(submitted())
        .when({ ...good, ballot })
        .refused('NotOpenYet');
    }
  });

  it.each(['nonsense', 'others.BB.committee.1', 'home.AA.city-fao.2'])('knows nothing of the ballot %s', (ballot) => {
    given(submitted())
      .when((s) => ({ ...replyOf(s, 'aa-city-fao', 'agree'), ballot }))
      .refused('NotFound');
  });

  it('refuses a kind that the procedure does not offer', () => {
    const play = new Play().submit();
    const ballot = Object.values(play.case.ballots)[0];
    if (!ballot) throw new Error('No ballot');
    const narrow = play.events.map((e) =>
      e.type === 'BallotOpened' ? { ...e, data: { ...e.data, offers: ['agree' as const] } } : e,
    );
    given(narrow)
      .when((s) => replyOf(s, 'aa-city-fao', 'object'))
      .refused('KindNotOffered');
  });

  it('refuses everything once the case has ended', () => {
    const play = new Play().submit().reply('aa-city-fao', 'object');
    const ballot = Object.keys(play.case.ballots)[0] ?? '';
    given(play.events)
      .when({ ...replyOf(asCase(new Play().submit().state), 'aa-city-fao', 'agree'), ballot })
      .refused('CaseClosed');
  });
});
