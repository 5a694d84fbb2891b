/** One act for many cases: what is written with it, and how it gets to each of them once, whoever dies. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '../../../domain/proposal/commands';
import { isCase } from '../../../domain/proposal/state';
import { type CarriedActs, type CarriedActsParts, createCarriedActs } from '../../../store/carried-acts';
import { createCatalogue } from '../../../store/catalogue';
import { type CatalogueAttempt, createCatalogueChanges } from '../../../store/catalogue-changes';
import { load } from '../../../store/load';
import { createPeopleAndSeats } from '../../../store/people-and-seats';
import { type Record_, StoreBusy } from '../../../store/record';
import { startCarrier } from '../../../worker/carrier';
import { createLog } from '../../../worker/log';
import { ApiBench, type ApiCaller, guangzhouToChiangMai } from '../api/bench';

const OFFICE = 'cn-guangzhou-fao:desk';
const UNIT = { organization: 'cn-lmc-secretariat', side: 'CN', person: 'cn-lmc-secretariat-desk' };

let bench: ApiBench;
let guangzhou: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
});
afterAll(async () => bench.close());

// Every test begins without open cases and without anything to carry.
afterEach(async () => {
  await bench.owner.query(
    'DELETE FROM carried_acts; UPDATE ballots SET is_open = false; UPDATE proposals SET is_open = false',
  );
});

const PROPOSAL = {
  ...guangzhouToChiangMai,
  sections: [{ key: 'exchange', text: { en: 'Culture, trade, and youth.', zh: '文化、经贸与青年。' } }],
};

async function submitted(): Promise<string> {
  const response = await guangzhou.post('/v1/proposals', PROPOSAL);
  if (response.status !== 201) throw new Error(response.text);
  return response.body.id;
}

const submittedMany = async (n: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let i = 0; i < n; i += 1) ids.push(await submitted());
  return ids;
};

/** Nobody carries: the process died right after its transaction. */
const NOBODY: CarriedActs = {
  carry: async () => {
    throw new Error('died after the transaction');
  },
};

let acts = 0;

/** The unit writes the holders of an office anew; `carried` is what the process has for the cases. */
async function reseat(carried: CarriedActs = NOBODY, carryMs = 10_000) {
  const { pool } = bench;
  const catalogue = createCatalogue(pool);
  const changes = createCatalogueChanges({ pool, catalogue, carried, carryMs });
  acts += 1;
  const attempt: CatalogueAttempt = {
    credential: 'test',
    by: UNIT,
    route: 'PUT /test',
    idempotency: { key: `act-${acts}`, bodyHash: 'same' },
    respondRefusal: ({ code }) => ({ status: 409, headers: {}, body: code }),
  };
  const { channels, holders } = (await catalogue.current()).directory.seats[OFFICE] ?? { channels: [], holders: [] };
  const common = { id: OFFICE, channels, holders, force: true, isCurrent: () => true };
  const asked = { ...common, reason: 'for a test', respond: (body: object) => ({ status: 200, headers: {}, body }) };
  return { again: () => createPeopleAndSeats({ pool, changes }).changeSeat(attempt, asked) };
}

/** A command that leaves a trace: the case is taken back. */
const takingBack: NonNullable<CarriedActsParts['commandOf']> = (_, { now }): Command => ({
  type: 'withdraw',
  at: now,
  actor: { organization: 'cn-guangzhou', side: 'CN', person: 'cn-guangzhou-desk', channel: 'api' },
  reason: null,
});

const carrier = (
  record: Pick<Record_, 'apply'> = bench.deps.record,
  parts: Partial<CarriedActsParts> = {},
): CarriedActs => createCarriedActs({ pool: bench.pool, record, commandOf: takingBack, ...parts });

async function statusOf(proposal: string): Promise<string> {
  const { state, version } = await load(bench.pool, proposal, null);
  return isCase(state) ? `${state.status} ${version}` : 'none';
}

type Row = { proposal_id: string | null; done: boolean; result: string | null; tries: number };
const rows = async (): Promise<Row[]> =>
  (
    await bench.owner.query(
      'SELECT proposal_id, done_at IS NOT NULL AS done, result, tries FROM carried_acts ORDER BY id',
    )
  ).rows;
const free = () => bench.owner.query('UPDATE carried_acts SET leased_until = NULL WHERE proposal_id IS NOT NULL');

