import { expire } from '../../../store/expiry';
import { keepRefusal, pruneRefusals } from '../../../store/refusals';
import { replyOf } from '../../unit/proposal/fixtures';
import { accepted, attempt, Bench, commenting, replying, submitted, submitting, T0 } from './fixture';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(async () => bench.close());

const eventsOf = async (proposal: string): Promise<number> =>
  (await bench.rows<{ n: number }>('SELECT count(*)::int AS n FROM events WHERE proposal_id = $1', [proposal]))[0]?.n ??
  0;

describe('an idempotency key', () => {
  it('gives the first answer again, byte for byte, and does nothing', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const made = replying(proposal, 'aa-city-fao', 'agree', { key: 'again' });
    const first = await accepted(record.apply(made));
    const before = await bench.counts();
    const again = await record.apply(made);
    expect(again).toMatchObject({ replayed: true, status: first.status, headers: first.headers });
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
    expect(await bench.counts()).toEqual(before);
  });

  it('turns concurrent duplicates in several processes into one event and one answer', async () => {
    const proposal = await submitted(bench.record());
    const before = await eventsOf(proposal);
    const made = commenting(proposal, { key: 'at once' });
    const processes = Array.from({ length: 8 }, () => bench.record());
    const answers = await Promise.all(processes.map((record) => record.apply(made)));
    expect(await eventsOf(proposal)).toBe(before + 1);
    expect(answers.filter((a) => !a.replayed)).toHaveLength(1);
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
  });

  it('turns concurrent duplicates of one submission, each with an id of its own, into one case', async () => {
    const { proposals: before } = await bench.counts();
    const processes = Array.from({ length: 8 }, () => bench.record());
    const answers = await Promise.all(
      processes.map((record) => record.apply(submitting({ key: 'one case', route: 'POST /v1/proposals' }))),
    );
    expect((await bench.counts()).proposals).toBe((before ?? 0) + 1);
    expect(answers.filter((a) => !a.replayed)).toHaveLength(1);
    expect(new Set(answers.map((a) => a.headers.location)).size).toBe(1);
  });

  it('is refused with another body, and the first answer stays', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const asked = { key: 'reused', bodyHash: 'one' };
    await accepted(record.apply(commenting(proposal, asked)));
    const before = await eventsOf(proposal);
    const reused = await record.apply(commenting(proposal, { ...asked, bodyHash: 'another' }));
    expect(reused).toMatchObject({ refusal: { code: 'IdempotencyKeyReused' }, replayed: false });
    expect(await eventsOf(proposal)).toBe(before);
    expect(await record.apply(commenting(proposal, asked))).toMatchObject({ status: 201, replayed: true });
  });

  it('belongs to one credential and one route', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const asked = { key: 'shared' };
    await accepted(record.apply(commenting(proposal, asked)));
    await accepted(record.apply(commenting(proposal, { ...asked, credential: 'key-2' })));
    await accepted(record.apply(commenting(proposal, { ...asked, route: 'POST /other' })));
  });

  it('keeps a domain refusal too: what was refused stays refused under its key', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const early = attempt(proposal, (state) => replyOf(state, 'aa-city-fao', 'agree', { kind: 'reserve' as never }), {
      key: 'refused',
    });
    const { events: before } = await bench.counts();
    expect(await record.apply(early)).toMatchObject({
      status: 409,
      replayed: false,
      refusal: { code: 'KindNotOffered' },
    });
    const again = await record.apply({ ...early, command: replying(proposal, 'aa-city-fao').command });
    expect(again).toMatchObject({ status: 409, replayed: true, body: { code: 'KindNotOffered' } });
    expect((await bench.counts()).events).toBe(before);
  });
});

