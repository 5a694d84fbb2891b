import { CASE_CHAIN, event } from '../../../domain/proposal/events';
import { evolveAll } from '../../../domain/proposal/evolve';
import { preparedFrom } from '../../../domain/proposal/prepared';
import type { Case } from '../../../domain/proposal/state';
import { caseDetails } from '../../../domain/visibility/case-details';
import { ballotViews, caseView } from '../../../domain/visibility/case-view';
import type { Viewer } from '../../../domain/visibility/visible-to';
import { agreedPlay } from '../proposal/agreed';
import { asCase, CASE_ID, procedure, T0 } from '../proposal/fixtures';
import { manyWorld, releasedPlay, revising, TEXT, who } from '../proposal/many-sides';
import { Play } from '../proposal/spec';

const viewer = (person: string): Viewer => {
  const { organization, side } = who(person);
  return { person, organization, side };
};
const AA = viewer('aa-unit-person-1');
const BB = viewer('bb-unit-person-1');
const FILE = 'f'.repeat(64);
const FAO = 'aa-city-fao-person-1';

describe('rounds', () => {
  /** The proposing house goes round twice before the release. */
  const twice = () => {
    const play = new Play(manyWorld).submit({ participants: ['aa-city', 'bb-east'], revision: TEXT });
    play.do(revising(play.state, { aim: 'aim-2' }));
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao']) play.reply(office);
    return play;
  };

  it('of the proposing house before the release are its own affair', () => {
    const play = twice();
    expect(play.case.round).toBe(2);
    expect(caseDetails(play.case, AA)).toMatchObject({ round: 2, rounds: [{ round: 2, changed: ['aim'] }] });
    expect(caseDetails(play.case, BB)).toMatchObject({ round: 1, rounds: [] });
    expect(ballotViews(play.case, BB).map((b) => b.round)).toEqual([1]);
  });

  it('after it are counted by everybody from the release on', () => {
    const play = twice();
    play.do(revising(play.state, { aim: 'aim-2', border: 'border-3' }));
    play.do({ type: 'release', at: T0, actor: who(FAO), what: { kind: 'revision', number: 3 } });
    expect(caseDetails(play.case, AA)).toMatchObject({ round: 3 });
    expect(caseDetails(play.case, BB)).toMatchObject({ round: 2, rounds: [{ round: 2, changed: ['border'] }] });
  });

  it('carry replies visibly, with the round in which they were given', () => {
    const play = releasedPlay();
    const east = () => Object.values(play.case.ballots).findLast((b) => b.track === 'others.bb-east');
    play.reply('bb-east-committee', 'agree', {
      actor: who('bb-east-committee-person-1'),
      ballot: east()?.id ?? '',
      seat: 'bb-east-committee:desk',
    });
    play.do(revising(play.state, { border: 'border-2' }));
    play.do({ type: 'release', at: T0, actor: who(FAO), what: { kind: 'revision', number: 2 } });
    const view = ballotViews(play.case, BB).find((b) => b.id === east()?.id);
    expect(view?.seats.map((s) => [s.key, s.reply?.carriedFrom ?? null])).toEqual([
      ['bb-east-committee:desk', 1],
      ['bb-ministry:desk', null],
    ]);
  });
});

describe('a file that the proposer keeps inside', () => {
  it('is read by its own side, and by the others once it is released', () => {
    const play = new Play(manyWorld).submit({
      participants: ['aa-city', 'bb-east'],
      revision: { ...TEXT, attachments: [{ sha256: FILE, audience: 'inside' }] },
    });
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao']) play.reply(office);
    const files = (reader: Viewer) => caseView(play.case, procedure, reader)?.revision.attachments;
    expect(files(AA)).toEqual([{ sha256: FILE, audience: 'inside' }]);
    expect(files(BB)).toEqual([]);
    play.do({ type: 'release', at: T0, actor: who(FAO), what: { kind: 'attachment', sha256: FILE } });
    expect(files(BB)).toEqual([{ sha256: FILE, audience: 'released' }]);
  });
});

describe('more time', () => {
  const joint = () => {
    const play = new Play().submit();
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior']) {
      play.reply(office);
    }
    return play;
  };
  const seatSeen = (state: Case, reader: Viewer) =>
    ballotViews(state, reader)
      .flatMap((b) => b.seats)
      .find((s) => s.key === 'position:BB')?.extension;

  it('is seen by all sides when it is asked or granted in the joint step, and refused by the seat’s own alone', () => {
    const play = joint();
    const ballot = Object.keys(play.case.ballots).at(-1) ?? '';
    const seat = { ballot, seat: 'position:BB' };
    const following = (...events: Parameters<typeof evolveAll>[2]) => asCase(evolveAll(play.state, CASE_ID, events));
    const asked = event('ExtensionAsked', CASE_CHAIN, T0, { ...seat, workingDays: 3, statement: null });
    expect(seatSeen(following(asked), AA)).toBe('asked');
    const granted = event('ExtensionGranted', CASE_CHAIN, T0, { ...seat, workingDays: 3 });
    expect(seatSeen(following(asked, granted), AA)).toBe('granted');
    const declined = following(asked, event('ExtensionDeclined', CASE_CHAIN, T0, seat));
    expect([seatSeen(declined, AA), seatSeen(declined, BB)]).toEqual([undefined, 'declined']);
  });
});

describe('what an opt-in prepares', () => {
  const prepares = { ...procedure, prepares: { instrument: 'project' } };
  const ended = (takesPart?: readonly string[]) => {
    const events = agreedPlay().events.map((e) =>
      e.type === 'Concluded' && takesPart ? { ...e, data: { ...e.data, takesPart } } : e,
    );
    return asCase(evolveAll({ status: 'none' }, CASE_ID, events));
  };

  it('is one proposal for each partner, with the proposer’s participants, on the text that was agreed', () => {
    expect(preparedFrom(ended(['BB']), prepares)).toEqual([
      {
        instrument: 'project',
        participants: ['aa-city'],
        sides: ['AA', 'BB'],
        partner: 'BB',
        areas: [],
        neededBy: null,
        basedOn: { proposal: CASE_ID, number: 'AC-2026-TEST01', revision: 'revision-hash' },
      },
    ]);
  });

  it('is nothing without an opt-in, without partners, before the outcome, or where nothing is to be prepared', () => {
    expect(preparedFrom(ended(), prepares)).toEqual([]);
    expect(preparedFrom(ended([]), prepares)).toEqual([]);
    expect(preparedFrom(new Play().submit().case, prepares)).toEqual([]);
    expect(preparedFrom(ended(['BB']), procedure)).toEqual([]);
  });

  it('and who takes part, is read in the outcome', () => {
    expect(caseView(ended(['BB']), procedure, AA)?.outcome).toMatchObject({ result: 'agreed', takesPart: ['BB'] });
  });
});
