import { CASE_CHAIN } from '../../../domain/proposal/events';
import type { ProposalState } from '../../../domain/proposal/state';
import { UncanonicalValue } from '../../../store/canonical';
import { FIRST_PREV, hashOfLink } from '../../../store/chain';
import type { Committed } from '../../../store/record';
import { unpack } from '../../../store/snapshot';
import { personOf, replyOf } from '../../unit/proposal/fixtures';
import { accepted, attempt, Bench, commenting, replying, submitted, submitting, T0, text, WHOLE_CASE } from './fixture';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterEach(async () => bench.database.stopClock(T0));
afterAll(async () => bench.close());

describe('one commit', () => {
  it('writes everything that a submission calls for', async () => {
    const told: Committed[] = [];
    const record = bench.record({ onCommitted: (c) => told.push(c) });
    const note = text('a note');
    const content = { hash: 'h', ownerSide: 'AA', content: { title: { en: 'T' } } };
    const made = submitting({ key: 'everything', texts: [note], content });
    const { state, events, body } = await accepted(record.apply(made));
    expect(events.map((e) => e.type)).toEqual(['Submitted', 'StageEntered', 'BallotOpened']);
    expect(body).toEqual({ status: 'inside', events: events.map((e) => e.hash) });
    const of = (table: string, key = 'proposal_id') =>
      bench.rows(`SELECT * FROM ${table} WHERE ${key} = $1`, [state.id]);
    const [row] = await of('proposals', 'id');
    expect(row).toMatchObject({ version: 1, status: 'inside', is_open: true, nudge_wanted: 1, nudge_sent: 0 });
    // The row keeps the state packed; what is read again is the state that was decided, whole.
    expect(unpack(row?.state as ProposalState)).toEqual(state);
    expect(await of('texts')).toMatchObject([{ hash: note.hash, owner_side: 'AA', body: 'a note' }]);
    // Known by its hash: two sides may each offer a text of the same number.
    expect(await of('revisions')).toMatchObject([{ hash: 'h', owner_side: 'AA', content: content.content }]);
    expect(await of('tracks')).toMatchObject([{ id: 'home.AA', own_workflow: false, settled: false, next_due: null }]);
    expect(await of('ballots')).toMatchObject([{ step: 'city-fao', is_open: true, opened_at: new Date(T0) }]);
    expect(await bench.rows('SELECT * FROM seats_asked WHERE ballot_id LIKE $1', [`${state.id}%`])).toMatchObject([
      { seat_key: 'aa-city-fao:desk', office: 'aa-city-fao:desk', side: 'AA', answered: false },
    ]);
    const deliveries = await of('deliveries');
    const holders = [personOf('aa-city-fao', 1), personOf('aa-city-fao', 2)];
    expect(deliveries.map((d) => d.person_id).toSorted()).toEqual(holders);
    expect(told).toEqual([{ proposal: state.id, nudges: [null], deliveries: expect.any(Array) }]);
    expect(told[0]?.deliveries.toSorted()).toEqual(deliveries.map((d) => d.id).toSorted());
  });

  it('carries a whole case to its outcome', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    for (const office of WHOLE_CASE) await accepted(record.apply(replying(proposal, office)));
    const { status } = await bench.state(proposal);
    expect(status).toBe('agreed');
    const [row] = await bench.rows('SELECT is_open, next_due, version FROM proposals WHERE id = $1', [proposal]);
    expect(row).toEqual({ is_open: false, next_due: null, version: 1 + WHOLE_CASE.length });
  });

  it.each([
    ['a text', 'texts'],
    ['a projection', 'seats_asked'],
    ['a delivery', 'deliveries'],
    ['the answer', 'idempotency_keys'],
  ])('writes nothing at all where %s cannot be written', async (_, table) => {
    await bench.rows(`ALTER TABLE ${table} ADD CONSTRAINT broken CHECK (false) NOT VALID`);
    const before = await bench.counts();
    const record = bench.record();
    const made = submitting({ key: `broken-${table}`, texts: [text('lost')] });
    await expect(record.apply(made)).rejects.toThrow(/violates check constraint "broken"/);
    expect(await bench.counts()).toEqual(before);
    await bench.rows(`ALTER TABLE ${table} DROP CONSTRAINT broken`);
    await accepted(record.apply(made));
  });

  it.each(['nul \0', 'lone \ud800', '\udc00 lone'])('does not write %j, wherever it comes from', async (body) => {
    const before = await bench.counts();
    expect(() => text(body)).toThrow(UncanonicalValue);
    const smuggled = { ...text('clean'), body };
    await expect(bench.record().apply(submitting({ texts: [smuggled] }))).rejects.toThrow(
      /Unicode|invalid input syntax for type json/,
    );
    const content = { hash: 'h', ownerSide: 'AA', content: { title: body } };
    await expect(bench.record().apply(submitting({ content }))).rejects.toThrow(
      /Unicode|invalid input syntax for type json/,
    );
    const named = submitting({}, { areas: [body] });
    await expect(bench.record().apply(named)).rejects.toMatchObject({ pointer: '/areas/0' });
    expect(await bench.counts()).toEqual(before);
  });

  it('refuses a state that is too large for its row, by name', async () => {
    const before = await bench.counts();
    const sections = Array.from({ length: 900 }, (_, i) => ({ key: `section-${i}`, hashes: { en: 'f'.repeat(64) } }));
    const made = submitting({}, { revision: { number: 1, hash: 'h', languages: ['en'], sections } });
    await expect(bench.record().apply(made)).rejects.toThrow(
      new RegExp(`state of case ${made.proposal} has \\d+ bytes; at most 65536`),
    );
    expect(await bench.counts()).toEqual(before);
  });
});

