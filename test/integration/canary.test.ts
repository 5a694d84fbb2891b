/**
 * The canary: a country's house is its own.
 *
 * Everything inner of a side holds a word of its own. Cases are played through every status, and after every act
 * everything that somebody else can read is searched for these words, and compared with what it was before: an act
 * inside a house is not to be told from no act at all.
 */
import { testParts } from '../parts/parts';
import { type Act, instantOf } from './canary/acts';
import { aboutCase, aboutId, atLink, onForeignHouse, releaseAgain, strayIds, tried } from './canary/attempts';
import { NOBODYS } from './canary/bodies';
import { markProfiles } from './canary/catalogue';
import { otherThan, type Side } from './canary/markers';
import { STATEMENT } from './canary/people';
import {
  atPages,
  changesBetween,
  type Depth,
  kindsIn,
  leaksIn,
  OUTSIDERS,
  participantOf,
  readBoard,
  readByKey,
  readByPages,
  readingRoutes,
  readMailboxes,
  readMails,
  readPageByPage,
  type Seen,
  together,
  unitOf,
} from './canary/readers';
import { Stage } from './canary/stage';
import { LONGEST, SHORTER, type Story, UNRELEASED } from './canary/stories';

jest.setTimeout(60_000);

type Played = Story & Readonly<{ depth: Depth }>;
/** Sides are data: the longest story is played the other way round too. */
const PLAYED = [
  { proposing: 'CN', stories: [{ ...LONGEST, depth: 'all' }, ...SHORTER.map((s) => ({ ...s, depth: 'cases' }))] },
  { proposing: 'TH', stories: [{ ...LONGEST, depth: 'case' }] },
] as readonly Readonly<{ proposing: 'CN' | 'TH'; stories: readonly Played[] }>[];

/** What is read of the own house: by a key, on the board, on pages and in mails. What is missing is shown to nobody. */
const BY_KEYS = [
  'ballot',
  'comment',
  'delivery',
  'hash of an event',
  'inside text',
  'instant',
  'office',
  'office name',
  'person',
  'role',
  'source',
  'step',
  'text of the record',
];
const ON_BOARD = ['comment', 'inside text', 'instant', 'name of a person', 'office name'];
const ON_PAGES = ['comment', 'hash of an event', 'inside text', 'instant', 'link', 'office name'];
/** Whether a page names colleagues depends on the question, and is their own house's matter. */
const COLLEAGUES: readonly string[] = ['name of a person', 'person'];
const IN_MAILS = ['address', 'delivery', 'hash of an event', 'inside text', 'instant', 'link', 'office name'];

