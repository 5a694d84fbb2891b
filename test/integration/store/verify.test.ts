import { canonicalize, sha256 } from '../../../store/canonical';
import { verify } from '../../../store/verify';
import { REVISION } from '../../unit/proposal/fixtures';
import { accepted, Bench, commenting, replying, submitting, WHOLE_CASE } from './fixture';

let bench: Bench;
let proposal: string;
beforeAll(async () => {
  bench = await Bench.open();
  const record = bench.record();
  const content = { title: { en: 'Sister cities' }, summary: { en: '' }, sections: [], data: {} };
  const revision = { hash: sha256(canonicalize(content)), ownerSide: 'AA', content };
  const { state } = await accepted(
    record.apply(submitting({ content: revision }, { revision: { ...REVISION, hash: revision.hash } })),
  );
  proposal = state.id;
  await accepted(record.apply(commenting(proposal)));
  for (const office of WHOLE_CASE) await accepted(record.apply(replying(proposal, office)));
});
afterAll(async () => bench.close());

/** Changes rows, verifies, and puts them back as they were. */
async function changed(change: string, ...tables: string[]) {
  for (const table of tables) await bench.rows(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  await bench.rows(change);
  const verified = await verify(bench.pool);
  for (const table of tables) {
    await bench.rows(`DELETE FROM ${table}`);
    await bench.rows(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
    await bench.rows(`DROP TABLE kept_${table}`);
  }
  return verified;
}

describe('verify', () => {
  it('finds a whole record whole and says how much it checked', async () => {
    const { events } = await bench.counts();
    const counted = { chains: 3, texts: 1, revisions: 1, destroyed: 0 };
    expect(await verify(bench.pool)).toEqual({ events, ...counted, broken: null });
  });

  it.each([
    ['a payload', `payload = replace(payload, '"agree"', '"object"')`, 'its payload is not the one that was recorded'],
    ['an instant', `at = at + interval '1 day'`, 'its hash is not that of its link'],
    ['a type', `type = 'Commented'`, 'its hash is not that of its link'],
    ['a hash', `hash = repeat('0', 64)`, 'its hash is not that of its link'],
    ['a link to the one before', `prev = repeat('0', 64)`, 'it does not follow the event before it'],
    ['an owner', `owner_side = 'BB'`, 'its owner is not that of its chain'],
    ['an order', 'proposal_version = 0', 'it stands in another order than its chain'],
  ])('names the row in which %s was edited, and what is wrong', async (_, edit, wrong) => {
    const [row] = await bench.rows<{ seq: number; type: string }>(
      `SELECT seq, type FROM events WHERE chain = 'AA' AND type = 'ReplyGiven' ORDER BY seq LIMIT 1`,
    );
    const { broken } = await changed(`UPDATE events SET ${edit} WHERE chain = 'AA' AND seq = ${row?.seq}`, 'events');
    const type = edit.startsWith('type') ? 'Commented' : row?.type;
    expect(broken).toBe(`event ${row?.seq} (${type}) of chain AA of case ${proposal}: ${wrong}`);
    expect((await verify(bench.pool)).broken).toBeNull();
  });

  it('notices an event that is missing in the middle, at the end, or altogether', async () => {
    const middle = await changed(`DELETE FROM events WHERE chain = 'BB' AND seq = 2`, 'events');
    expect(middle.broken).toMatch(/^event 3 \(.+\) of chain BB of case .+: event 2 is missing before it$/);
    const end = await changed(`DELETE FROM events WHERE chain = 'case' AND type = 'Concluded'`, 'events');
    expect(end.broken).toMatch(/^chain case of case .+: it ends with event \d+, the case knows event \d+$/);
    const whole = await changed(`DELETE FROM events WHERE chain = 'BB'`, 'events');
    expect(whole.broken).toMatch(/^chain BB of case .+: it ends with event none, the case knows event \d+$/);
    const lost = await changed('DELETE FROM proposals', 'proposals');
    expect(lost.broken).toMatch(/the case knows event none$/);
  });

  it('notices a text or a content that was exchanged', async () => {
    const text = await changed(`UPDATE texts SET body = 'something else'`, 'texts');
    expect(text.broken).toMatch(/^text [0-9a-f]{64} of case .+: it is not the one that was recorded$/);
    const content = await changed(`UPDATE revisions SET content = content || '{"data": {"amount": 1}}'`, 'revisions');
    expect(content.broken).toMatch(/^revision [0-9a-f]{64} of case .+: its content is not the one that was recorded$/);
  });

  it('notices a content that was exchanged together with its hash', async () => {
    const other = { title: { en: 'Another' }, summary: { en: '' }, sections: [], data: {} };
    const hash = sha256(canonicalize(other));
    const { broken } = await changed(
      `UPDATE revisions SET content = '${JSON.stringify(other)}', hash = '${hash}'`,
      'revisions',
    );
    expect(broken).toBe(
      `event 1 (Submitted) of chain AA of case ${proposal}: revision 1 is missing or not the one it names`,
    );
  });

  it('notices a text or a revision whose row was taken away', async () => {
    const { broken: text } = await changed('DELETE FROM texts', 'texts');
    expect(text).toMatch(
      /^event \d+ \(Commented\) of chain AA of case .+: the text [0-9a-f]{64} that it names is missing$/,
    );
    const { broken: revision } = await changed('DELETE FROM revisions', 'revisions');
    expect(revision).toMatch(/^event 1 \(Submitted\) .+: revision 1 is missing or not the one it names$/);
  });

  it('counts what was lawfully destroyed, and the chain still stands', async () => {
    const payloads = await changed(`UPDATE events SET payload = NULL, salt = NULL WHERE chain = 'BB'`, 'events');
    const [row] = await bench.rows<{ n: number }>(`SELECT count(*)::int AS n FROM events WHERE chain = 'BB'`);
    expect(payloads).toMatchObject({ destroyed: row?.n, broken: null });
    const rest = await changed('UPDATE texts SET body = NULL', 'texts');
    expect(rest).toMatchObject({ destroyed: 1, broken: null });
    const content = await changed('UPDATE revisions SET content = NULL', 'revisions');
    expect(content).toMatchObject({ destroyed: 1, broken: null });
  });
});
