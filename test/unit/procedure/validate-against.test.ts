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
