/** A text that changes on the way: who is asked again, who is carried, and where an old link leads. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express from 'express';
import type { ReviewDeps } from '../../../api/review/deps';
import { createReviewRoutes } from '../../../api/review/routes';
import { createSecrets } from '../../../store/review-secrets';
import { T0 } from '../api/bench';
import { ManySides, revised } from '../api/border-plan';
import { Browser, type Mail, Mailboxes } from './house';

jest.setTimeout(120_000);

let stage: ManySides;
let server: Server;
let mailboxes: Mailboxes;
let id: string;

beforeAll(async () => {
  stage = await ManySides.open();
  const { pool, owner, deps } = stage.bench;
  const secrets = createSecrets(randomBytes(32).toString('hex'));
  mailboxes = new Mailboxes({ pool, owner, secrets });
  const routes = createReviewRoutes({
    pool,
    record: deps.record,
    cases: deps.cases,
    events: deps.events,
    catalogue: deps.catalogue as unknown as ReviewDeps['catalogue'],
    secrets,
    instance: 'test',
    baseUrl: 'http://accord.example',
    assetsUrl: '/assets',
    postsPerMinute: 100_000,
    onError: (error) => {
      throw error;
    },
  });
  server = createServer(express().use('/review', routes)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await stage.close();
});

/** A plan whose Vietnamese file is complete, so that the ministries are asked. */
beforeEach(async () => {
  await stage.bench.database.stopClock(T0);
  id = await stage.released();
  const mofa = await stage.as('vn-mofa');
  const { files } = (await mofa.get(`/v1/proposals/${id}`)).body as { files: { track: string; office: string }[] };
  const file = files.find((f) => f.office.startsWith('vn-mofa:'));
  const declared = await mofa.post(`/v1/proposals/${id}/completeness`, { track: file?.track, complete: true });
  expect([declared.status, declared.body.code]).toEqual([201, undefined]);
  await stage.drive(id);
});

const mailTo = (person: string): Promise<Mail> => mailboxes.mailTo(id, person);

async function opened(mail: Mail): Promise<Browser> {
  const browser = new Browser(server);
  await browser.open(mail);
  await browser.get(`${mail.path}?lang=en`);
  return browser;
}

/** Guangxi writes other opening hours, and its releasing seat lets them cross. */
async function newText(): Promise<void> {
  const made = await (await stage.as('cn-guangxi')).post(`/v1/proposals/${id}/revisions`, revised('eight'));
  expect([made.status, made.body.code]).toEqual([201, undefined]);
  const fao = await stage.as('cn-guangxi-fao');
  expect((await fao.post(`/v1/proposals/${id}/releases`, { revision: made.body.number })).status).toBe(201);
  await stage.drive(id);
}

async function repliesIn(round: number): Promise<readonly { seat: string; kind: string }[]> {
  const { rows } = await stage.bench.owner.query<{ seat: string; kind: string }>(
    `SELECT payload::json ->> 'seat' AS seat, payload::json ->> 'kind' AS kind FROM events
      WHERE proposal_id = $1 AND type = 'ReplyGiven' AND payload::json ->> 'ballot' LIKE $2 ORDER BY seq`,
    [id, `%opinions.${round}`],
  );
  return rows;
}

async function answer(person: string, kind: string, typed: Record<string, string> = {}): Promise<void> {
  const mail = await mailTo(person);
  const browser = await opened(mail);
  await browser.submit('/draft', { kind, ...typed });
  const receipt = await browser.submit('/confirm', { code: mail.code });
  expect([person, receipt.status]).toEqual([person, 200]);
}

test('an old link leads the same person and seat to the question on the new text, with the difference', async () => {
  const old = await mailTo('vn-mps-desk');
  await newText();
  const fresh = await mailTo('vn-mps-desk');
  expect(fresh.ref).not.toBe(old.ref);
  for (const mail of [old, fresh]) {
    const browser = await opened(mail);
    expect(browser.last?.status).toBe(200);
    expect(browser.last?.text).toContain('What is new: this is round 2');
    expect(browser.last?.text).toMatch(/<ins>[^<]*eight/);
    expect(browser.last?.text).toMatch(/<del>[^<]*seven/);
  }
  const browser = await opened(old);
  await browser.submit('/draft', { kind: 'agree' });
  expect((await browser.submit('/confirm', { code: old.code })).status).toBe(200);
  expect(await repliesIn(2)).toEqual([expect.objectContaining({ kind: 'agree' })]);
  expect(await repliesIn(1)).toEqual([]);
});

test('what was typed before the text changed is kept, the difference shown, and asked again', async () => {
  const mail = await mailTo('vn-mps-desk');
  const browser = await opened(mail);
  const typed = { kind: 'requestChanges', 'sections[border-management]': '1', inside: 'Later, please.' };
  await browser.submit('/draft', typed);
  await newText();
  const stale = await browser.submit('/confirm', { code: mail.code });
  expect(stale.status).toBe(409);
  expect(stale.text).toContain('<ins>');
  expect(browser.form('/draft').fields).toMatchObject(typed);
  expect([await repliesIn(1), await repliesIn(2)]).toEqual([[], []]);
  await browser.submit('/draft');
  expect((await browser.submit('/confirm')).status).toBe(200);
  expect(await repliesIn(2)).toEqual([expect.objectContaining({ kind: 'requestChanges' })]);
});

test('a seat whose sections did not change is carried, says so, and can change it in one act', async () => {
  const mail = await mailTo('vn-mofa-desk');
  await answer('vn-mofa-desk', 'agree');
  await newText();
  const browser = await opened(mail);
  expect(browser.last?.text).toContain('Your office answered in round 1: Agreed');
  expect(browser.last?.text).toContain('carried from round 1');
  expect(await repliesIn(2)).toEqual([]);
  await browser.submit('/draft', { kind: 'object', inside: 'On second thoughts.' });
  expect((await browser.submit('/confirm', { code: mail.code })).status).toBe(200);
  expect(await repliesIn(2)).toEqual([expect.objectContaining({ kind: 'object' })]);
});

test('wrong codes typed at an old link retire them, and the fresh mail leads to the new question', async () => {
  const old = await mailTo('vn-mps-desk');
  await stage.bench.database.stopClock('2026-06-10T04:00:00.000Z');
  await newText();
  for (let n = 0; n < 20; n += 1) {
    const guess = String(n).padStart(8, '9');
    expect((await new Browser(server).post(`${old.path}/session`, { code: guess })).status).toBe(403);
  }
  const retired = await new Browser(server).open(old);
  expect(retired.status).toBe(403);
  const mails = (await mailboxes.sendMails(id)).filter((m) => m.ref === old.ref && m.kind === 'fresh');
  expect(mails).toHaveLength(1);
  const [fresh] = mails;
  if (!fresh) throw new Error('No fresh mail');
  const browser = await opened(fresh);
  expect(browser.last?.text).toContain('What is new: this is round 2');
});

test('a returned text says so, until the new one is asked about', async () => {
  const mail = await mailTo('vn-mps-desk');
  await answer('vn-mps-desk', 'requestChanges', { inside: 'Later.', 'sections[border-management]': '1' });
  await answer('vn-mofa-desk', 'agree');
  const browser = await opened(mail);
  await answer('vn-mod-desk', 'agree');
  const closed = await browser.get(`${mail.path}?lang=en`);
  expect(closed.text).toContain('The text goes back to the proposer');
  await newText();
  expect((await opened(mail)).last?.text).toContain('What is new: this is round 2');
});
