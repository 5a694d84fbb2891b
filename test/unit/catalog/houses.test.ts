/** Whom a plan of border provinces and a project for the list ask, by the catalogue as it is. */
import { loadCatalogue } from '../../../catalog/load';
import { servingOrganization } from '../../../domain/directory/directory';
import {
  type CaseOutline,
  deciderOf,
  planReferral,
  planStep,
  profileFor,
  tracksOf,
  voiceOf,
} from '../../../domain/procedure/plan';
import { type Stage, stepsOf } from '../../../domain/procedure/schema';
import { inNeutralOrder, type World } from '../../../domain/procedure/world';

const { countries, directory, procedures } = loadCatalogue();
const TODAY = '2026-06-08T03:00:00.000Z';

const worldOf = (key: string): World => {
  const procedure = procedures.findLast((p) => p.key === key);
  if (!procedure) throw new Error(`No procedure ${key}`);
  return { procedure, countries, directory };
};

const outlineOf = (instrument: string, organizations: readonly string[], sides: readonly string[]): CaseOutline => ({
  instrument,
  proposing: sides[0] ?? '',
  sides: inNeutralOrder(countries, sides),
  participants: organizations.map((organization) => ({
    organization,
    side: directory.organizations[organization]?.country ?? '',
  })),
});

const stageOf = ({ procedure }: World, key: string): Stage => {
  const stage = procedure.stages.find((s) => s.key === key);
  if (!stage) throw new Error(`No stage ${key}`);
  return stage;
};

/** The offices of each step of each track of a stage, with the sections they answer for. */
const asked = (world: World, outline: CaseOutline, stage: string) =>
  tracksOf(stageOf(world, stage), outline, world, TODAY).map((track) => ({
    track: track.id,
    steps: (track.steps ?? []).flatMap(stepsOf).map((step) => ({
      step,
      seats: planStep(step, track, { world, outline, at: TODAY }).seats,
    })),
  }));

const officesOf = (world: World, outline: CaseOutline, stage: string) =>
  asked(world, outline, stage).map(({ track, steps }) => [
    track,
    steps.map(({ seats }) => seats.map((s) => s.organization)),
  ]);

const FIVE = ['cn-guangxi', 'vn-cao-bang', 'vn-lang-son', 'vn-quang-ninh', 'vn-tuyen-quang'];
const MINISTRIES = ['vn-mofa', 'vn-mps', 'vn-mod'];

describe('a plan of five border provinces', () => {
  const world = worldOf('border-exchange-plan');
  const outline = outlineOf('renewal', FIVE, ['CN', 'VN']);
  const [opinions] = asked(world, outline, 'others')[0]?.steps ?? [];

  test('is considered for Guangxi by its foreign affairs office, which also releases it', () => {
    expect(officesOf(world, outline, 'home')).toEqual([['home.CN', [['cn-guangxi-fao']]]]);
    expect(officesOf(world, outline, 'release')).toEqual([['release.CN', [['cn-guangxi-fao']]]]);
  });

  test('is considered in a track for each province of Viet Nam, by the same three ministries', () => {
    expect(officesOf(world, outline, 'others')).toEqual(FIVE.slice(1).map((p) => [`others.${p}`, [MINISTRIES]]));
  });

  test('asks the ministries once the file is complete, which the foreign ministry says, and for seven working days', () => {
    expect(opinions?.step).toMatchObject({
      rule: { kind: 'consultThenRefer' },
      completeness: { role: 'ministry-of-foreign-affairs' },
      deadline: { workingDays: 7, from: 'completeness' },
    });
  });

  test('asks of a changed border section only who answers for it', () => {
    const named = (section: string) =>
      opinions?.seats.filter((s) => s.voice.sections?.includes(section)).map((s) => s.organization);
    expect(named('border-management')).toEqual(['vn-mps', 'vn-mod']);
    expect(named('boundary-declaration')).toEqual(['vn-mofa', 'vn-mod']);
    expect(named('participants')).toEqual(['vn-mofa']);
  });

  test('needs the consent of each province and one position of each side', () => {
    const [joint] = asked(world, outline, 'joint')[0]?.steps ?? [];
    expect(joint?.seats.map((s) => [s.voice.key, s.organization])).toEqual([
      ...FIVE.map((p) => [`consent:${p}`, p]),
      ['position:CN', 'cn-lmc-secretariat'],
      ['position:VN', 'vn-mofa'],
    ]);
  });

  test('is taken up by Hai Phong, of the rank of a province, in the same way', () => {
    const joined = outlineOf('renewal', [...FIVE, 'vn-hai-phong'], ['CN', 'VN']);
    expect(officesOf(world, joined, 'others').at(-1)).toEqual(['others.vn-hai-phong', [MINISTRIES]]);
    const at = { world, outline: joined, at: TODAY };
    expect(voiceOf('release', { side: 'VN', participant: 'vn-hai-phong' }, at)?.organization).toBe('vn-hai-phong-dfa');
  });

  test('finds for everybody of Viet Nam who could take part an office for each word', () => {
    const all = Object.values(directory.organizations).filter(
      (o) => o.country === 'VN' && o.roles.includes('local-government'),
    );
    const gaps = all.flatMap(({ id }) => {
      const one = outlineOf('border-exchange-plan', ['cn-guangxi', id], ['CN', 'VN']);
      const [profile] = [profileFor(world, one, 'VN', TODAY, id)];
      const roles = profile.steps.flatMap(stepsOf).flatMap((s) => s.completeness?.role ?? []);
      const voices = Object.values(profile.voices).map((v) => v.role);
      return [...roles, ...voices].flatMap((role) =>
        servingOrganization(directory, id, role, '2026-06-08') ? [] : [`${id}: ${role}`],
      );
    });
    expect(all.length).toBeGreaterThan(10);
    expect(gaps).toEqual([]);
  });

  test('between communes asks police, military command and border guard of the province, without a deadline', () => {
    const communes = outlineOf('border-exchange-plan', ['vn-binh-lieu', 'cn-dong-zhong'], ['VN', 'CN']);
    const offices = ['dfa', 'police', 'military-command', 'border-guard'].map((name) => `vn-quang-ninh-${name}`);
    expect(officesOf(world, communes, 'home')).toEqual([['home.VN', [offices]]]);
    expect(asked(world, communes, 'home')[0]?.steps[0]?.step.deadline).toBeUndefined();
    expect(officesOf(world, communes, 'others')).toEqual([['others.cn-dong-zhong', [['cn-lmc-secretariat']]]]);
  });
});

