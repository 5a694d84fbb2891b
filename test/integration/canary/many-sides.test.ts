/**
 * The canary in a case of several participants and houses: nothing of a house is read on the other side, in a case
 * that is sent back, offered another text, stopped, held, withdrawn, or in effect.
 */
import { testParts } from '../../parts/parts';
import { aboutCase } from './attempts';
import { NOBODYS } from './bodies';
import { type BorderAct, IN_EFFECT, instantIn, MANY_HOUSES } from './border';
import { Houses } from './houses';
import {
  changesBetween,
  keyOf,
  kindsIn,
  leaksIn,
  readBoard,
  readByKey,
  readDesk,
  readMailboxes,
  readMails,
  type Seen,
  together,
} from './readers';
import { Stage } from './stage';

jest.setTimeout(60_000);

/** Of each side a participant and its coordinator. */
const READERS = {
  CN: [keyOf('CN', 'cn-guangxi', true), keyOf('CN', 'cn-lmc-secretariat', true)],
  VN: [keyOf('VN', 'vn-lang-son', true), keyOf('VN', 'vn-mlc-unit', true)],
};
const OUTSIDERS = [
  keyOf('CN', 'cn-yunnan', false),
  keyOf('VN', 'vn-da-nang', false),
  keyOf('TH', 'th-mlc-unit', false),
];
const STORIES = [
  { story: 'of two provinces', acts: MANY_HOUSES },
  { story: 'in effect', acts: IN_EFFECT },
];

let stage: Stage;
const houses = new Map<string, Houses>();
beforeAll(async () => {
  stage = await Stage.open('CN', 'VN');
  for (const { story } of STORIES) houses.set(story, new Houses(stage, story));
});
afterAll(() => stage.close());

/** What those read who may not learn of an act, or everybody where it is for all. */
async function strangersTo({ where }: BorderAct, id: string): Promise<Seen> {
  const sides = (['CN', 'VN'] as const).filter((side) => side !== where);
  const keys = [...sides.flatMap((side) => READERS[side]), ...OUTSIDERS];
  const read = keys.flatMap((key) => [readByKey(stage, key, [id], 'case'), readBoard(stage, key, [id], 'case')]);
  return together(...(await Promise.all([...read, ...sides.map((side) => readMailboxes(stage, side))])));
}

describe.each(STORIES)('a case $story', ({ story, acts }) => {
  test.each(acts.map((act) => [act.name, act] as const))('%s', async (_, act) => {
    const here = houses.get(story);
    if (!here) throw new Error(`No houses in ${story}`);
    await stage.clock(instantIn(act));
    const id = stage.cases.get(story)?.id ?? NOBODYS;
    const before = await strangersTo(act, id);
    await act.act(here);
    await stage.settle(story);
    const after = await strangersTo(act, id);
    expect(leaksIn(after, stage)).toEqual([]);
    // A file that was sent meanwhile is a place that nobody could have asked for before.
    const then = new Map([...after].filter(([place]) => before.has(place)));
    if (act.where === 'both') expect(changesBetween(before, after)).not.toEqual([]);
    else expect(changesBetween(before, then)).toEqual([]);
  });
});

const statusFor = async (organization: string, story: string): Promise<string> => {
  const { body } = await stage.ask(await stage.keyOf(organization), 'GET', `/v1/proposals/${stage.case(story).id}`);
  return JSON.parse(body).status;
};

test('the house that stopped knows it, and the other side does not', async () => {
  expect(await statusFor('vn-mlc-unit', 'of two provinces')).toBe('stopped');
  expect(await statusFor('cn-lmc-secretariat', 'of two provinces')).toBe('released');
  expect(await statusFor('cn-lmc-secretariat', 'in effect')).toBe('inEffect');
});

test.each([...READERS.CN, ...READERS.VN, ...OUTSIDERS])(
  '$name reads no inner word on any route or page',
  async (key) => {
    const names = STORIES.map(({ story }) => story);
    const ids = names.map((name) => stage.case(name).id);
    const seen = [await readByKey(stage, key, ids, 'all'), await readBoard(stage, key, ids, 'cases')];
    if (/-(unit|secretariat)$/.test(key.organization)) seen.push(await readDesk(stage, key, names));
    expect(leaksIn(together(...seen), stage)).toEqual([]);
    if (!key.involved) return;
    const own = kindsIn(together(...seen), stage, key.side as 'CN' | 'VN');
    expect(own).toEqual(expect.arrayContaining(['comment', 'content', 'inside file', 'inside text', 'office name']));
    // It was Viet Nam that held, stopped and reported.
    if (key.side === 'VN') expect(own).toContain('reason of an act');
    if (key.organization === 'vn-mlc-unit') expect(own).toContain('reason of a hold');
  },
);

test.each(OUTSIDERS)('for $name no case is there, whatever is done to it', async (key) => {
  for (const { story } of STORIES) {
    const real = await aboutCase(stage, key, story, stage.case(story).id);
    expect(changesBetween(await aboutCase(stage, key, story, NOBODYS), real)).toEqual([]);
    expect(leaksIn(real, stage)).toEqual([]);
  }
});

test('no mail holds a word of the other side', async () => {
  const mails = await readMails(stage, testParts().inbox);
  expect(leaksIn(mails, stage)).toEqual([]);
  expect(new Set([...mails.values()].map(({ reader }) => reader.side))).toEqual(new Set(['CN', 'VN']));
});
