import type { World } from '../../../domain/procedure/world';
import { STATE_VERSION } from '../../../domain/proposal/state';
import { personOf, replyOf, world } from '../../unit/proposal/fixtures';
import { accepted, attempt, Bench, commenting, replying, submitted, WHOLE_CASE } from './fixture';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(async () => bench.close());

const holderOf = (organization: string, n: number) => ({
  person: personOf(organization, n),
  organization,
  side: 'AA',
  channel: 'mail' as const,
});

describe('at the same moment', () => {
  it('two holders of one seat answer: one is accepted, the other is told so and asked again', async () => {
    const proposal = await submitted(bench.record());
    const shown = await bench.state(proposal);
    const byHolder = (n: number) =>
      attempt(proposal, () => replyOf(shown, 'aa-city-fao', 'agree', { actor: holderOf('aa-city-fao', n) }));
    const answers = await Promise.all([1, 2].map((n) => bench.record().apply(byHolder(n))));
    expect(answers.map((a) => a.refusal?.code ?? 'accepted').toSorted()).toEqual(['BallotClosed', 'accepted']);
  });

  it('two holders of one seat answer while the ballot stays open: SeatAnsweredMeanwhile', async () => {
    const [one, two] = [bench.record({ world: LARGE }), bench.record({ world: LARGE })];
    const proposal = await submitted(one);
    const shown = await bench.state(proposal);
    const byHolder = (n: number) =>
      attempt(proposal, () => replyOf(shown, 'aa-many-1', 'agree', { actor: holderOf('aa-many-1', n) }));
    const answers = await Promise.all([one.apply(byHolder(1)), two.apply(byHolder(2))]);
    expect(answers.map((a) => a.refusal?.code ?? 'accepted').toSorted()).toEqual(['SeatAnsweredMeanwhile', 'accepted']);
  });

  it('fifty seats answer in four processes: every reply is in the record once, and the tally is true', async () => {
    const processes = Array.from({ length: 4 }, () => bench.record({ world: LARGE }));
    const [first = bench.record()] = processes;
    const proposal = await submitted(first);
    const offices = Array.from({ length: SEATS }, (_, i) => `aa-many-${i + 1}`);
    const answers = await Promise.all(
      offices.map((office, i) => {
        const actor = holderOf(office, 1);
        return (processes[i % 4] ?? first).apply(replying(proposal, office, 'agree', {}, { actor }));
      }),
    );
    expect(answers.filter((a) => a.refusal)).toEqual([]);
    const { ballots } = await bench.state(proposal);
    const [ballot] = Object.values(ballots);
    expect(ballot?.seats.filter((s) => s.reply?.kind === 'agree')).toHaveLength(SEATS);
    expect(ballot).toMatchObject({ status: 'closed', result: 'positive' });
    const given = await bench.rows<{ seat: string }>(
      `SELECT payload::json->>'seat' AS seat FROM events WHERE proposal_id = $1 AND type = 'ReplyGiven'`,
      [proposal],
    );
    expect(new Set(given.map((g) => g.seat)).size).toBe(SEATS);
    expect(given).toHaveLength(SEATS);
  });

  it('many people comment in several processes: nothing is lost and the chain has no gap', async () => {
    const processes = Array.from({ length: 4 }, () => bench.record());
    const proposal = await submitted(bench.record());
    await Promise.all(
      processes.flatMap((record) => [1, 2, 3, 4, 5].map(() => accepted(record.apply(commenting(proposal))))),
    );
    const { comments } = await bench.state(proposal);
    expect(comments).toBe(20);
    const rows = await bench.rows<{ seq: number }>('SELECT seq FROM events WHERE proposal_id = $1 ORDER BY seq', [
      proposal,
    ]);
    expect(rows.map((r) => r.seq)).toEqual(rows.map((_, i) => i + 1));
  });

  it('a command that waits for its turn was received when it came', async () => {
    const proposal = await submitted(bench.record());
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const record = bench.record({ at: (point) => (point === 'loaded' ? held : undefined) });
    const first = record.apply(commenting(proposal));
    const second = record.apply(commenting(proposal));
    await bench.rows('SELECT pg_sleep(0.2)');
    await bench.database.stopClock('2026-06-09T03:00:00.000Z');
    release();
    await accepted(first);
    expect((await accepted(second)).events[0]?.at).toBe('2026-06-08T03:00:00.000Z');
    await bench.database.stopClock('2026-06-08T03:00:00.000Z');
  });
});

describe('a snapshot of another shape', () => {
  it('is not trusted: the state is folded from events, and the next commit mends it', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const state = await bench.state(proposal);
    await bench.rows(`UPDATE proposals SET state_version = 0, state = '{}' WHERE id = $1`, [proposal]);
    expect(await bench.state(proposal)).toEqual(state);
    await accepted(record.apply(replying(proposal, WHOLE_CASE[0])));
    const [row] = await bench.rows('SELECT state_version FROM proposals WHERE id = $1', [proposal]);
    expect(row).toEqual({ state_version: STATE_VERSION });
  });
});

const SEATS = 50;

/** The small world with a first step that fifty offices answer, each with two holders. */
const LARGE: World = (() => {
  const offices = Array.from({ length: SEATS }, (_, i) => `aa-many-${i + 1}`);
  const { directory, countries } = world;
  const organizations = offices.map((id, i) => [
    id,
    { id, country: 'AA', level: 'city', parent: 'aa-city', roles: [`many-${i + 1}`], names: { en: id } },
  ]);
  const holders = (id: string) =>
    [1, 2].map((n) => ({
      ...{ person: personOf(id, n), kind: n === 1 ? ('principal' as const) : ('alternate' as const) },
      ...{ from: '2026-01-01', until: null },
    }));
  const seats = offices.map((id) => [
    `${id}:desk`,
    { id: `${id}:desk`, organization: id, function: 'desk', channels: ['mail'], holders: holders(id) },
  ]);
  const people = offices.flatMap((organization) =>
    [1, 2].map((n) => {
      const id = personOf(organization, n);
      return [id, { id, organization, name: id, email: `${id}@aa.example`, language: 'en', zone: 'Asia/Shanghai' }];
    }),
  );
  const { AA } = countries;
  const [profile] = AA?.profiles ?? [];
  if (!AA || !profile) throw new Error('The small world has changed');
  const many = {
    key: 'many',
    seats: offices.map((_, i) => ({ role: `many-${i + 1}` })),
    rule: { kind: 'all' as const },
  };
  return {
    ...world,
    countries: { ...countries, AA: { ...AA, profiles: [{ ...profile, steps: [many] }] } },
    directory: {
      organizations: { ...directory.organizations, ...Object.fromEntries(organizations) },
      people: { ...directory.people, ...Object.fromEntries(people) },
      seats: { ...directory.seats, ...Object.fromEntries(seats) },
    },
  };
})();
