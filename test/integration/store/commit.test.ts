import { accepted, attempt, Bench, replying, submitted, submitting, T0, WHOLE_CASE } from './fixture';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(async () => bench.close());

describe('one commit', () => {
  it('writes everything that a submission calls for', async () => {
    const record = bench.record();
    const { state, events } = await accepted(record.apply(submitting({ key: 'everything' })));
    expect(state.status).toBe('inside');
    expect(events.map((e) => e.type)).toEqual(['Submitted', 'StageEntered', 'BallotOpened']);
    const [row] = await bench.rows('SELECT * FROM proposals WHERE id = $1', [state.id]);
    expect(row).toMatchObject({ version: 1, status: 'inside', is_open: true, nudge_wanted: 1, nudge_sent: 0, state });
  });

  it('carries a whole case to its outcome', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    for (const office of WHOLE_CASE) await accepted(record.apply(replying(proposal, office)));
    expect((await bench.state(proposal)).status).toBe('agreed');
  });
});
