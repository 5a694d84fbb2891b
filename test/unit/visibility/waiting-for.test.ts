import type { World } from '../../../domain/procedure/world';
import { caseDetails } from '../../../domain/visibility/case-details';
import { caseView } from '../../../domain/visibility/case-view';
import type { Viewer } from '../../../domain/visibility/visible-to';
import { declaring, holding, supplying } from '../proposal/clocked';
import { deepFreeze, personOf, T0, world } from '../proposal/fixtures';
import { manyWorld, releasedPlay, revising, who } from '../proposal/many-sides';
import { Play } from '../proposal/spec';

const viewer = (person: string): Viewer => {
  const { organization, side } = who(person);
  return { person, organization, side };
};
const AA = viewer('aa-unit-person-1');
const BB = viewer('bb-unit-person-1');
const waits = (play: Play, reader: Viewer, { procedure }: World = manyWorld) =>
  caseView(play.case, procedure, reader)?.waitingFor;
const later = (play: Play, at: string) => Object.assign(play, { now: at });
const EAST = 'others.bb-east';
const INTERIOR = 'bb-interior-person-1';
const [DAY2, DAY3] = ['2026-06-09T03:00:00.000Z', '2026-06-10T03:00:00.000Z'];

describe('a file', () => {
  const { AA: aa, BB: bb } = world.countries;
  const [profile] = bb?.profiles ?? [];
  if (!aa || !bb || !profile) throw new Error('The small world has changed');
  const step = { key: 'interior', seats: [{ role: 'interior' }], rule: { kind: 'all' as const } };
  const withFile: World = deepFreeze({
    ...world,
    countries: {
      AA: aa,
      BB: { ...bb, profiles: [{ ...profile, steps: [{ ...step, completeness: { role: 'committee' } }] }] },
    },
  });
  const awaited = () => {
    const play = new Play(withFile).submit();
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao']) play.reply(office);
    return later(play, DAY2);
  };
  const track = 'others.BB';
  const committee = personOf('bb-committee');
  const side = (of: string, since: string) => [{ on: 'side', side: of, since, until: null }];

  it('waits for the receiving office, of which the others see only its side', () => {
    const play = awaited();
    expect(waits(play, BB, withFile)).toEqual([
      { on: 'seat', side: 'BB', seat: 'bb-committee:desk', since: T0, until: null },
    ]);
    expect(waits(play, AA, withFile)).toEqual(side('BB', T0));
    expect(caseDetails(play.case, BB)?.files).toMatchObject([
      { track, office: 'bb-committee:desk', status: 'awaited' },
    ]);
    expect(caseDetails(play.case, AA)?.files).toEqual([]);
  });

  it('that lacks something waits for the proposer, who reads what', () => {
    const play = awaited().do(declaring(track, committee, 'list'));
    for (const reader of [AA, BB]) {
      expect(waits(play, reader, withFile)).toEqual(side('AA', DAY2));
      expect(caseDetails(play.case, reader)?.lacking).toMatchObject([{ track, side: 'BB', text: { hash: 'list' } }]);
    }
  });

  it('waits for the office again once it is supplied, and for the seats once it is complete', () => {
    const play = awaited()
      .do(declaring(track, committee, 'list'))
      .do(supplying(track));
    expect(waits(play, AA, withFile)).toEqual(side('BB', T0));
    expect(caseDetails(play.case, AA)?.lacking).toEqual([]);
    play.do(declaring(track, committee));
    expect(waits(play, BB, withFile)).toMatchObject([{ on: 'seat', seat: 'bb-interior:desk', since: DAY2 }]);
    expect(waits(play, AA, withFile)).toEqual(side('BB', T0));
  });
});

describe('a text that a house sends back', () => {
  const sentBack = () => {
    const play = later(releasedPlay(), DAY2);
    for (const office of ['bb-ministry', 'bb-east-committee']) {
      const ballot = Object.values(play.case.ballots).find((b) => b.track === EAST && b.status === 'open');
      play.reply(office, 'requestChanges', {
        actor: who(`${office}-person-1`),
        ballot: ballot?.id ?? '',
        seat: `${office}:desk`,
      });
    }
    return play;
  };

  it('waits in its house until it has crossed, and then for the proposer', () => {
    const play = sentBack();
    const ofEast = (reader: Viewer) => waits(play, reader)?.filter((w) => w.on === 'side');
    expect(ofEast(BB)).toEqual([{ on: 'side', side: 'BB', since: DAY2, until: null }]);
    expect(ofEast(AA)).toEqual([{ on: 'side', side: 'BB', since: T0, until: null }]);
    const what = { kind: 'return' as const, ballot: play.case.tracks[EAST]?.returnedBy ?? '' };
    later(play, DAY3).do({ type: 'release', at: T0, actor: who(INTERIOR), what });
    for (const reader of [AA, BB]) {
      expect(ofEast(reader)?.[0]).toEqual({ on: 'side', side: 'AA', since: DAY3, until: null });
    }
  });
});

