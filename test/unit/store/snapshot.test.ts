import { evolveAll } from '../../../domain/proposal/evolve';
import { NONE } from '../../../domain/proposal/state';
import { pack, unpack } from '../../../store/snapshot';
import { CASE_ID } from '../proposal/fixtures';
import { releasedPlay, revising, who } from '../proposal/many-sides';

const reread = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

/** A case with carried replies, an offer, and houses at different places. */
function rich() {
  const play = releasedPlay()
    .reply('bb-east-committee', 'agree', { actor: who('bb-east-committee-person-1') })
    .reply('bb-ministry', 'requestChanges', { actor: who('bb-ministry-person-1') });
  play.do(revising(play.state, { border: 'border-2' }));
  play.do({
    type: 'release',
    at: play.now,
    actor: who('aa-city-fao-person-1'),
    what: { kind: 'revision', number: 2 },
  });
  return play;
}

describe('the snapshot of a case', () => {
  it('is read again as it was', () => {
    const { case: state } = rich();
    expect(unpack(reread(pack(state)))).toEqual(state);
    expect(unpack(reread(pack(releasedPlay().case)))).toEqual(releasedPlay().case);
  });

  it('is the same text, whatever way led to the state', () => {
    const play = rich();
    const again = evolveAll(NONE, CASE_ID, play.events);
    expect(JSON.stringify(pack(play.case))).toBe(JSON.stringify(pack(unpack(reread(pack(again as never))) as never)));
  });

  it('leaves out what follows from its place', () => {
    const { case: state } = rich();
    expect(JSON.stringify(pack(state)).length).toBeLessThan(0.7 * JSON.stringify(state).length);
  });
});
