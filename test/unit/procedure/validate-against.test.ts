import type { Procedure } from '../../../domain/procedure/schema';
import { validateAgainst } from '../../../domain/procedure/validate-against';
import type { World } from '../../../domain/procedure/world';
import { deepFreeze, procedure, T0, world } from '../proposal/fixtures';

const OUTLINE = {
  instrument: 'sister-city-agreement',
  proposing: 'AA',
  sides: ['AA', 'BB'],
  participants: [
    { organization: 'aa-city', side: 'AA' },
    { organization: 'bb-province', side: 'BB' },
  ],
};
const JOINT = '/stages/3/steps/0';

const without = (roles: readonly string[]): World => {
  const organizations = Object.entries(world.directory.organizations).map(([id, o]) => [
    id,
    { ...o, roles: o.roles.filter((role) => !roles.includes(role)) },
  ]);
  return { ...world, directory: { ...world.directory, organizations: Object.fromEntries(organizations) } };
};

const withHolders = (seat: string, people: readonly string[], until: string | null = null): World => {
  const before = world.directory.seats[seat];
  if (!before) throw new Error(`No seat ${seat}`);
  const holders = people.map((person) => ({ person, kind: 'principal' as const, from: '2020-01-01', until }));
  return {
    ...world,
    directory: { ...world.directory, seats: { ...world.directory.seats, [seat]: { ...before, holders } } },
  };
};

const withRelease = (step: Procedure['stages'][number]['steps']): World => {
  const stages = procedure.stages.map((stage) => (stage.key === 'release' ? { ...stage, steps: step } : stage));
  return { ...world, procedure: { ...procedure, stages } };
};

const found = (given: World) =>
  validateAgainst(deepFreeze(given), OUTLINE, T0).map(({ code, pointer, facts }) => ({ code, pointer, ...facts }));

test('finds nothing wrong where every seat is there and held', () => {
  expect(found(world)).toEqual([]);
});

test('points at a role of a profile that no office has', () => {
  expect(found(without(['province-fao']))).toEqual([
    {
      code: 'RoleWithoutOffice',
      pointer: '/stages/0/steps',
      track: 'home.AA',
      step: 'province-fao',
      profile: 'aa',
      side: 'AA',
      role: 'province-fao',
    },
  ]);
});

test('points at every place of a voice that no office has', () => {
  const problems = validateAgainst(deepFreeze(without(['interior'])), OUTLINE, T0);
  expect(problems.map(({ pointer, facts }) => [pointer, facts?.step])).toEqual([
    ['/stages/2/steps', 'interior'],
    [JOINT, 'positions'],
  ]);
});

test('points at a seat that nobody holds any more', () => {
  const empty = withHolders('bb-committee:desk', ['bb-committee-person-1'], '2026-06-07');
  expect(found(empty)).toEqual([
    {
      code: 'SeatEmpty',
      pointer: '/stages/2/steps',
      track: 'others.BB',
      step: 'committee',
      profile: 'bb',
      side: 'BB',
      office: 'bb-committee:desk',
    },
  ]);
});

test('points at one person who would consent and give the position', () => {
  expect(found(withHolders('bb-interior:desk', ['bb-province-person-1']))).toEqual([
    {
      code: 'TwoSeatsOnePerson',
      pointer: JOINT,
      track: 'joint',
      step: 'positions',
      person: 'bb-province-person-1',
      office: 'bb-interior:desk',
      other: 'bb-province:desk',
    },
  ]);
});

test('counts the seats that are found, not those that are written', () => {
  // Both descriptions lead to one office, so that two can never agree.
  const seats = [{ role: 'city-fao' }, { profile: 'release' as const }];
  const given = withRelease([{ key: 'release', seats, rule: { kind: 'nOfM', n: 2 }, effect: 'release' }]);
  expect(found(given)).toEqual([
    { code: 'TooFewSeats', pointer: '/stages/1/steps/0', track: 'release.AA', step: 'release', needed: 2, asked: 1 },
  ]);
});

test('points into a parallel group', () => {
  const step = (key: string, role: string) => ({ key, seats: [{ role }], rule: { kind: 'all' as const } });
  const given = withRelease([{ parallel: [step('one', 'city-fao'), step('two', 'nobody')] }]);
  expect(found(given).map(({ pointer }) => pointer)).toEqual(['/stages/1/steps/0/parallel/1']);
});

