import type { Revision } from '../../../domain/proposal/events';
import { DRAFTER, REVISION, T0, world } from './fixtures';
import { revising, TEXT, who } from './many-sides';
import { Play } from './spec';

const INSIDE = { sha256: 'a-file-of-the-house', audience: 'inside' as const };
const RELEASED = { sha256: 'a-file-for-all', audience: 'released' as const };
const withFiles = (revision: Revision): Revision => ({ ...revision, attachments: [INSIDE, RELEASED] });

const crossed = (play: Play) => JSON.stringify(play.events.filter((e) => e.chain === 'case'));

describe('files of a house', () => {
  const release = (revision: Revision) =>
    new Play(world).submit({ revision }).reply('aa-city-fao').reply('aa-province-fao').reply('aa-city-fao');

  it('do not cross with the release, not even by their hashes, and stay in the house', () => {
    const play = release(withFiles(REVISION));
    expect(crossed(play)).toContain(RELEASED.sha256);
    expect(crossed(play)).not.toContain(INSIDE.sha256);
    expect(play.case.revision.attachments).toEqual([INSIDE, RELEASED]);
  });

  it('do not cross with a later text either', () => {
    const play = release(TEXT);
    const offer = revising(play.state, { aim: 'aim-2' });
    play.do({ ...offer, revision: withFiles(offer.revision), drafters: [DRAFTER] });
    const number = play.case.offers.at(-1)?.revision.number ?? 0;
    play.do({ type: 'release', at: T0, actor: who('aa-city-fao-person-1'), what: { kind: 'revision', number } });
    expect(crossed(play)).toContain(RELEASED.sha256);
    expect(crossed(play)).not.toContain(INSIDE.sha256);
    expect(play.case.revision.attachments).toEqual([INSIDE, RELEASED]);
  });
});
