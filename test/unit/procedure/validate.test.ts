/** One broken procedure per rule of the validator; each is the sound one with a single change. */
import { PROBLEM_CODES } from '../../../domain/procedure/problems';
import { validateProcedure } from '../../../domain/procedure/validate';
import { validateProfile } from '../../../domain/procedure/validate-profile';
import { deepFreeze, procedure as sound, world } from '../proposal/fixtures';

type Json = Record<string, unknown>;

/** The value with one place replaced, or taken out where `to` is undefined. `-` as last part appends to a list. */
function changed(value: unknown, pointer: string, to: unknown): unknown {
  const copy = structuredClone(value) as Json;
  const parts = pointer.split('/').slice(1);
  const last = parts.pop() ?? '';
  const parent = parts.reduce<Json>((at, part) => at[part] as Json, copy);
  if (Array.isArray(parent) && last === '-') parent.push(to);
  else if (to === undefined) delete parent[last];
  else parent[last] = to;
  return copy;
}

const JOINT = '/stages/3/steps/0';
const RELEASE = '/stages/1/steps/0';
const house = (changes: Json = {}): Json => ({
  key: 'office',
  seats: [{ role: 'office' }],
  rule: { kind: 'all' },
  ...changes,
});
const release = house({ key: 'again', effect: 'release' });
const office = (...sections: string[]): Json => ({ role: 'office', sections });
const STEPS = '/stages/2/steps';
const HOUSE = `${STEPS}/0`;
const SIGN = { obligation: 'sign', per: 'side' };
const RETURNS = { onRequestChanges: 'proposer', carry: 'unchanged-sections' };
const DUE = { calendarDays: 15, from: 'signed' };

type Row = readonly [
  name: string,
  change: readonly [pointer: string, to: unknown],
  problems: readonly [string, string][],
];