describe('what stands beside the seats', () => {
  const asking = (changes: Readonly<Record<string, unknown>>): World => {
    const step = {
      key: 'release',
      seats: [{ profile: 'release' }],
      rule: { kind: 'all' },
      effect: 'release',
      ...changes,
    };
    return withRelease([step] as never);
  };
  const RELEASE = { pointer: '/stages/1/steps/0', track: 'release.AA', step: 'release' };
  const within = (changes: Readonly<Record<string, unknown>>): World => {
    const aa = world.countries.AA;
    if (!aa) throw new Error('No country AA');
    const profiles = aa.profiles.map((p) => ({ ...p, ...changes }));
    return { ...world, countries: { ...world.countries, AA: { ...aa, profiles } } };
  };
  const decided = { deadline: { workingDays: 5 }, atDeadline: { referUp: { profile: 'decider' } } };
  const deciders = (role: string | null) => [
    { from: '2020-01-01', until: null, role: role && { role }, source: 'invented for tests', verifiedBy: null },
  ];

  test('an office that receives the file is there and held', () => {
    expect(found(asking({ completeness: { role: 'province-fao' } }))).toEqual([]);
    expect(found(asking({ completeness: { role: 'registry' } }))).toEqual([
      { ...RELEASE, code: 'RoleWithoutOffice', side: 'AA', role: 'registry' },
    ]);
    const receiving = asking({ completeness: { role: 'province-fao' } });
    const vacated = withHolders('aa-province-fao:desk', ['aa-province-fao-person-1'], '2026-06-07').directory;
    expect(found({ ...receiving, directory: vacated })).toContainEqual({
      ...RELEASE,
      code: 'SeatEmpty',
      side: 'AA',
      office: 'aa-province-fao:desk',
    });
  });

  test('a higher office is there', () => {
    const upTo = (role: string) => asking({ deadline: { workingDays: 5 }, atDeadline: { referUp: { role } } });
    expect(found(upTo('province-fao'))).toEqual([]);
    expect(found(upTo('minister'))).toEqual([{ ...RELEASE, code: 'RoleWithoutOffice', side: 'AA', role: 'minister' }]);
  });

  test('whoever decides is named by the profile, or left open by it, but not forgotten', () => {
    const stages = asking(decided).procedure;
    const by = (role: string | null) => found({ ...within({ deciders: deciders(role) }), procedure: stages });
    expect(by('province-fao')).toEqual([]);
    expect(by(null)).toEqual([]);
    expect(by('minister')).toEqual([{ ...RELEASE, code: 'RoleWithoutOffice', side: 'AA', role: 'minister' }]);
    expect(found(asking(decided))).toEqual([{ ...RELEASE, code: 'DeciderMissing', side: 'AA' }]);
  });

  test('silence is asked of nobody who does not take it for consent', () => {
    const silent = { rule: { kind: 'silence' }, deadline: { workingDays: 5 } };
    expect(found(asking(silent))).toEqual([{ ...RELEASE, code: 'SilenceForbidden', side: 'AA' }]);
    expect(found({ ...within({ silence: 'possible' }), procedure: asking(silent).procedure })).toEqual([]);
  });

  test('between sides one profile that forbids silence is enough', () => {
    const stages = procedure.stages.map((stage) =>
      stage.key === 'joint' && stage.steps !== 'profile'
        ? { ...stage, steps: stage.steps.map((step) => ({ ...step, rule: { kind: 'silence' as const } })) }
        : stage,
    );
    const given = { ...within({ silence: 'possible' }), procedure: { ...procedure, stages } };
    expect(found(given)).toEqual([
      { code: 'SilenceForbidden', pointer: JOINT, track: 'joint', step: 'positions', side: 'BB' },
    ]);
  });

  test('a seat that a rule names by its id is asked', () => {
    const consenting = (seat: string) => asking({ rule: { kind: 'requiredConsent', seats: [seat] } });
    expect(found(consenting('aa-city-fao:desk'))).toEqual([]);
    expect(found(consenting('aa-province-fao:desk'))).toEqual([
      { ...RELEASE, code: 'SeatNotAsked', seat: 'aa-province-fao:desk' },
    ]);
  });
});