describe('an offered text', () => {
  const offered = () => {
    const play = releasedPlay();
    return later(play.do(revising(play.state, { border: 'other' }, 'bb-east-person-1')), DAY2);
  };

  it('is known in its own house alone until it is released', () => {
    const play = offered();
    const releasing = {
      on: 'seat',
      side: 'BB',
      seat: `${INTERIOR.replace('-person-1', '')}:desk`,
      since: T0,
      until: null,
    };
    expect(waits(play, BB)).toContainEqual(releasing);
    expect(waits(play, AA)).toEqual(waits(releasedPlay(), AA));
    expect(caseDetails(play.case, AA)).toEqual(caseDetails(releasedPlay().case, AA));
    expect(caseDetails(play.case, BB)?.offers).toMatchObject([{ organization: 'bb-east', releasedAt: null }]);
  });

  it('waits for the side of each participant that has not accepted it', () => {
    const play = offered();
    const what = { kind: 'revision' as const, number: 2 };
    play.do({ type: 'release', at: T0, actor: who(INTERIOR), what });
    const since = (side: string) => ({ on: 'side', side, since: DAY2, until: null });
    expect(waits(play, AA)).toEqual(expect.arrayContaining([since('AA'), since('BB')]));
    play.do({ type: 'acceptRevision', at: T0, actor: who('bb-west-person-1'), revision: 2 });
    expect(waits(play, AA)).toEqual(expect.arrayContaining([since('AA')]));
    expect(waits(play, AA)).not.toContainEqual(since('BB'));
    expect(caseDetails(play.case, AA)?.offers).toMatchObject([{ accepted: ['bb-west'], releasedAt: DAY2 }]);
  });
});

describe('a joint step', () => {
  const joint = () => {
    const play = new Play().submit();
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior']) {
      play.reply(office);
    }
    return play;
  };
  const due = '2026-06-29T10:00:00.000Z';

  it('waits for the own seats and for the other side until its own deadline', () => {
    const play = joint().reply('aa-national');
    expect(waits(play, AA, world)).toEqual([
      expect.objectContaining({ on: 'seat', seat: 'consent:aa-city' }),
      { on: 'side', side: 'BB', since: T0, until: due },
    ]);
  });

  it('waits on for a seat that has only reserved its position', () => {
    const stages = world.procedure.stages.map((stage) =>
      stage.key === 'joint' && stage.steps !== 'profile'
        ? { ...stage, steps: stage.steps.map((s) => ({ ...s, offers: ['agree', 'reserve'] as const })) }
        : stage,
    );
    const reserving = { ...world, procedure: { ...world.procedure, stages } } as World;
    const play = new Play(reserving).submit();
    for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior']) {
      play.reply(office);
    }
    play.reply('aa-city').reply('aa-national').reply('bb-province').reply('bb-interior', 'reserve');
    expect(waits(play, AA, reserving)).toEqual([{ on: 'side', side: 'BB', since: T0, until: due }]);
    expect(waits(play, BB, reserving)).toMatchObject([{ on: 'seat', seat: 'position:BB' }]);
  });

  it('of a case that is held waits on for the same, until nobody knows when', () => {
    const play = joint();
    const before = waits(play, AA, world) ?? [];
    play.do(holding('hold', personOf('bb-unit'), 'AA'));
    for (const reader of [AA, BB]) {
      expect(caseView(play.case, world.procedure, reader)?.status).toBe('paused');
      expect(caseDetails(play.case, reader)?.paused).toBe(T0);
    }
    expect(waits(play, AA, world)).toEqual(before.map((w) => ({ ...w, until: null })));
    expect(caseDetails(play.case, BB)?.heldWith).toEqual(['AA']);
    expect(caseDetails(play.case, AA)?.heldWith).toEqual([]);
    play.do(holding('lift', personOf('bb-unit'), 'AA'));
    expect(waits(play, AA, world)).toMatchObject(before.map(({ on, since }) => ({ on, since })));
  });
});