describe.each(PLAYED)('proposed by the side $proposing', ({ proposing, stories }) => {
  const other = otherThan(proposing);
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(proposing);
    await markProfiles(stage.bench.owner, stage.markers);
  });
  afterAll(() => stage.close());

  const readSide = (side: Side, id: string, depth: Depth, desks = stage.desks[side]) =>
    Promise.all([
      readByKey(stage, participantOf(side), [id], depth),
      readByKey(stage, unitOf(side), [id], 'case'),
      readBoard(stage, participantOf(side), [id], depth),
      readBoard(stage, unitOf(side), [id], 'case'),
      readByPages(side, desks),
      readMailboxes(stage, side),
    ]);

  let last: { name: string; seen: Seen } = { name: '', seen: new Map() };

  /** What those read who may not learn of an act: the same places before and after. */
  const strangersTo = ({ where, at }: Act, id: string, depth: Depth) => {
    const sides = where === 'both' ? [] : [where === 'other' ? proposing : other];
    const desks = { CN: [...stage.desks.CN], TH: [...stage.desks.TH], VN: [] };
    const name = JSON.stringify([where, at, id, sides.map((side) => desks[side].map((d) => d.path))]);
    const outsiders = where === 'both' || depth === 'all' ? OUTSIDERS : [];
    const look = async (): Promise<Seen> => {
      const outside = outsiders.flatMap((key) => [
        readByKey(stage, key, [id], 'case'),
        readBoard(stage, key, [id], 'case'),
      ]);
      const inside = sides.map((side) => readSide(side, id, depth, desks[side]));
      const seen = together(...(await Promise.all(outside)), ...(await Promise.all(inside)).flat());
      last = { name, seen };
      return seen;
    };
    // What was read after the act before this one, at the same instant, is what is read before this one.
    return { look, before: async () => (last.name === name ? last.seen : look()) };
  };

  /** What both sides read of an act that they may learn of. */
  const readBoth = async (id: string): Promise<Seen> =>
    together(...(await readSide(proposing, id, 'cases')), ...(await readSide(other, id, 'cases')));

  const mailsAndCase = async (id: string): Promise<Seen> =>
    together(await readMailboxes(stage, other), await readByKey(stage, participantOf(other), [id], 'case'));

  describe.each(stories)('a case $story', ({ story, acts, depth }) => {
    test.each(acts.map((act) => [act.name, act] as const))('%s', async (_, act) => {
      await stage.clock(instantOf(act.at, stage));
      const id = stage.cases.get(story)?.id ?? NOBODYS;
      const isTold = act.where === 'both';
      const { before, look } = strangersTo(act, id, depth);
      const then = { strangers: await before(), told: isTold ? await mailsAndCase(id) : null };
      await act.act(stage, story);
      await stage.settle(story);
      const strangers = await look();
      expect(changesBetween(then.strangers, strangers)).toEqual([]);
      expect(leaksIn(strangers, stage)).toEqual([]);
      if (then.told === null) return;
      expect(changesBetween(then.told, await mailsAndCase(id))).not.toEqual([]);
      expect(leaksIn(await readBoth(id), stage)).toEqual([]);
    });
  });

  const readersOfAll = [participantOf(other), unitOf(other), participantOf(proposing), unitOf(proposing), ...OUTSIDERS];
  const idsOf = (names: readonly string[]) => names.map((name) => stage.case(name).id);
  const played = stories.map(({ story }) => story);

  test.each(readersOfAll)('$name reads no inner word in any case, whatever id it tries', async (reader) => {
    const seen = [
      await readByKey(stage, reader, idsOf(played), 'all'),
      await readBoard(stage, reader, idsOf(played), 'all'),
    ];
    for (const list of ['/v1/proposals', '/v1/deliveries']) seen.push(await readPageByPage(stage, reader, list));
    if (reader.involved) {
      for (const list of ['events', 'timeline']) {
        seen.push(await readPageByPage(stage, reader, `/v1/proposals/${stage.case(LONGEST.story).id}/${list}`));
      }
    }
    expect(leaksIn(together(...seen), stage)).toEqual([]);
  });

  test('no mail to a side holds an inner word of the other, in any of its parts, and each side has its own', async () => {
    const mails = await readMails(stage, testParts().inbox);
    expect(leaksIn(mails, stage)).toEqual([]);
    const { rows } = await stage.bench.owner.query(`SELECT count(*)::int AS n FROM deliveries WHERE state = 'sent'`);
    expect(mails.size).toBe(rows[0].n);
    for (const side of [proposing, other]) {
      const own = new Map([...mails].filter(([, { reader }]) => reader.side === side));
      const crossing = side === proposing ? ['content', 'number'] : [];
      expect(kindsIn(own, stage, side)).toEqual([...IN_MAILS, ...crossing].toSorted());
    }
  });

  test('the search finds what stands in the own house', async () => {
    for (const side of [proposing, other]) {
      const crossing = side === proposing ? ['case', 'content', 'number'] : [];
      const files = side === proposing ? ['inside file'] : [];
      const seen = await readByKey(stage, participantOf(side), idsOf(played), 'all');
      // Why a case was withdrawn is read in the proposing house and nowhere else.
      const withdrew = side === proposing && played.some((name) => name.startsWith('withdrawn'));
      const reason = withdrew ? ['reason of the withdrawal'] : [];
      expect(kindsIn(seen, stage, side)).toEqual([...BY_KEYS, ...crossing, ...files, ...reason].toSorted());
      const board = await readBoard(stage, participantOf(side), idsOf(played), 'cases');
      expect(leaksIn(board, stage)).toEqual([]);
      expect(kindsIn(board, stage, side)).toEqual([...ON_BOARD, ...crossing, ...files, ...reason].toSorted());
      const pages = new Map(stage.pages[side].map((text, i) => [`page ${i}`, { reader: atPages(side), text }]));
      expect(leaksIn(pages, stage)).toEqual([]);
      const onPages = kindsIn(pages, stage, side).filter((kind) => !COLLEAGUES.includes(kind));
      expect(onPages).toEqual([...ON_PAGES, ...crossing.slice(1)].toSorted());
    }
  });

  test('what crosses by right is found on the other side', async () => {
    const seen = await readByKey(stage, participantOf(other), idsOf([LONGEST.story]), 'cases');
    const crossed = kindsIn(seen, stage, proposing);
    expect(crossed).toEqual(['case', 'content', 'number']);
    expect([...seen.values()].some(({ text }) => text.includes(STATEMENT))).toBe(true);
    expect(stage.pages[other].some((text) => text.includes(STATEMENT))).toBe(true);
  });

  test('a case that was not released, or is somebody else’s, answers as one that never was', async () => {
    const unreleased = played.filter((name) => UNRELEASED.includes(name));
    const strangers = [participantOf(other), unitOf(other)].map((reader) => ({ reader, names: unreleased }));
    const outsiders = OUTSIDERS.map((reader) => ({ reader, names: [LONGEST.story, ...unreleased] }));
    for (const { reader, names } of [...strangers, ...outsiders]) {
      for (const name of names) {
        const real = await aboutCase(stage, reader, name, stage.case(name).id);
        expect(changesBetween(await aboutCase(stage, reader, name, NOBODYS), real)).toEqual([]);
        expect(real.get('POST /v1/proposals/…/comments#0')?.text).toMatch(/^404/);
      }
    }
  });

  test('an id of anything else is answered as one that never was, whoever asks', async () => {
    const ids = await strayIds(stage, LONGEST.story);
    expect(ids).toHaveLength(18);
    for (const reader of [participantOf(proposing), participantOf(other)]) {
      const never = await aboutId(stage, reader, NOBODYS);
      for (const id of ids) expect(changesBetween(never, await aboutId(stage, reader, id))).toEqual([]);
    }
  });

  test('questions, offices and people of another house are refused like those that are nowhere', async () => {
    for (const side of [proposing, other]) {
      const key = participantOf(side);
      const attempts = await onForeignHouse(stage, LONGEST.story, side);
      expect(attempts.length).toBeGreaterThan(4);
      for (const attempt of attempts) {
        const { real, nothing } = await tried(stage, key, attempt);
        expect(real).toBe(nothing);
        expect(real).toMatch(/^4/);
        expect(leaksIn(new Map([[attempt.address, { reader: key, text: real }]]), stage)).toEqual([]);
      }
    }
  });

  test('the pages of another side’s link are those of a link that never was', async () => {
    const { rows } = await stage.bench.owner.query<{ ref: string; side: Side }>(
      `SELECT DISTINCT ON (r.side, b.is_open) r.ref, r.side FROM review_refs AS r JOIN ballots AS b ON b.id = r.ballot_id
        ORDER BY r.side, b.is_open, r.ref`,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { ref, side } of rows) {
      const text = await atLink(stage, ref, 'of another mail');
      expect(text).toBe(await atLink(stage, 'n'.repeat(ref.length), 'of another mail'));
      expect(leaksIn(new Map([[ref, { reader: atPages(otherThan(side)), text }]]), stage)).toEqual([]);
    }
  });

  if (stories.length > 1) {
    test('that another house has stopped is not told by a refusal either', async () => {
      const atWork = await releaseAgain(stage, 'with the other house at work');
      expect(atWork).toMatch(/^409 .*BallotClosed/);
      expect(await releaseAgain(stage, 'stopped in the other house')).toBe(atWork);
      expect(await releaseAgain(stage, 'stopped before the joint step')).toBe(atWork);
    });
  }

  test('every route that reads was read', async () => {
    expect([...stage.answered].toSorted()).toEqual([...new Set(readingRoutes(stage).map((r) => r.path))].toSorted());
    const ready = await stage.ask(null, 'GET', '/readyz');
    expect(
      leaksIn(new Map([['/readyz', { reader: OUTSIDERS[0] ?? atPages(other), text: ready.body }]]), stage),
    ).toEqual([]);
  });

  test('the id of a case does not tell when it was submitted', () => {
    for (const { id } of stage.cases.values()) expect(id).toMatch(/^[0-9a-f-]{14}4/);
  });
});
