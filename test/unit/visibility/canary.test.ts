import { carryCommand } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import type { ProposalState } from '../../../domain/proposal/state';
import { ballotViews, caseView } from '../../../domain/visibility/case-view';
import { chainsOf, type Viewer, visibleTo } from '../../../domain/visibility/visible-to';
import { actorOf, asCase, CASE_ID, personOf, procedure, replyOf, world } from '../proposal/fixtures';
import { Play } from '../proposal/spec';

const viewer = (office: string): Viewer => {
  const { person, organization, side } = actorOf(personOf(office));
  return { person, organization, side };
};
const AA_CITY = viewer('aa-city');
const BB_PROVINCE = viewer('bb-province');
const BB_UNIT = viewer('bb-unit');
const OUTSIDER = viewer('aa-town');

const seenBy = (state: ProposalState, who: Viewer) => ({
  view: caseView(asCase(state), procedure, who),
  ballots: ballotViews(asCase(state), who),
  chains: chainsOf(who, asCase(state)),
});

const comment = (office: string, n: number): Command => ({
  type: 'comment',
  at: '2026-06-08T03:00:00.000Z',
  actor: actorOf(personOf(office)),
  comment: `c${n}`,
  text: { hash: `marker-${office}` },
  section: null,
});

describe('before the release', () => {
  it('does not exist for another side, nor for an outsider of the own one', () => {
    const play = new Play().submit();
    for (const who of [BB_PROVINCE, BB_UNIT, OUTSIDER]) {
      expect(visibleTo(who, { kind: 'case', state: play.case })).toBe(false);
      expect(seenBy(play.state, who)).toEqual({ view: null, ballots: [], chains: [] });
    }
    expect(seenBy(play.state, AA_CITY).chains).toEqual(['AA']);
  });
});

describe('after the release', () => {
  const released = () => {
    const play = new Play().submit();
    return play.reply('aa-city-fao').reply('aa-province-fao').reply('aa-city-fao');
  };

  it('shows the proposer of another house only that it is awaited, since when and until when', () => {
    const { view, ballots } = seenBy(released().state, AA_CITY);
    expect(view?.waitingFor).toEqual([{ on: 'side', side: 'BB', since: '2026-06-08T03:00:00.000Z', until: null }]);
    expect(JSON.stringify([view, ballots])).not.toContain('bb-committee');
  });

  it('shows the own house seat by seat', () => {
    expect(seenBy(released().state, BB_UNIT).view?.waitingFor).toMatchObject([
      { on: 'seat', side: 'BB', seat: 'bb-committee:desk' },
    ]);
  });

  it('reads the same to everybody else before and after every inner act of a house', () => {
    const play = released();
    const before = seenBy(play.state, AA_CITY);
    play.do(comment('bb-committee', 1));
    expect(seenBy(play.state, AA_CITY)).toEqual(before);
    play.reply('bb-committee');
    expect(seenBy(play.state, AA_CITY)).toEqual(before);
    play.do(comment('bb-interior', 2));
    expect(seenBy(play.state, AA_CITY)).toEqual(before);
  });

  it('never carries an office, a person or an inside text of another side into a view of the joint step', () => {
    const play = released().reply('bb-committee').reply('bb-interior');
    play.reply('bb-province', 'object', { inside: { hash: 'marker-inside' }, statement: { hash: 'open-statement' } });
    const told = JSON.stringify(seenBy(play.state, AA_CITY));
    for (const marker of [
      'marker-inside',
      'bb-interior',
      'bb-committee',
      'bb-province:desk',
      personOf('bb-province'),
    ]) {
      expect(told).not.toContain(marker);
    }
    expect(told).toContain('open-statement');
  });
});

describe('a house that is stopped', () => {
  it('is told inside it; the others go on seeing since when it is awaited', () => {
    const play = new Play().submit().reply('aa-city-fao').reply('aa-province-fao').reply('aa-city-fao');
    const seat = world.directory.seats['bb-interior:desk'];
    if (!seat) throw new Error('No seat');
    const empty = {
      ...world,
      directory: { ...world.directory, seats: { ...world.directory.seats, [seat.id]: { ...seat, holders: [] } } },
    };
    const before = seenBy(play.state, AA_CITY);
    const answer = carryCommand(play.state, CASE_ID, replyOf(play.state, 'bb-committee', 'agree'), empty, 'commit');
    if (!answer.accepted) throw new Error(answer.refusal.code);
    const { state } = answer.carried;
    expect(state.stops).toMatchObject([{ side: 'BB', place: 'bb-interior:desk' }]);
    expect(seenBy(state, AA_CITY)).toEqual(before);
    expect(seenBy(state, BB_UNIT).view?.status).toBe('stopped');
  });
});