const rows: readonly Row[] = [
  ['a wrong type', ['/version', 'one'], [['WrongValue', '/version']]],
  ['a field that is not built yet', ['/signing', { embargo: true }], [['UnknownField', '/signing']]],
  [
    'a misspelt field of a step',
    [`${JOINT}/remindevery`, { workingDays: 5 }],
    [['UnknownField', `${JOINT}/remindevery`]],
  ],
  ['a rule that is none', [`${RELEASE}/rule`, { kind: 'lottery' }], [['WrongValue', `${RELEASE}/rule/kind`]]],
  ['a rule without its base', [`${RELEASE}/rule`, { kind: 'majority' }], [['WrongValue', `${RELEASE}/rule/of`]]],
  ['a field with a slash in its name', ['/a~1b', 1], [['UnknownField', '/a~01b']]],
  ['no seats', [`${RELEASE}/seats`, []], [['WrongValue', `${RELEASE}/seats`]]],
  ['no stages', ['/stages', []], [['WrongValue', '/stages']]],
  ['a deadline of no days', [`${JOINT}/deadline/workingDays`, 0], [['WrongValue', `${JOINT}/deadline/workingDays`]]],
  [
    'a parallel group of one',
    ['/stages/0/steps', [{ parallel: [house()] }]],
    [['WrongValue', '/stages/0/steps/0/parallel']],
  ],
  ['a stage key twice', ['/stages/2/key', 'home'], [['DuplicateKey', '/stages/2/key']]],
  ['an instrument twice', ['/instruments/-', 'sister-city-agreement'], [['DuplicateKey', '/instruments/1']]],
  ['a step key twice', ['/stages/2/steps', [house(), house()]], [['DuplicateKey', '/stages/2/steps/1/key']]],
  [
    'a step key twice in a parallel group',
    ['/stages/2/steps', [{ parallel: [house(), house()] }]],
    [['DuplicateKey', '/stages/2/steps/0/parallel/1/key']],
  ],
  ['a seat twice', [`${RELEASE}/seats/-`, { profile: 'release' }], [['DuplicateSeat', `${RELEASE}/seats/1`]]],
  ['no release', [`${RELEASE}/effect`, undefined], [['NoRelease', '/stages']]],
  ['a second release', ['/stages/2/steps', [release]], [['SecondRelease', '/stages/2/steps/0/effect']]],
  [
    'a release beside another step',
    ['/stages/1/steps', [{ parallel: [house(), release] }]],
    [['ReleaseInParallel', '/stages/1/steps/0/parallel/1']],
  ],
  [
    'a release per participant',
    ['/stages/1/tracks/per', 'participant'],
    [['ReleasePerParticipant', '/stages/1/tracks/per']],
  ],
  [
    'other sides before the release',
    ['/stages/0/tracks/of', 'others'],
    [['ForeignSeatBeforeRelease', '/stages/0/tracks/of']],
  ],
  [
    'all sides before the release',
    ['/stages/0/tracks/of', undefined],
    [['ForeignSeatBeforeRelease', '/stages/0/tracks']],
  ],
  ['a release by all sides', ['/stages/1/tracks/of', 'all'], [['ForeignSeatBeforeRelease', '/stages/1/tracks/of']]],
  [
    'no joint step',
    ['/stages/3', { key: 'joint', tracks: { per: 'side', of: 'others' }, steps: 'profile' }],
    [['NoJointStep', '/stages']],
  ],
  [
    'a house after the joint step',
    ['/stages/4', { key: 'late', tracks: { per: 'side', of: 'others' }, steps: 'profile' }],
    [['HouseAfterJointStep', '/stages/4']],
  ],
  [
    'a joint stage without steps of its own',
    ['/stages/3/steps', 'profile'],
    [['JointStepFromProfile', '/stages/3/steps']],
  ],
  ['no consents', [`${JOINT}/consents`, undefined], [['ConsentMissing', JOINT]]],
  [
    'consents by another voice',
    [`${JOINT}/consents/profile`, 'release'],
    [['ConsentMissing', `${JOINT}/consents/profile`]],
  ],
  ['consents of sides', [`${JOINT}/consents/of`, 'each-side'], [['ConsentMissing', `${JOINT}/consents/of`]]],
  [
    'positions of participants',
    [`${JOINT}/seats/0/of`, 'each-participant'],
    [['PositionMissing', `${JOINT}/seats/0/of`]],
  ],
  [
    'a position of nobody in particular',
    [`${JOINT}/seats/0/of`, undefined],
    [['PositionMissing', `${JOINT}/seats/0/of`]],
  ],
  [
    'an office between sides',
    [`${JOINT}/seats/-`, { role: 'secretariat' }],
    [['SeatWithoutVoice', `${JOINT}/seats/1`]],
  ],
  [
    'another voice between sides',
    [`${JOINT}/seats/0`, { profile: 'release', of: 'each-side' }],
    [['SeatWithoutVoice', `${JOINT}/seats/0`]],
  ],
  ['one side is enough', [`${JOINT}/rule`, { kind: 'any' }], [['NotUnanimous', `${JOINT}/rule/kind`]]],
  [
    'staying away where it is no opt-in',
    [`${JOINT}/offers`, ['agree', 'object', 'doesNotTakePart']],
    [['LeavesOutsideOptIn', `${JOINT}/offers`]],
  ],
  ['some sides are enough', [`${JOINT}/rule`, { kind: 'nOfM', n: 1 }], [['NotUnanimous', `${JOINT}/rule/kind`]]],
  ['all, which is not unanimity', [`${JOINT}/rule`, { kind: 'all' }], [['NotUnanimous', `${JOINT}/rule/kind`]]],
  [
    'a majority of sides',
    [`${JOINT}/rule`, { kind: 'majority', of: 'cast' }],
    [['NotUnanimous', `${JOINT}/rule/kind`]],
  ],
  [
    'sides with weights',
    [`${JOINT}/rule`, { kind: 'weighted', inFavour: { atLeast: '2/3', of: 'cast' } }],
    [['NotUnanimous', `${JOINT}/rule/kind`]],
  ],
  [
    'an opt-in of one side',
    [`${JOINT}/rule`, { kind: 'optIn', atLeast: 1 }],
    [['TooFewSides', `${JOINT}/rule/atLeast`]],
  ],
  [
    'sides that are counted in a house',
    [STEPS, [house({ rule: { kind: 'optIn', atLeast: 2 } })]],
    [['RuleBetweenSides', `${HOUSE}/rule/kind`]],
  ],
  [
    'unanimity of one side',
    [STEPS, [house({ rule: { kind: 'unanimityOfSides' } })]],
    [['RuleBetweenSides', `${HOUSE}/rule/kind`]],
  ],
  [
    'an office that stays away',
    [STEPS, [house({ offers: ['agree', 'doesNotTakePart'] })]],
    [['OfferBetweenSides', `${HOUSE}/offers/1`]],
  ],
  [
    'reasons owed to other sides',
    [`${JOINT}/negativeNeedsReason`, 'refuse'],
    [['ReasonBetweenSides', `${JOINT}/negativeNeedsReason`]],
  ],
  [
    'a file between sides',
    [`${JOINT}/completeness`, { role: 'secretariat' }],
    [['CompletenessBetweenSides', `${JOINT}/completeness`]],
  ],
  [
    'a clock from a file of which nobody says that it is complete',
    [`${JOINT}/deadline/from`, 'completeness'],
    [['CompletenessMissing', `${JOINT}/deadline/from`]],
  ],
  [
    'opinions that nobody decides on',
    [STEPS, [house({ rule: { kind: 'consultThenRefer' } })]],
    [['ReferralMissing', `${HOUSE}/rule/kind`]],
  ],
  [
    'a required seat that is not asked',
    [STEPS, [house({ rule: { kind: 'requiredConsent', seats: ['office', 'judge'] } })]],
    [['SeatNotAsked', `${HOUSE}/rule/seats/1`]],
  ],
  [
    'a quorum of more than are asked',
    [STEPS, [house({ rule: { kind: 'any', quorum: { atLeast: 2 } } })]],
    [['TooFewSeats', `${HOUSE}/rule/quorum/atLeast`]],
  ],
  ['silence without end', [STEPS, [house({ rule: { kind: 'silence' } })]], [['DeadlineMissing', `${HOUSE}/rule/kind`]]],
  [
    'one seat for several sections apart',
    [STEPS, [house({ seats: [office('aims'), office('money')] })]],
    [['DuplicateSeat', `${HOUSE}/seats/1`]],
  ],
  [
    'a section twice',
    [STEPS, [house({ seats: [office('aims', 'aims')] })]],
    [['DuplicateKey', `${HOUSE}/seats/0/sections/1`]],
  ],
  [
    'sections of an office that receives files',
    [STEPS, [house({ completeness: office('aims') })]],
    [['WithoutEffect', `${HOUSE}/completeness/sections`]],
  ],
  [
    'more time where there is no deadline',
    [STEPS, [house({ extension: { workingDays: 5 } })]],
    [['DeadlineMissing', `${HOUSE}/extension`]],
  ],
  [
    'more time that nobody measures',
    [`${JOINT}/offers`, ['agree', 'object', 'requestExtension']],
    [['FieldMissing', `${JOINT}/offers/2`]],
  ],
  [
    'a confirmation that is awaited for ever',
    [STEPS, [house({ offers: ['agree', 'agreeAdReferendum'] })]],
    [['FieldMissing', `${HOUSE}/offers/1`]],
  ],
  [
    'a confirmation of nothing',
    [`${JOINT}/adReferendum`, { workingDays: 5 }],
    [['WithoutEffect', `${JOINT}/adReferendum`]],
  ],
  [
    'a return that nobody can ask for',
    [STEPS, [house({ returnAtOnce: true })]],
    [['WithoutEffect', `${HOUSE}/returnAtOnce`]],
  ],
  [
    'reasons of nobody',
    [STEPS, [house({ offers: ['agree'], negativeNeedsReason: 'refuse' })]],
    [['WithoutEffect', `${HOUSE}/negativeNeedsReason`]],
  ],
  ['a kind of reply twice', [`${JOINT}/offers`, ['agree', 'object', 'agree']], [['DuplicateKey', `${JOINT}/offers/2`]]],
  [
    'an end after the end',
    [`${JOINT}/atDeadline/close`, true],
    [
      ['Unreachable', `${JOINT}/atDeadline/remindEvery`],
      ['Unreachable', `${JOINT}/atDeadline/lapseAfter`],
    ],
  ],
  [
    'changes that go nowhere',
    [`${JOINT}/offers`, ['agree', 'requestChanges', 'object']],
    [['FieldMissing', '/returns']],
  ],
  ['partners without an opt-in', ['/prepares', { instrument: 'project' }], [['WithoutEffect', '/prepares']]],
  ['an obligation of nobody', ['/after', [{ obligation: 'sign' }]], [['FieldMissing', '/after/0']]],
  ['an obligation of all and of one', ['/after', [{ ...SIGN, side: 'BB' }]], [['WithoutEffect', '/after/0/side']]],
  ['an obligation twice', ['/after', [SIGN, SIGN]], [['DuplicateKey', '/after/1']]],
  [
    'a signature that is due once it is given',
    ['/after', [{ ...SIGN, due: DUE }]],
    [['Unreachable', '/after/0/due/from']],
  ],
  [
    'a report on what nobody signs',
    ['/after', [{ obligation: 'report', per: 'side', due: DUE }]],
    [['Unreachable', '/after/0/due/from']],
  ],
  [
    'consents inside a house',
    [`${RELEASE}/consents`, { profile: 'consent', of: 'each-participant' }],
    [['ConsentsOutsideJointStep', `${RELEASE}/consents`]],
  ],
  [
    'a referral between sides',
    [`${JOINT}/atDeadline/referUp`, { role: 'secretariat' }],
    [['ReferUpBetweenSides', `${JOINT}/atDeadline/referUp`]],
  ],
  ['nobody may agree', [`${RELEASE}/offers`, ['object', 'abstain']], [['NoPathToAgreed', `${RELEASE}/offers`]]],
  ['nobody may object', [`${JOINT}/offers`, ['agree', 'abstain']], [['NoPathToNotAgreed', `${JOINT}/offers`]]],
  [
    'more must agree than are asked',
    [`${RELEASE}/rule`, { kind: 'nOfM', n: 2 }],
    [['TooFewSeats', `${RELEASE}/rule/n`]],
  ],
  ['an end without a deadline', [`${JOINT}/deadline`, undefined], [['DeadlineMissing', `${JOINT}/atDeadline`]]],
  [
    'a reminder before no deadline',
    [`${RELEASE}/remindBefore`, { workingDays: 2 }],
    [['DeadlineMissing', `${RELEASE}/remindBefore`]],
  ],
  [
    'a reminder after the lapse',
    [`${JOINT}/atDeadline/lapseAfter/workingDays`, 0],
    [['Unreachable', `${JOINT}/atDeadline/remindEvery`]],
  ],
];

