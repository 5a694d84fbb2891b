/** What is played, each way on which a case can go. */
import {
  type Act,
  answersByKey,
  answersByPage,
  comments,
  isRefused,
  leavesSeat,
  opensPages,
  releases,
  returns,
  submits,
  wakes,
  withdraws,
} from './acts';

const house = (of: 'proposing' | 'other', days: readonly [string, string, string]): readonly Act[] => [
  comments(of, days[0], 'participant'),
  comments(of, days[0], 'unit'),
  isRefused(of, days[0], 'first'),
  answersByPage(of, days[0], 'a first office agrees', { of, office: 'first' }),
  answersByKey(of, days[0], 'it changes its answer', { of, office: 'first', kind: 'agreeWithComments' }),
  wakes(of, days[1], 'the other office is reminded'),
  wakes(of, days[2], 'a higher office is asked in its place'),
  answersByPage(of, days[2], 'the higher office agrees, and the next step opens', { of, office: 'higher' }),
];

/** The whole way to agreement, with everything that can happen inside the houses. */
const agreed: readonly Act[] = [
  submits('2026-06-10T01:pp'),
  ...house('proposing', ['2026-06-10T01:pp', '2026-06-17T03:pp', '2026-06-20T07:pp']),
  answersByPage('proposing', '2026-06-20T07:pp', 'the last office agrees: the house is done, and has not released', {
    of: 'proposing',
    office: 'last',
  }),
  releases('2026-06-20T08:20', 'page'),
  ...house('other', ['2026-06-20T08:oo', '2026-06-26T03:oo', '2026-06-30T14:oo']),
  comments('proposing', '2026-06-30T15:pp', 'unit'),
  answersByPage('both', '2026-06-30T16:00', 'the last office of the other side agrees: the joint step opens', {
    of: 'other',
    office: 'last',
  }),
  opensPages('2026-06-30T16:20'),
  comments('proposing', '2026-06-30T16:pp', 'participant'),
  opensPages('2026-06-30T17:20'),
  comments('other', '2026-06-30T17:oo', 'participant'),
  answersByPage('both', '2026-06-30T17:50', 'the other side’s participant consents', {
    of: 'other',
    office: 'consenting',
  }),
  answersByPage('both', '2026-06-30T17:50', 'the other side gives its position', { of: 'other', office: 'position' }),
  isRefused('proposing', '2026-06-30T18:pp', 'position'),
  wakes('proposing', '2026-07-30T03:pp', 'the proposing side is reminded of the joint step'),
  answersByPage('both', '2026-07-30T04:00', 'the proposing side’s participant consents', {
    of: 'proposing',
    office: 'consenting',
  }),
  answersByPage('both', '2026-07-30T04:00', 'the proposing side gives its position: agreed', {
    of: 'proposing',
    office: 'position',
  }),
];

/** To the release on the shortest way. */
const released = (day: string): readonly Act[] => [
  submits(`${day}T01:pp`),
  answersByKey('proposing', `${day}T01:pp`, 'a first office agrees', { of: 'proposing', office: 'first' }),
  answersByKey('proposing', `${day}T01:pp`, 'a second office agrees', { of: 'proposing', office: 'second' }),
  answersByKey('proposing', `${day}T01:pp`, 'the last office agrees', { of: 'proposing', office: 'last' }),
  releases(`${day}T03:20`, 'key'),
];

const inOtherHouse = (at: string): readonly Act[] => [
  answersByKey('other', at, 'a first office agrees', { of: 'other', office: 'first' }),
  answersByKey('other', at, 'a second office agrees', { of: 'other', office: 'second' }),
];

const ends = (day: string): readonly Act[] => [
  answersByKey('both', `${day}T04:00`, 'the other side’s participant objects', {
    of: 'other',
    office: 'consenting',
    kind: 'object',
  }),
  answersByPage('both', `${day}T04:00`, 'the other side’s position seat objects', {
    of: 'other',
    office: 'position',
    kind: 'object',
  }),
  answersByKey('both', `${day}T04:00`, 'the proposing side’s participant consents', {
    of: 'proposing',
    office: 'consenting',
  }),
  answersByKey('both', `${day}T04:00`, 'the proposing side agrees: not agreed', {
    of: 'proposing',
    office: 'position',
  }),
];

export type Story = Readonly<{ story: string; acts: readonly Act[] }>;

/** Everything that can happen on the way to agreement. */
export const LONGEST: Story = { story: 'agreed in the end', acts: agreed };

/** Every other way on which a case can go. */
const WAYS = {
  'still in its own house': [submits('2026-08-03T01:pp'), comments('proposing', '2026-08-03T01:pp', 'unit')],
  'lost in its own house': [
    submits('2026-08-04T01:pp'),
    comments('proposing', '2026-08-04T01:pp', 'participant'),
    answersByPage('proposing', '2026-08-04T01:pp', 'a first office objects: not agreed', {
      of: 'proposing',
      office: 'first',
      kind: 'object',
    }),
  ],
  'withdrawn before its release': [submits('2026-08-05T01:pp'), withdraws('proposing', '2026-08-05T01:pp')],
  'withdrawn after its release': [...released('2026-08-06'), withdraws('both', '2026-08-06T04:00')],
  'lost in the other house': [
    ...released('2026-08-10'),
    answersByPage('both', '2026-08-10T03:30', 'an office of the other side objects: the joint step opens', {
      of: 'other',
      office: 'first',
      kind: 'object',
    }),
    ...ends('2026-08-10'),
  ],
  'with the other house at work': [
    ...released('2026-08-13'),
    answersByPage('other', '2026-08-13T03:oo', 'a first office agrees', { of: 'other', office: 'first' }),
  ],
  'stopped in the other house': [
    ...released('2026-08-17'),
    leavesSeat('2026-08-17T04:oo', 'last'),
    ...inOtherHouse('2026-08-17T04:oo'),
    returns('2026-08-17T04:oo', 'last'),
  ],
  'stopped before the joint step': [
    ...released('2026-08-20'),
    ...inOtherHouse('2026-08-20T04:oo'),
    leavesSeat('2026-08-20T04:oo', 'consenting'),
    answersByKey('both', '2026-08-20T05:00', 'its last office agrees, and the joint step cannot open', {
      of: 'other',
      office: 'last',
    }),
    returns('2026-08-20T05:10', 'consenting'),
  ],
};

export const SHORTER = Object.entries(WAYS).map(([story, acts]): Story => ({ story, acts }));

/** Those of which no other side ever learns. */
export const UNRELEASED: readonly string[] = [
  'still in its own house',
  'lost in its own house',
  'withdrawn before its release',
];
