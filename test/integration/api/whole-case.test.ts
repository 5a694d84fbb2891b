import { agree, HOME, JOINT, OTHERS, RELEASE } from './acts';
import { ApiBench, type ApiCaller, guangzhouToChiangMai } from './bench';

let bench: ApiBench;
beforeAll(async () => {
  bench = await ApiBench.open();
});
afterAll(() => bench.close());

type Ballot = { joint: boolean };

describe('a case from submission to agreement over HTTP', () => {
  const callers = new Map<string, ApiCaller>();
  const callerOf = async (organization: string, person: string): Promise<ApiCaller> => {
    const known = callers.get(organization) ?? (await bench.caller(organization, person));
    callers.set(organization, known);
    return known;
  };
  let proposal = '';

  it('is submitted and begins in its own house', async () => {
    const guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
    const submitted = await guangzhou.post('/v1/proposals', guangzhouToChiangMai);
    expect(submitted.body).toMatchObject({
      status: 'inside',
      proposing: 'CN',
      sides: ['CN', 'TH'],
      title: guangzhouToChiangMai.title,
      waitingFor: [{ on: 'seat', side: 'CN', seat: 'cn-guangzhou-fao:desk', until: null }],
      revision: { number: 1, languages: ['en', 'zh'] },
      outcome: null,
    });
    expect(submitted.body.number).toMatch(/^AC-2026-[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(submitted.status).toBe(201);
    expect(submitted.headers.location).toBe(`/v1/proposals/${submitted.body.id}`);
    proposal = submitted.body.id;
    const found = await guangzhou.get(submitted.headers.location ?? '');
    expect(found.body).toMatchObject({
      sections: guangzhouToChiangMai.sections,
      data: { since: 2024 },
      attachments: [],
    });
  });

  it('does not exist for the other side before its release', async () => {
    const unit = await bench.caller('th-mlc-unit', 'th-mlc-unit-desk');
    expect((await unit.get(`/v1/proposals/${proposal}`)).status).toBe(404);
    expect((await unit.get('/v1/proposals')).body).toEqual({ items: [], next: null });
  });

  it('goes through its own house, the release, the other house and the joint step', async () => {
    for (const [organization, person] of [...HOME, RELEASE, ...OTHERS, ...JOINT]) {
      const caller = await callerOf(organization, person);
      const answered = await agree(caller, proposal, organization);
      expect([organization, answered.status, answered.body.code]).toEqual([organization, 201, undefined]);
    }
    const guangzhou = await callerOf('cn-guangzhou', 'cn-guangzhou-head');
    const ended = await guangzhou.get(`/v1/proposals/${proposal}`);
    expect(ended.body).toMatchObject({ status: 'agreed', waitingFor: [], outcome: { result: 'agreed' } });
    const chiangMai = await callerOf('th-chiang-mai', 'th-chiang-mai-head');
    const seen = await chiangMai.get(`/v1/proposals/${proposal}`);
    expect(seen.body.outcome.positions).toContainEqual({
      side: 'CN',
      participant: null,
      kind: 'agree',
      statement: { text: 'cn-cpaffc agrees.', language: 'en' },
    });
    expect(JSON.stringify(seen.body)).not.toContain('alone');
  });

  it('shows each side its own house and the joint step, in sentences and as the record', async () => {
    const thai = await callerOf('th-moi-fad', 'th-moi-fad-desk');
    const events = await thai.get(`/v1/proposals/${proposal}/events?limit=100`);
    const chains = new Set((events.body.items as { chain: string }[]).map((e) => e.chain));
    expect([...chains].sort()).toEqual(['TH', 'case']);
    const timeline = await thai.get(`/v1/proposals/${proposal}/timeline?limit=100`, {
      'Accept-Language': 'th, en;q=0.5',
    });
    expect(timeline.body.items.length).toBeGreaterThan(5);
    expect(JSON.stringify([events.body, timeline.body])).not.toMatch(/cpaffc|npc-sc|guangdong/);
    expect(timeline.body.items.map((e: { language: string }) => e.language)).toContain('th');
    const ballots = await thai.get(`/v1/proposals/${proposal}/ballots`);
    expect((ballots.body.items as Ballot[]).map((b) => b.joint)).toEqual([false, false, true]);
  });
});