const places = (given: unknown) => validateProcedure(given).map(({ code, pointer }) => [code, pointer]);

describe('the validator of procedures', () => {
  test('finds nothing wrong with the sound procedure', () => {
    expect(validateProcedure(sound)).toEqual([]);
  });

  test.each(rows)('points at %s', (_, [pointer, to], problems) => {
    expect(places(deepFreeze(changed(sound, pointer, to)))).toEqual(problems);
  });

  test('names every problem at once', () => {
    const twice = changed(changed(sound, `${JOINT}/rule`, { kind: 'any' }), '/stages/2/key', 'home');
    expect(places(twice)).toEqual([
      ['DuplicateKey', '/stages/2/key'],
      ['NotUnanimous', `${JOINT}/rule/kind`],
    ]);
  });

  test('lets a procedure without counterpart do without release and joint step', () => {
    const own = { ...sound, counterpart: false, stages: sound.stages.slice(0, 1) };
    expect(validateProcedure(own)).toEqual([]);
  });

  test.each([
    ['consensus', { kind: 'consensus' }],
    ['an opt-in', { kind: 'optIn', atLeast: 2 }],
    ['silence, as far as the procedure alone can tell', { kind: 'silence' }],
  ])('lets sides answer each other by %s', (_, rule) => {
    expect(validateProcedure(changed(sound, `${JOINT}/rule`, rule))).toEqual([]);
  });

  test('lets a side of an opt-in stay away instead of objecting', () => {
    const optIn = changed(sound, `${JOINT}/rule`, { kind: 'optIn', atLeast: 2 });
    const offered = changed(optIn, `${JOINT}/offers`, ['agree', 'takeNote', 'doesNotTakePart']);
    expect(validateProcedure(offered)).toEqual([]);
    expect(places(changed(offered, `${JOINT}/rule`, { kind: 'consensus' }))).toEqual([
      ['LeavesOutsideOptIn', `${JOINT}/offers`],
      ['NoPathToNotAgreed', `${JOINT}/offers`],
    ]);
  });

  test('lets a house hear all opinions and then ask whoever decides', () => {
    const deadline = { workingDays: 7, from: 'completeness' };
    const step = house({
      rule: { kind: 'consultThenRefer' },
      completeness: { role: 'desk' },
      deadline,
      atDeadline: { close: true, referUp: { role: 'minister' } },
    });
    expect(validateProcedure(changed(sound, STEPS, [step]))).toEqual([]);
  });

  test('finds in a procedure of one house what only others could make use of', () => {
    const stages = [{ ...sound.stages[0], steps: [house()] }];
    const own = { ...sound, counterpart: false, stages, joins: true, returns: RETURNS };
    expect(places(own)).toEqual([
      ['WithoutEffect', '/returns'],
      ['WithoutEffect', '/joins'],
    ]);
  });

  test.each([null, undefined, 'text', 7, []])('refuses %p as a whole', (given) => {
    expect(places(given)).toEqual([['WrongValue', '']]);
  });
});

