/** Cases of the real catalogue, read back as each organization may read them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { type Procedure, procedureSchema } from '../../../domain/procedure/schema';
import type { Command } from '../../../domain/proposal/commands';
import type { ProposalState } from '../../../domain/proposal/state';
import { commitText } from '../../../store/canonical';
import { type Cases, createCases, InvalidCursor, type ListQuery } from '../../../store/cases';
import { type Catalogue, createCatalogue, type Snapshot } from '../../../store/catalogue';
import { uuidv7 } from '../../../store/identifiers';
import { createPool } from '../../../store/pool';
import { type Attempt, createRecord, type Record_ } from '../../../store/record';
import { seed } from '../../../store/seed';
import { type FreshDatabase, freshDatabase } from '../../parts/database';
import { answering, submitting } from '../../unit/catalog/acts';

const twoTracks: Procedure = procedureSchema.parse(
  JSON.parse(readFileSync(join(__dirname, '../../fixtures/procedures/two-tracks.json'), 'utf8')),
);
const CONTENT = {
  title: { en: 'Guangzhou and Chiang Mai', th: 'กว่างโจวและเชียงใหม่' },
  summary: { en: 'Two cities.' },
  sections: [{ key: 'aim', text: { en: 'Friendship.' } }],
  data: { years: 5 },
};

let database: FreshDatabase;
let pool: Pool;
let owner: Pool;
let catalogue: Catalogue;
let record: Record_;
let cases: Cases;

beforeAll(async () => {
  database = await freshDatabase();
  await seed({ ownerUrl: database.ownerUrl, procedures: [twoTracks] });
  pool = createPool(database.appUrl);
  owner = createPool(database.ownerUrl, { max: 2 });
  catalogue = createCatalogue(pool);
  record = createRecord({ pool, catalogue, moves: 'commit' });
  cases = createCases({ pool, catalogue });
}, 60_000);

afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
}, 60_000);

beforeEach(() =>
  owner.query('TRUNCATE proposals, tracks, ballots, seats_asked, case_readers, events, texts, revisions'),
);

const attempt = (proposal: string, command: Attempt['command'], kept: Partial<Attempt> = {}): Attempt => ({
  proposal,
  credential: 'test',
  person: null,
  route: 'POST /test',
  idempotency: null,
  command,
  respond: () => ({ status: 201, headers: {}, body: null }),
  respondRefusal: ({ code }) => ({ status: 409, headers: {}, body: { code } }),
  ...kept,
});

async function apply(
  proposal: string,
  act: (s: ProposalState, snapshot: Snapshot) => Command,
  kept?: Partial<Attempt>,
) {
  const command: Attempt['command'] = ({ state, snapshot, now }) => ({ ...act(state, snapshot), at: now });
  const { refusal } = await record.apply(attempt(proposal, command, kept));
  if (refusal) throw new Error(`Refused: ${JSON.stringify(refusal)}`);
}

async function submitted(at: string, participants = ['cn-guangzhou', 'th-chiang-mai'], key = 'sister-city-agreement') {
  await database.stopClock(at);
  const id = uuidv7();
  const published = (await catalogue.current()).procedureFor(key, '');
  if (!published) throw new Error(`No procedure ${key}`);
  const { definition, hash } = published;
  const content = { hash: 'revision-hash', ownerSide: 'CN', content: CONTENT };
  await apply(
    id,
    (_, snapshot) => submitting(snapshot.worldFor(definition), hash, participants, { number: `AC-${id}` }),
    { content },
  );
  return id;
}

const answered = async (id: string, times: number) => {
  for (let i = 0; i < times; i += 1) {
    await apply(id, (state, snapshot) =>
      answering(state, snapshot.worldFor({ key: 'sister-city-agreement', version: 1 })),
    );
  }
};

const listed = async (organization: string, query: Partial<ListQuery> = {}) => {
  const { items, next } = await cases.list(organization, { cursor: null, limit: 20, ...query });
  return { ids: items.map((i) => i.state.id), since: items.map((i) => i.since), next };
};

const hour = (h: number) => `2026-06-08T0${h}:00:00.000Z`;
/** Replies until the release: five of the house and the release itself. */
const RELEASED = 6;

describe('one case', () => {
  test('is found with its version, and an unknown one is not', async () => {
    const id = await submitted(hour(1));
    expect(await cases.find(id)).toMatchObject({ version: 1, state: { id, status: 'inside' } });
    expect(await cases.find(uuidv7())).toBeNull();
  });

  test('is folded from its events where the snapshot is of another shape', async () => {
    const id = await submitted(hour(1));
    await answered(id, 2);
    const before = await cases.find(id);
    await owner.query(`UPDATE proposals SET state_version = 0, state = '{}' WHERE id = $1`, [id]);
    expect(await cases.find(id)).toEqual(before);
    expect((await listed('cn-guangzhou')).ids).toEqual([id]);
  });

  test('has its content by revision, and its texts by hash', async () => {
    const id = await submitted(hour(1));
    expect(await cases.content(id, 'revision-hash')).toEqual(CONTENT);
    expect(await cases.content(id, 'another-hash')).toBeNull();
    const { hash, salt } = commitText('a word');
    const insert =
      'INSERT INTO texts (proposal_id, hash, salt, owner_side, kind, language, body) VALUES ($1, $2, $3, $4, $5, $6, $7)';
    await owner.query(insert, [id, hash, salt, 'CN', 'comment', 'en', 'a word']);
    await owner.query(insert, [id, 'destroyed', salt, 'CN', 'comment', 'en', null]);
    const texts = await cases.texts(id, [hash, 'destroyed', 'unknown']);
    expect([...texts]).toEqual([[hash, { body: 'a word', kind: 'comment', language: 'en', ownerSide: 'CN' }]]);
    expect(await cases.texts(id, [])).toEqual(new Map());
    expect(await cases.texts(uuidv7(), [hash])).toEqual(new Map());
  });

  test('is found by its ballot', async () => {
    const id = await submitted(hour(1));
    expect(await cases.byBallot(`${id}.home.CN.city-fao.1`)).toBe(id);
    expect(await cases.byBallot(`${id}.home.CN.city-fao.2`)).toBeNull();
  });
});

