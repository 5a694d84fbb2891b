import type { Case } from '../../../domain/proposal/state';
import { stateAfter } from './fixtures';
import { Play } from './spec';

const HOME = ['aa-city-fao', 'aa-province-fao'] as const;

const openFor = (state: Case): string[] =>
  Object.values(state.ballots)
    .filter((b) => b.status === 'open')
    .flatMap((b) => b.seats.filter((s) => !s.reply).map((s) => s.organization ?? ''));

describe.each(['commit', 'workflow'] as const)('a whole case between two sides, driven by %s', (moves) => {
  const agreed = () => {
    const play = new Play(undefined, moves).submit();
    for (const office of HOME) play.reply(office);
    play.reply('aa-city-fao'); // the release
    play.reply('bb-committee').reply('bb-interior');
    play.reply('aa-city').reply('bb-province').reply('aa-national').reply('bb-interior');
    return play;
  };

  it('asks one office after the other and nobody of the other side before the release', () => {
    const play = new Play(undefined, moves).submit();
    expect(openFor(play.case)).toEqual(['aa-city-fao']);
    play.reply('aa-city-fao');
    expect(openFor(play.case)).toEqual(['aa-province-fao']);
    play.reply('aa-province-fao');
    expect(play.case.status).toBe('inside');
    expect(openFor(play.case)).toEqual(['aa-city-fao']);
    expect(play.events.every((e) => e.chain === 'AA')).toBe(true);
    play.reply('aa-city-fao');
    expect(play.case.status).toBe('released');
    expect(openFor(play.case)).toEqual(['bb-committee']);
  });

  it('ends agreed when both sides and both participants agree', () => {
    const { state, case: ended, events } = agreed();
    expect(ended.status).toBe('agreed');
    expect(ended.outcome?.positions.map((p) => [p.side, p.participant, p.kind])).toEqual([
      ['AA', 'aa-city', 'agree'],
      ['BB', 'bb-province', 'agree'],
      ['AA', null, 'agree'],
      ['BB', null, 'agree'],
    ]);
    expect(stateAfter(events)).toEqual(state);
  });

  it('keeps each house on its own chain and begins the case chain with the release', () => {
    const { events } = agreed();
    const onCase = events.filter((e) => e.chain === 'case');
    expect(onCase[0]?.type).toBe('Released');
    const told = JSON.stringify(onCase);
    for (const inner of ['aa-city-fao', 'aa-province-fao', 'bb-committee', 'bb-interior', 'person', ':desk']) {
      expect(told).not.toContain(inner);
    }
  });

  it('ends not agreed inside the proposing house, and no other side learns of it', () => {
    const play = new Play(undefined, moves).submit().reply('aa-city-fao', 'object');
    expect(play.case.status).toBe('notAgreed');
    expect(play.events.every((e) => e.chain === 'AA')).toBe(true);
  });

  it('goes to the joint step when another house has lost, and nothing of that crosses', () => {
    const play = new Play(undefined, moves).submit();
    for (const office of HOME) play.reply(office);
    play.reply('aa-city-fao').reply('bb-committee', 'object');
    expect(play.case.status).toBe('released');
    expect(openFor(play.case).toSorted()).toEqual(['aa-city', 'aa-national', 'bb-interior', 'bb-province']);
    play.reply('aa-city').reply('aa-national').reply('bb-province').reply('bb-interior', 'object');
    expect(play.case.status).toBe('notAgreed');
  });

  it('does not take an abstaining participant for a consent', () => {
    const play = new Play(undefined, moves).submit();
    for (const office of [...HOME, 'aa-city-fao', 'bb-committee', 'bb-interior']) play.reply(office);
    play.reply('aa-city').reply('aa-national').reply('bb-interior').reply('bb-province', 'abstain');
    expect(play.case.status).toBe('notAgreed');
  });
});

it('leaves the same record per chain whichever way it is driven', () => {
  const record = (moves: 'commit' | 'workflow') => {
    const play = new Play(undefined, moves).submit();
    for (const office of [...HOME, 'aa-city-fao', 'bb-committee', 'bb-interior']) play.reply(office);
    play.reply('aa-city').reply('aa-national').reply('bb-interior').reply('bb-province');
    return ['AA', 'BB', 'case'].map((chain) => play.events.filter((e) => e.chain === chain));
  };
  expect(record('workflow')).toEqual(record('commit'));
});