describe('the chains of a case', () => {
  it('link each audience by itself, with owner and salted payload', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    for (const office of WHOLE_CASE) await accepted(record.apply(replying(proposal, office)));
    const rows = await bench.rows<Record<string, string> & { at: Date; seq: number; schema_version: number }>(
      'SELECT * FROM events WHERE proposal_id = $1 ORDER BY chain, seq',
      [proposal],
    );
    expect([...new Set(rows.map((r) => r.chain))]).toEqual(['AA', 'BB', CASE_CHAIN]);
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1]?.chain === row.chain ? rows[i - 1] : undefined;
      expect(row).toMatchObject({
        seq: (before?.seq ?? 0) + 1,
        prev: before?.hash ?? FIRST_PREV,
        owner_side: row.chain === CASE_CHAIN ? null : row.chain,
        salt: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      const { prev = '', chain = '', type, payload_hash: payloadHash = '', seq, schema_version: schemaVersion } = row;
      const at = row.at.toISOString();
      const link = { prev, proposalId: proposal, chain, seq, type: type as never, schemaVersion, at, payloadHash };
      expect(hashOfLink(link)).toBe(row.hash);
    }
    expect(rows.find((r) => r.chain === CASE_CHAIN)?.type).toBe('Released');
    expect(new Set(rows.map((r) => r.salt)).size).toBe(rows.length);
  });
});

describe('who may read a case', () => {
  it('is the proposing side from the beginning, and the others from the release on', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const readers = () =>
      bench.rows<{ organization_id: string; side: string; since: Date }>(
        'SELECT organization_id, side, since FROM case_readers WHERE proposal_id = $1 ORDER BY side, organization_id',
        [proposal],
      );
    const later = '2026-06-09T03:00:00.000Z';
    const release = '2026-06-10T03:00:00.000Z';
    expect((await readers()).map((r) => r.organization_id)).toEqual(['aa-city', 'aa-city-fao', 'aa-unit']);
    await bench.database.stopClock(later);
    await accepted(record.apply(replying(proposal, 'aa-city-fao')));
    expect((await readers()).every((r) => r.side === 'AA')).toBe(true);
    await bench.database.stopClock(release);
    await accepted(record.apply(replying(proposal, 'aa-province-fao')));
    await accepted(record.apply(replying(proposal, 'aa-city-fao')));
    const since = Object.fromEntries((await readers()).map((r) => [r.organization_id, r.since.toISOString()]));
    // Whoever releases for a house (here the interior ministry, asked last) reads the case from the beginning.
    expect(since).toEqual({
      ...{ 'aa-city': T0, 'aa-unit': T0, 'aa-city-fao': T0, 'aa-province-fao': later },
      ...{ 'bb-committee': release, 'bb-province': release, 'bb-unit': release, 'bb-interior': release },
    });
  });
});

describe('links to review', () => {
  it('stay the same for one person, seat and ballot over every mail', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    await bench.database.stopClock('2026-07-30T03:00:00.000Z');
    await record.advance(proposal, 'proposal');
    const mails = await bench.rows<{ kind: string; person_id: string; ref: string }>(
      'SELECT kind, person_id, ref FROM deliveries WHERE proposal_id = $1',
      [proposal],
    );
    expect(mails.map((m) => m.kind).toSorted()).toEqual(['reminder', 'reminder', 'request', 'request']);
    expect(new Set(mails.map((m) => `${m.person_id} ${m.ref}`)).size).toBe(2);
    const refs = await bench.rows('SELECT ref, person_id FROM review_refs WHERE proposal_id = $1', [proposal]);
    expect(refs).toHaveLength(2);
  });
});

describe('the clock', () => {
  it('is the database’s of the first load, whatever a caller says and however often a version conflict is tried', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const other = bench.record();
    let trials = 0;
    const slow = attempt(proposal, (state) =>
      replyOf(state, 'aa-city-fao', 'agree', { at: '2000-01-01T00:00:00.000Z' }),
    );
    const { events } = await accepted(
      bench
        .record({
          at: async (point) => {
            if (point !== 'decided') return;
            trials += 1;
            if (trials > 1) return;
            // Somebody else commits in between, and time goes on.
            await accepted(other.apply(commenting(proposal)));
            await bench.database.stopClock('2026-06-08T09:00:00.000Z');
          },
        })
        .apply(slow),
    );
    expect(trials).toBe(2);
    expect(events[0]).toMatchObject({ type: 'ReplyGiven', at: T0 });
  });
});
