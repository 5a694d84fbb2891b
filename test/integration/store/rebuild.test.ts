import { createCatalogue } from '../../../store/catalogue';
import { rebuild } from '../../../store/rebuild';
import { world } from '../../unit/proposal/fixtures';
import { accepted, Bench, commenting, replying, snapshotOf, submitted, WHOLE_CASE } from './fixture';

let bench: Bench;
const cases: string[] = [];
beforeAll(async () => {
  bench = await Bench.open();
  const record = bench.record();
  for (const upTo of [0, 2, 4, WHOLE_CASE.length]) {
    const proposal = await submitted(record);
    cases.push(proposal);
    for (const office of WHOLE_CASE.slice(0, upTo)) await accepted(record.apply(replying(proposal, office)));
    if (upTo < WHOLE_CASE.length) await accepted(record.apply(commenting(proposal)));
  }
});
afterAll(async () => bench.close());

const catalogue = { current: async () => snapshotOf(world) };
const TABLES = {
  proposals: 'id',
  tracks: 'proposal_id, id',
  ballots: 'id',
  seats_asked: 'ballot_id, seat_key',
  case_readers: 'proposal_id, organization_id',
};
const all = async () =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(TABLES).map(async ([table, key]) => [
        table,
        await bench.rows(`SELECT * FROM ${table} ORDER BY ${key}`),
      ]),
    ),
  );

describe('a rebuild', () => {
  it('finds everything equal where nothing was broken', async () => {
    const before = await all();
    expect(before.case_readers?.length).toBeGreaterThan(cases.length);
    expect(await rebuild(bench.owner, catalogue)).toEqual({ cases: cases.length, left: [] });
    expect(await all()).toEqual(before);
  });

  it('makes snapshots and projections anew where they were spoilt or lost', async () => {
    await bench.rows('UPDATE proposals SET nudge_sent = nudge_wanted');
    const before = await all();
    for (const table of ['tracks', 'ballots', 'seats_asked', 'case_readers']) await bench.rows(`DELETE FROM ${table}`);
    await bench.rows(
      `UPDATE proposals SET state = '{}', heads = '{}', status = 'lapsed', is_open = false, next_due = now()`,
    );
    await rebuild(bench.owner, catalogue);
    expect(await all()).toEqual(before);
  });

  it('brings a lost case back, to be nudged once', async () => {
    const [lost = ''] = cases;
    const [before] = await bench.rows('SELECT * FROM proposals WHERE id = $1', [lost]);
    await bench.rows('DELETE FROM proposals WHERE id = $1', [lost]);
    await rebuild(bench.owner, catalogue);
    const [after] = await bench.rows('SELECT * FROM proposals WHERE id = $1', [lost]);
    expect(after).toEqual({ ...before, nudge_wanted: before?.version, nudge_sent: 0 });
    await accepted(bench.record().apply(replying(lost, 'aa-city-fao')));
  });

  it('takes away rows that no event speaks of', async () => {
    const [id = ''] = cases;
    await bench.rows(`INSERT INTO tracks VALUES ($1, 'ghost', 'AA', false, false)`, [id]);
    await bench.rows(`INSERT INTO case_readers VALUES ($1, 'bb-interior', 'BB', now())`, [id]);
    await rebuild(bench.owner, catalogue);
    expect(await bench.rows(`SELECT 1 FROM tracks WHERE id = 'ghost'`)).toEqual([]);
    expect(await bench.rows(`SELECT 1 FROM case_readers WHERE proposal_id = $1 AND side = 'BB'`, [id])).toEqual([]);
  });

  it('leaves a case with a destroyed payload as it stands, and names it', async () => {
    const id = cases.at(-1) ?? '';
    await bench.rows(`UPDATE events SET payload = NULL, salt = NULL WHERE proposal_id = $1 AND chain = 'BB'`, [id]);
    const before = await all();
    const { left } = await rebuild(bench.owner, catalogue);
    expect(left).toEqual([{ proposal: id, reason: 'a payload was destroyed' }]);
    expect(await all()).toEqual(before);
  });

  it('needs the owner: the application may not drop projections', async () => {
    await expect(rebuild(bench.pool, createCatalogue(bench.pool))).rejects.toThrow(/could not be rebuilt/);
  });
});