describe('a refused command', () => {
  it('writes nothing but the refusal', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const before = await bench.counts();
    const refused = await record.apply(
      attempt(proposal, (state) => replyOf(state, 'aa-city-fao', 'agree', { seat: 'no-such-seat' }), {
        texts: [],
        credential: 'a-key',
        person: 'a-person',
        route: 'POST /v1/ballots/{id}/replies',
      }),
    );
    expect(refused).toMatchObject({ refusal: { code: 'NotYourSeat', pointer: '/seat' }, state: null, events: [] });
    expect(await bench.counts()).toEqual({ ...before, refusals: (before.refusals ?? 0) + 1 });
    const [row] = await bench.rows('SELECT * FROM refusals ORDER BY id DESC LIMIT 1');
    expect(row).toMatchObject({
      ...{ credential: 'a-key', person_id: 'a-person', route: 'POST /v1/ballots/{id}/replies', proposal_id: proposal },
      ...{ code: 'NotYourSeat', pointer: '/seat' },
    });
  });

  it('may be refused by the caller itself, from what was loaded', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const made = { ...commenting(proposal), command: () => ({ refusal: { code: 'MissingScope' as const } }) };
    expect(await record.apply(made)).toMatchObject({ refusal: { code: 'MissingScope' } });
  });

  it('of a case that does not exist is not found', async () => {
    const nobody = '01890000-0000-7000-8000-00000000ffff';
    expect(await bench.record().apply(commenting(nobody))).toMatchObject({ refusal: { code: 'NotFound' } });
  });

  it('of a case that was submitted already is refused, and the case stays', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const state = await bench.state(proposal);
    expect(await record.apply(submitting({ proposal }))).toMatchObject({ refusal: { code: 'CaseClosed' } });
    expect(await bench.state(proposal)).toEqual(state);
  });

  it('finds another number where the first one is taken', async () => {
    const record = bench.record();
    const proposal = await submitted(record);
    const { number } = await bench.state(proposal);
    let asked = 0;
    const made = submitting();
    const { state } = await accepted(
      record.apply({
        ...made,
        command: (loaded) => {
          const command = made.command(loaded);
          asked += 1;
          return asked === 1 && 'number' in command ? { ...command, number } : command;
        },
      }),
    );
    expect(asked).toBe(2);
    expect(state.number).not.toBe(number);
  });
});

describe('the table of refusals', () => {
  it('keeps the newest', async () => {
    const refused = {
      at: T0,
      person: null,
      route: 'r',
      proposal: null,
      refusal: { code: 'TooLarge' as const },
      answer: null,
    };
    for (let i = 0; i < 5; i += 1) await keepRefusal(bench.pool, { ...refused, credential: `c${i}` });
    const [newest] = await bench.rows<{ id: string }>('SELECT max(id) AS id FROM refusals');
    await pruneRefusals(bench.pool, Number(newest?.id), 3);
    const left = await bench.rows<{ credential: string }>('SELECT credential FROM refusals ORDER BY id');
    expect(left.map((r) => r.credential)).toEqual(['c2', 'c3', 'c4']);
  });
});

describe('what is kept for a while', () => {
  it('goes after thirty days, so many rows at once, and not before', async () => {
    const record = bench.record();
    const made = submitting({ key: 'for a month' });
    await accepted(record.apply(made));
    await bench.database.stopClock('2026-07-08T02:59:59.000Z');
    expect(await expire(bench.pool, 1_000)).toEqual({ keys: 0, sessions: 0, attachments: 0 });
    await bench.database.stopClock('2026-07-08T03:00:01.000Z');
    const { idempotency_keys: kept = 0 } = await bench.counts();
    expect(await expire(bench.pool, 2)).toEqual({ keys: 2, sessions: 0, attachments: 0 });
    expect(await expire(bench.pool, 1_000)).toEqual({ keys: kept - 2, sessions: 0, attachments: 0 });
    expect(await record.apply(made)).toMatchObject({ refusal: { code: 'CaseClosed' } });
    await bench.database.stopClock(T0);
  });

  it('goes with a reading session that has ended', async () => {
    const session = `INSERT INTO reading_sessions (id_hash, ref, created_at, expires_at, code_proven)
                     SELECT $1, 'ref', accord_now(), accord_now() + $2::interval, false`;
    await bench.rows(session, ['ended', '-2 days']);
    await bench.rows(session, ['running', '10 minutes']);
    expect(await expire(bench.pool)).toEqual({ keys: 0, sessions: 1, attachments: 0 });
    expect(await bench.rows('SELECT id_hash FROM reading_sessions')).toEqual([{ id_hash: 'running' }]);
  });
});