describe('the validator of profiles', () => {
  const profile = world.countries.AA?.profiles[0];
  const sourced = { source: 'invented for tests', verifiedBy: null };
  const decider = (from: string, until: string | null) => ({ from, until, role: { role: 'minister' }, ...sourced });
  const obligation = (kind: string) => ({ obligation: kind, ...sourced });
  const profileRows: readonly Row[] = [
    ['a closed one of two steps', ['/mode', 'closed'], [['ClosedProfileNotSingle', '/steps']]],
    ['a release', ['/steps/1/effect', 'release'], [['ReleaseInProfile', '/steps/1/effect']]],
    ['a step key twice', ['/steps/1/key', 'city-fao'], [['DuplicateKey', '/steps/1/key']]],
    [
      'an end without a deadline',
      ['/steps/0/atDeadline', { lapseAfter: { workingDays: 3 } }],
      [['DeadlineMissing', '/steps/0/atDeadline']],
    ],
    ['a release by sections', ['/voices/release/sections', ['aims']], [['WithoutEffect', '/voices/release/sections']]],
    [
      'silence where it is never consent',
      ['/steps/0', house({ rule: { kind: 'silence' }, deadline: { workingDays: 5 } })],
      [['SilenceForbidden', '/steps/0/rule/kind']],
    ],
    [
      'a decision of somebody who is named nowhere',
      ['/steps/0', house({ deadline: { workingDays: 5 }, atDeadline: { referUp: { profile: 'decider' } } })],
      [['DeciderMissing', '/steps/0/atDeadline/referUp']],
    ],
    [
      'two who decide on one day',
      ['/deciders', [decider('2020-01-01', '2021-06-30'), decider('2021-06-30', null), decider('2022-01-01', null)]],
      [
        ['DecidersOverlap', '/deciders/1/from'],
        ['DecidersOverlap', '/deciders/2/from'],
      ],
    ],
    [
      'a decider of no day',
      ['/deciders', [decider('2021-01-01', '2020-12-31')]],
      [['DecidersOverlap', '/deciders/0/until']],
    ],
    [
      'a signature that is due once it is given',
      ['/after', [{ ...obligation('sign'), due: DUE }]],
      [['Unreachable', '/after/0/due/from']],
    ],
    ['an obligation twice', ['/after', [obligation('report'), obligation('report')]], [['DuplicateKey', '/after/1']]],
    [
      'steps without a source',
      ['/source', null],
      [
        ['SourceMissing', '/steps/0'],
        ['SourceMissing', '/steps/1'],
      ],
    ],
  ];

  test('finds nothing wrong with the sound profile', () => {
    expect(profile && validateProfile(profile)).toEqual([]);
  });

  test.each(profileRows)('points at %s', (_, [pointer, to], problems) => {
    const found = validateProfile(changed(profile, pointer, to) as never);
    expect(found.map(({ code, pointer: at }) => [code, at])).toEqual(problems);
  });
});

test('every kind of problem stands in a table of these tests', () => {
  const against = ['RoleWithoutOffice', 'SeatEmpty', 'TwoSeatsOnePerson'];
  const inTables = new Set([
    ...rows.flatMap(([, , found]) => found.map(([code]) => code)),
    'ClosedProfileNotSingle',
    'ReleaseInProfile',
    'SourceMissing',
    'DeciderMissing',
    'DecidersOverlap',
    'SilenceForbidden',
  ]);
  expect([...PROBLEM_CODES].toSorted()).toEqual([...inTables, ...against].toSorted());
});
