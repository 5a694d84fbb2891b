/** A running instance with cases to answer: mails as they lie in the inbox, the record as it stands. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startInstance, type TestInstance } from '../parts/instance';
import { mailsIn } from '../parts/mails';
import { type Acknowledged, submitUntilAcknowledged, until } from './cast';

export type Letter = Readonly<{ to: string; link: string; code: string; urls: readonly string[] }>;

export class ReviewCases {
  private constructor(
    private readonly folder: string,
    readonly running: TestInstance,
    private readonly database: Client,
  ) {}

  static async open(): Promise<ReviewCases> {
    const folder = mkdtempSync(join(tmpdir(), 'accord-review-'));
    const running = await startInstance(folder);
    const database = new Client({ connectionString: running.instance.databaseUrl });
    await database.connect();
    return new ReviewCases(folder, running, database);
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.running.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  submit(title: string): Promise<Acknowledged> {
    const { api = '', demoKey = '' } = this.running.instance;
    return submitUntilAcknowledged(api, demoKey, title);
  }

  /** The mails about a case that hold a link, the oldest first, as soon as there are so many. */
  letters({ number }: Acknowledged, atLeast: number, to = ''): Promise<readonly Letter[]> {
    return until(
      `${atLeast} mails about ${number}`,
      async () => {
        const mails = await mailsIn(this.running.instance.inbox ?? '');
        const about = mails.filter((m) => `${m.subject}\n${m.text}`.includes(number) && (m.to[0] ?? '').includes(to));
        const letters = about.flatMap(({ text, urls, to: [address = ''] }) => {
          const link = urls.find((url) => url.includes('/review/') && url.includes('#'));
          const code = /\b(\d{4})[ \u00a0](\d{4})\b/.exec(text)?.slice(1).join('');
          return link && code ? [{ to: address, link, code, urls }] : [];
        });
        return letters.length >= atLeast ? letters : null;
      },
      120_000,
    );
  }

  /** What the record holds of a case, and which of its credentials were retired. */
  async record(id: string): Promise<string> {
    const tables = {
      events: 'SELECT * FROM events WHERE proposal_id = $1 ORDER BY chain, seq',
      state: 'SELECT version, state, heads FROM proposals WHERE id = $1',
      texts: 'SELECT * FROM texts WHERE proposal_id = $1 ORDER BY hash',
      answers: `SELECT k.* FROM idempotency_keys k JOIN review_refs r ON k.credential = 'ref:' || r.ref
                 WHERE r.proposal_id = $1 ORDER BY k.key`,
      mails: `SELECT id, kind, person_id FROM deliveries WHERE proposal_id = $1 AND kind <> 'fresh' ORDER BY id`,
    };
    const found = Object.entries(tables).map(async ([name, sql]) => [
      name,
      (await this.database.query(sql, [id])).rows,
    ]);
    return JSON.stringify(Object.fromEntries(await Promise.all(found)), null, 1);
  }

  /** Kind and person of every reply of a case. */
  async replies(id: string): Promise<readonly Readonly<{ kind: string; person: string }>[]> {
    const { rows } = await this.database.query(
      `SELECT payload::json ->> 'kind' AS kind, payload::json -> 'signed' ->> 'person' AS person
         FROM events WHERE proposal_id = $1 AND type = 'ReplyGiven' ORDER BY seq`,
      [id],
    );
    return rows;
  }

  /** How many fresh mails there are for each person of a case. */
  async freshMails(id: string): Promise<readonly number[]> {
    const { rows } = await this.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM deliveries WHERE proposal_id = $1 AND kind = 'fresh' GROUP BY ref`,
      [id],
    );
    return rows.map((row) => row.n);
  }
}