describe('an act for many cases', () => {
  it('is written with a row for each open case that it concerns, and with a second look', async () => {
    const cases = await submittedMany(2);
    const ended = await submitted();
    await guangzhou.post(`/v1/proposals/${ended}/withdrawal`, {});
    const { again } = await reseat();
    expect((await again()).body).toMatchObject({ cases: 2 });
    const waiting = await rows();
    expect(waiting.map((r) => r.proposal_id).toSorted()).toEqual([null, ...cases].toSorted());
    expect(waiting.every((r) => !r.done)).toBe(true);
  });

  it('loses nothing where the process dies before it is carried: the sweeper carries it', async () => {
    const cases = await submittedMany(2);
    const { again } = await reseat();
    expect((await again()).status).toBe(200);
    expect(await Promise.all(cases.map(statusOf))).toEqual(['inside 1', 'inside 1']);
    expect(await carrier().carry({ limit: 100 })).toEqual({ claimed: 2, applied: 2, overtaken: 0, left: 0 });
    expect(await Promise.all(cases.map(statusOf))).toEqual(['withdrawn 2', 'withdrawn 2']);
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ claimed: 0 });
  });

  it('is carried by the worker, which comes round by itself', async () => {
    const [id = ''] = await submittedMany(1);
    await (await reseat()).again();
    const { stop } = startCarrier({ acts: carrier(), log: createLog('silent') });
    while ((await rows()).some((r) => r.proposal_id === id && !r.done)) await pause(20);
    await stop();
    expect(await statusOf(id)).toBe('withdrawn 2');
  });

  it('is made once, however often it is asked for under its key', async () => {
    await submitted();
    const { again } = await reseat();
    const first = await again();
    expect(await again()).toEqual({ ...first, replayed: true });
    expect(await rows()).toHaveLength(2);
  });

  it('is carried once to each case, however many carry it and however often', async () => {
    const [id = ''] = await submittedMany(1);
    const { again } = await reseat();
    await again();
    const counts = await Promise.all([1, 2, 3].map(() => carrier().carry({ limit: 100 })));
    expect(counts.map((c) => c.claimed).toSorted()).toEqual([0, 0, 1]);
    // Somebody died after the case was written and before its row was.
    await bench.owner.query(
      'UPDATE carried_acts SET done_at = NULL, result = NULL, leased_until = NULL WHERE proposal_id = $1',
      [id],
    );
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ claimed: 1, applied: 1 });
    expect(await statusOf(id)).toBe('withdrawn 2');
  });

  it('leaves a busy case for later and goes on with the others', async () => {
    const [busy = '', other = ''] = await submittedMany(2);
    const { again } = await reseat();
    await again();
    const record: Pick<Record_, 'apply'> = {
      apply: async (attempt) => {
        if (attempt.proposal === busy) throw new StoreBusy();
        return bench.deps.record.apply(attempt);
      },
    };
    expect(await carrier(record).carry({ limit: 100 })).toEqual({ claimed: 2, applied: 1, overtaken: 0, left: 1 });
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ claimed: 0 });
    await free();
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ applied: 1 });
    expect([await statusOf(busy), await statusOf(other)]).toEqual(['withdrawn 2', 'withdrawn 2']);
  });

  it('tells of a case that breaks, and keeps its row', async () => {
    const [id] = await submittedMany(1);
    await (await reseat()).again();
    const told: unknown[] = [];
    const breaking = { apply: async () => Promise.reject(new Error('a bug')) };
    await carrier(breaking, { onLeft: ({ proposal }) => told.push(proposal) }).carry({ limit: 100 });
    expect(told).toEqual([id]);
    expect((await rows())[0]).toMatchObject({ proposal_id: id, done: false, tries: 1 });
  });

  it('is overtaken where the case has ended meanwhile', async () => {
    const id = await submitted();
    await (await reseat()).again();
    await guangzhou.post(`/v1/proposals/${id}/withdrawal`, {});
    expect(await carrier().carry({ limit: 100 })).toEqual({ claimed: 1, applied: 0, overtaken: 1, left: 0 });
    expect((await rows())[0]).toMatchObject({ done: true, result: 'overtaken' });
  });

  it('is carried to a case after every earlier act on that case', async () => {
    await submitted();
    await (await reseat()).again();
    await (await reseat()).again();
    const noted: string[] = [];
    const noting = (act: number) =>
      carrier(undefined, {
        commandOf: (...asked) => {
          noted.push(`${act}`);
          return takingBack(...asked);
        },
      });
    expect(await noting(1).carry({ limit: 100 })).toMatchObject({ claimed: 1, applied: 1 });
    expect(await noting(2).carry({ limit: 100 })).toMatchObject({ claimed: 1, overtaken: 1 });
    expect(noted).toEqual(['1', '2']);
  });

  it('finds by its second look what committed on the old catalogue', async () => {
    await (await reseat()).again();
    const late = await submitted();
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ claimed: 0 });
    await bench.owner.query('UPDATE carried_acts SET leased_until = NULL');
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ claimed: 1, applied: 1 });
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ claimed: 1, applied: 1 });
    expect(await statusOf(late)).toBe('withdrawn 2');
  });

  it('reaches at most two hundred cases within its own request, and the sweeper the others', async () => {
    const cases = await submittedMany(205);
    const { again } = await reseat(carrier());
    expect((await again()).body).toMatchObject({ cases: 205 });
    expect((await rows()).filter((r) => r.done)).toHaveLength(200);
    expect(await carrier().carry({ limit: 100 })).toMatchObject({ claimed: 5, applied: 5 });
    expect(new Set(await Promise.all(cases.map(statusOf)))).toEqual(new Set(['withdrawn 2']));
  }, 120_000);

  it('does not wait with its answer for cases that take long', async () => {
    await submitted();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slow: CarriedActs = {
      carry: async () => {
        await held;
        return { claimed: 0, applied: 0, overtaken: 0, left: 0 };
      },
    };
    expect((await (await reseat(slow, 1)).again()).status).toBe(200);
    letGo();
  });
});