describe('the list', () => {
  test('holds a case for the other side from the release on, and since then', async () => {
    const id = await submitted(hour(1));
    expect((await listed('cn-guangzhou')).ids).toEqual([id]);
    expect((await listed('cn-lmc-secretariat')).ids).toEqual([id]);
    expect((await listed('th-chiang-mai')).ids).toEqual([]);
    await database.stopClock(hour(2));
    await answered(id, RELEASED);
    expect(await listed('th-chiang-mai')).toEqual({ ids: [id], since: [hour(2)], next: null });
    expect((await listed('cn-guangzhou')).since).toEqual([hour(1)]);
    expect((await listed('cn-kunming')).ids).toEqual([]);
  });

  test('stands in the order in which cases became the reader’s, the newest first, with their titles', async () => {
    const early = await submitted(hour(1));
    const late = await submitted(hour(2));
    await database.stopClock(hour(3));
    await answered(late, RELEASED);
    await database.stopClock(hour(4));
    await answered(early, RELEASED);
    expect((await listed('cn-guangzhou')).ids).toEqual([late, early]);
    expect((await listed('th-chiang-mai')).ids).toEqual([early, late]);
    const { items } = await cases.list('th-chiang-mai', { cursor: null, limit: 1 });
    expect(items[0]?.title).toEqual(CONTENT.title);
  });

  test('leaves out a case that cannot be folded any more, says so, and keeps the others', async () => {
    const [lost, kept] = [await submitted(hour(1)), await submitted(hour(2))];
    await owner.query('UPDATE proposals SET state_version = 0');
    await owner.query('UPDATE events SET payload = NULL, salt = NULL WHERE proposal_id = $1', [lost]);
    const told: string[] = [];
    const reading = createCases({ pool, catalogue, onUnreadable: (id) => told.push(id) });
    const { items } = await reading.list('cn-guangzhou', { cursor: null, limit: 20 });
    expect(items.map((item) => item.state.id)).toEqual([kept]);
    expect(told).toEqual([lost]);
    await expect(reading.find(lost)).rejects.toThrow('was destroyed');
  });

  test('comes in pages that lose and repeat nothing, also among cases of one instant', async () => {
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.push(await submitted(i < 2 ? hour(1) : hour(2)));
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page = await listed('cn-guangzhou', { cursor, limit: 2 });
      seen.push(...page.ids);
      sizes.push(page.ids.length);
      cursor = page.next;
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(seen).toEqual((await listed('cn-guangzhou')).ids);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    // A page that is just full is the last one.
    expect((await listed('cn-guangzhou', { limit: 5 })).next).toBeNull();
  });

  test('is filtered by status, also where the filter leaves out whole pages', async () => {
    const kept = await submitted(hour(1));
    for (let i = 0; i < 4; i += 1) await answered(await submitted(hour(2)), RELEASED);
    expect((await listed('cn-guangzhou', { status: 'inside', limit: 1 })).ids).toEqual([kept]);
    expect((await listed('cn-guangzhou', { status: 'released' })).ids).toHaveLength(4);
    expect((await listed('cn-guangzhou', { status: 'agreed' })).ids).toEqual([]);
  });

  test('shows a case that is stopped in one house as released to the other, by every filter', async () => {
    const id = await submitted(hour(1));
    await owner.query("UPDATE holders SET valid_until = '2020-12-31' WHERE seat_id = 'th-moi-fad:desk'");
    await owner.query('UPDATE catalogue_version SET version = version + 1');
    await answered(id, RELEASED + 1);
    expect((await cases.find(id))?.state.stops).toMatchObject([{ side: 'TH', reason: 'nobodyEligible' }]);
    const found = async (organization: string) => ({
      stopped: (await listed(organization, { status: 'stopped' })).ids,
      released: (await listed(organization, { status: 'released' })).ids,
    });
    expect(await found('th-chiang-mai')).toEqual({ stopped: [id], released: [] });
    expect(await found('cn-guangzhou')).toEqual({ stopped: [], released: [id] });
    await seed({ ownerUrl: database.ownerUrl });
  });

  test.each([
    '',
    'nonsense',
    Buffer.from('2026-02-31T00:00:00.000000Z 01890000-0000-7000-8000-000000000001').toString('base64url'),
  ])('refuses the cursor %p', async (cursor) => {
    await expect(listed('cn-guangzhou', { cursor })).rejects.toThrow(InvalidCursor);
  });
});

test('two participants of one side have a track each', async () => {
  const id = await submitted(hour(1), ['th-chiang-mai', 'th-chiang-rai', 'cn-guangzhou'], 'two-tracks');
  await record.advance(id, 'proposal');
  const found = await cases.find(id);
  expect(Object.keys(found?.state.tracks ?? {})).toEqual(['home.th-chiang-mai', 'home.th-chiang-rai']);
});
