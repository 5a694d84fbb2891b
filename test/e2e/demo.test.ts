/**
 * The demo's cases, both ways of driving: the same record per chain but for ids, times and who happened to answer first.
 * Its clock is moved, as in an instance of the demo's own.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { checkoutRoot } from '../../bin/parts/checkout';
import { startInstance } from '../parts/instance';
import { wholeDatabase } from '../parts/whole-database';
import { until } from './cast';

const CAME_TO = [
  'Outcome: agreed\n',
  'outcome      notAgreed',
  'asked again: public security and defence; carried: foreign affairs',
  'now it counts.',
  'sees that the report has fallen due',
  'Outcome: agreed, with 3 partners (KH, LA, TH)',
  '0 have gone out about this case since it is paused',
];
/** The first thread's two cases, by their place in the record. */
const WITHOUT_PARALLELS = ['0', '1'];

type Row = { proposal_id: string; chain: string; type: string; payload: string };

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g;
const NUMBER = /AC-\d{4}-[0-9A-Z]{6}/g;
const SALTED = /"hash":"[0-9a-f]{64}"/g;
const PERSON = /"person":"[^"]*"/g;

const withoutChance = (payload: string): string =>
  payload
    .replace(ID, 'ID')
    .replace(INSTANT, 'INSTANT')
    // Only there where it is another one than that of the opening.
    .replace('"countsFrom":"INSTANT",', '')
    .replace(NUMBER, 'NUMBER')
    .replace(SALTED, '"hash":"HASH"')
    .replace(PERSON, '"person":"PERSON"');

type Played = { output: string; record: Record<string, string[]>; fetched: number; written: readonly string[] };

async function demo(moves: 'commit' | 'workflow'): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'accord-demo-'));
  const running = await startInstance(folder, { ACCORD_MOVES: moves });
  try {
    const { inbox = '', databaseUrl } = running.instance;
    const output = await run(['dist/bin/demo/main.js', '--instance', folder, '--move-clock']);
    const database = new Client({ connectionString: databaseUrl });
    await database.connect();
    const { rows } = await database.query<Row>(
      `SELECT proposal_id, chain, type, payload FROM events
        ORDER BY min(at) OVER (PARTITION BY proposal_id), proposal_id, chain, seq`,
    );
    const { fetched, written } = await fetchEveryUrl(inbox, database);
    await database.end();
    return { output, record: byCase(rows), fetched, written };
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every address in every mail (requests, receipts, outcomes), ten times in each way that may not write. */
async function fetchEveryUrl(
  inbox: string,
  database: Client,
): Promise<{ fetched: number; written: readonly string[] }> {
  const allSent = async () => {
    const { rows } = await database.query(
      `SELECT 1 FROM deliveries WHERE state = 'queued'
        UNION ALL SELECT 1 FROM proposals WHERE nudge_wanted > nudge_sent
        UNION ALL SELECT 1 FROM tracks WHERE nudge_wanted > nudge_sent
        UNION ALL SELECT 1 FROM carried_acts WHERE done_at IS NULL`,
    );
    return rows.length === 0 ? true : null;
  };
  await until('every mail and nudge has gone out', allSent, 120_000);
  const mails = (await (await fetch(`${inbox}/api/mails`)).json()) as { urls: string[] }[];
  const urls = [...new Set(mails.flatMap((mail) => mail.urls))];
  const before = await wholeDatabase(database);
  let fetched = 0;
  for (const url of urls) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (let time = 0; time < 10; time += 1) {
        const response = await fetch(url, { method, redirect: 'manual' });
        await response.arrayBuffer();
        if (response.headers.getSetCookie().length > 0) throw new Error(`${method} ${url} set a cookie`);
        fetched += 1;
      }
    }
  }
  const after = await wholeDatabase(database);
  return { fetched, written: [...newIn(after, before), ...newIn(before, after)] };
}

/** The rows of one state of the database that the other does not have. */
function newIn(these: string, those: string): readonly string[] {
  const known = new Set(those.split('\n'));
  return these.split('\n').filter((row) => !known.has(row));
}

/** Cases in the order of their submission: their ids tell no time. Joint replies may come in any order. */
function byCase(rows: readonly Row[]): Record<string, string[]> {
  const order = [...new Set(rows.map((r) => r.proposal_id))];
  const record: Record<string, string[]> = {};
  for (const row of rows) {
    const chain = `${order.indexOf(row.proposal_id)} ${row.chain}`;
    record[chain] = [...(record[chain] ?? []), `${row.type} ${withoutChance(row.payload)}`];
  }
  return record;
}

async function run(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: checkoutRoot(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`The demo ended with ${code}:\n${output}`);
  return output;
}

const sorted = (record: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(record).map(([chain, events]) => [chain, events.toSorted()]));

it('carries its cases to their outcome and leaves the same record whichever way it is driven', async () => {
  const byCommits = await demo('commit');
  for (const ended of CAME_TO) expect(byCommits.output).toContain(ended);
  // Fetching every address that was mailed, again and again, wrote not one row.
  expect(byCommits.fetched).toBeGreaterThan(300);
  expect(byCommits.written).toEqual([]);
  const byWorkflows = await demo('workflow');
  expect(sorted(byWorkflows.record)).toEqual(sorted(byCommits.record));
  // Of a case without tracks beside each other the order is the same too, but for the voices of its joint step.
  const types = (record: Record<string, string[]>) =>
    Object.entries(record)
      .filter(([chain]) => WITHOUT_PARALLELS.includes(chain.split(' ')[0] ?? ''))
      .map(([chain, events]) => [chain, events.map((e) => e.split(' ')[0])]);
  expect(types(byWorkflows.record)).toEqual(types(byCommits.record));
}, 1_500_000);