describe('after a disagreement in Viet Nam', () => {
  const world = worldOf('border-exchange-plan');
  const outline = outlineOf('border-exchange-plan', FIVE, ['CN', 'VN']);
  const track = { side: 'VN', participant: 'vn-cao-bang' };

  test.each([
    ['2021-07-01T03:00:00.000Z', 'prime-minister', 'vn-government-office'],
    ['2025-06-11T16:59:59.999Z', 'prime-minister', 'vn-government-office'],
    // Midnight in Ha Noi: the decree of 12 June 2025 is in force, and what it moved is not confirmed.
    ['2025-06-11T17:00:00.000Z', undefined, undefined],
    [TODAY, undefined, undefined],
  ])('at %s decides %p', (at, role, office) => {
    const context = { world, outline, at };
    expect(deciderOf(track, context)?.role).toBe(role);
    expect(planReferral({ profile: 'decider' }, track, context)?.organization).toBe(office);
  });
});

describe('a project for the list', () => {
  const world = worldOf('list-project');
  const SIX = ['CN', 'KH', 'LA', 'MM', 'TH', 'VN'];
  const outline = outlineOf('project', ['cn-yunnan'], SIX);

  test('of Yunnan asks the units of all six for interest, and Yunnan alone for its consent', () => {
    const units = inNeutralOrder(countries, SIX).map((iso) => [`position:${iso}`, countries[iso]?.unit]);
    const [joint] = asked(world, outline, 'joint')[0]?.steps ?? [];
    expect(joint?.seats.map((s) => [s.voice.key, s.organization])).toEqual([
      ['consent:cn-yunnan', 'cn-yunnan'],
      ...units,
    ]);
    expect(joint?.step).toMatchObject({ rule: { kind: 'optIn', atLeast: 2 }, atDeadline: { close: true } });
  });

  test('is considered and released by the foreign affairs office of the province', () => {
    expect(officesOf(world, outline, 'home')).toEqual([['home.CN', [['cn-yunnan-fao']]]]);
    expect(officesOf(world, outline, 'release')).toEqual([['release.CN', [['cn-yunnan-fao']]]]);
  });
});

test('a province of China considers a sister city by the rules and the order that are described for Guangxi', () => {
  const world = worldOf('sister-city-agreement');
  const outline = outlineOf('sister-city-agreement', ['cn-guangxi', 'vn-bac-ninh'], ['CN', 'VN']);
  expect(officesOf(world, outline, 'home')).toEqual([['home.CN', [['cn-guangxi-fao'], ['cn-guangxi'], ['cn-cpaffc']]]]);
  expect(officesOf(world, outline, 'others')).toEqual([['others.VN', [['vn-mofa']]]]);
});
