/** Who reads a file, what is sent with it, and that reading writes nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAttachments } from '../../../store/attachments';
import { pdf } from '../../unit/attachments/archives';
import type { ApiCaller } from '../api/bench';
import { type Answer, named, said, UploadBench } from './uploads';

let bench: UploadBench;
let guangzhou: ApiCaller;
let fao: ApiCaller;
let chiangMai: ApiCaller;
let thaiUnit: ApiCaller;
let yunnan: ApiCaller;
let file: Buffer;
let hash: string;
let path: string;
beforeAll(async () => {
  bench = await UploadBench.open();
  guangzhou = await bench.api.caller('cn-guangzhou', 'cn-guangzhou-desk');
  fao = await bench.api.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-desk');
  chiangMai = await bench.api.caller('th-chiang-mai', 'th-chiang-mai-desk');
  thaiUnit = await bench.api.caller('th-mlc-unit', 'th-mlc-unit-desk');
  yunnan = await bench.api.caller('cn-nanning', 'cn-nanning-desk');
  file = Buffer.concat([pdf('CANARY content'), randomBytes(700_000)]);
  hash = createHash('sha256').update(file).digest('hex');
  path = `/v1/attachments/${hash}`;
  expect((await bench.upload(guangzhou, [file], { name: 'CANARY 意向书.pdf' })).status).toBe(201);
});
afterAll(() => bench.close());

const CASE = '00000000-0000-4000-8000-000000000001';
const viewerOf = (organization: string, side: string) => ({ organization, side, person: 'whoever' });

/** All that a reader can tell an answer by, without what differs between any two answers. */
const seen = ({ status, headers, bytes }: Answer): string => {
  const { date, 'x-request-id': id, ...same } = headers;
  expect([date, id]).not.toContain(undefined);
  return JSON.stringify([status, same, bytes.toString('latin1')]);
};

describe('what is sent with a file', () => {
  it('lets a browser save it and do nothing else', async () => {
    const { status, headers, bytes } = await bench.get(guangzhou, path);
    expect([status, bytes.equals(file)]).toEqual([200, true]);
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(file.length),
      'content-disposition': `attachment; filename="CANARY ___.pdf"; filename*=UTF-8''CANARY%20${encodeURIComponent('意向书')}.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
      etag: `"${hash}"`,
    });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('is not sent again to whoever has it', async () => {
    const same = await bench.get(guangzhou, path, { 'If-None-Match': `"other", "${hash}"` });
    expect([same.status, same.bytes.length, same.headers.etag]).toEqual([304, 0, `"${hash}"`]);
    expect((await bench.get(guangzhou, path, { 'If-None-Match': '"other"' })).status).toBe(200);
    // Whoever may not read it learns nothing by naming its tag.
    expect((await bench.get(chiangMai, path, { 'If-None-Match': `"${hash}"` })).status).toBe(404);
  });

  it('of text says how its letters are written', async () => {
    const sent = await bench.upload(guangzhou, ['广州,1\n'], { name: '表.csv' });
    const read = await bench.get(guangzhou, sent.headers.location ?? '');
    expect([read.headers['content-type'], read.bytes.toString()]).toEqual(['text/csv; charset=utf-8', '广州,1\n']);
  });

  it('is the same for HEAD but for the file; neither writes anything', async () => {
    const before = [await bench.rows(), await bench.api.written()];
    const got = await bench.get(guangzhou, path);
    const head = await bench.get(guangzhou, path, {}, 'HEAD');
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    for (const name of ['content-type', 'content-length', 'content-disposition', 'etag', 'content-security-policy']) {
      expect([name, head.headers[name]]).toEqual([name, got.headers[name]]);
    }
    await bench.get(guangzhou, path, {}, 'OPTIONS');
    expect([await bench.rows(), await bench.api.written()]).toEqual(before);
  });

  it('is let go of when its reader goes away', async () => {
    const { port } = bench.server.address() as AddressInfo;
    const headers = { Authorization: `Bearer ${guangzhou.secret}` };
    const logged = () => bench.api.log.filter((line) => line.fields.route === 'GET /v1/attachments/{sha256}');
    const before = logged().length;
    await new Promise<void>((resolve) => {
      const reading = httpGet({ host: '127.0.0.1', port, path, headers }, (res) => {
        res.once('data', () => res.destroy());
        res.once('close', () => resolve());
      });
      reading.once('error', () => resolve());
    });
    expect((await bench.get(guangzhou, path)).bytes.equals(file)).toBe(true);
    expect(logged().length).toBeGreaterThan(before);
    expect(bench.api.log.filter((line) => line.level === 'error')).toEqual([]);
    expect([bench.api.pool.waitingCount, bench.api.pool.totalCount - bench.api.pool.idleCount]).toEqual([0, 0]);
  });
});

describe('a file of a case', () => {
  it('is nobody’s but its sender’s while no case names it', async () => {
    for (const other of [fao, yunnan, chiangMai, thaiUnit]) expect((await bench.get(other, path)).status).toBe(404);
  });

  it('is read inside by its own side’s offices of the case alone, released by all of the case', async () => {
    for (const [organization, side] of [
      ['cn-guangzhou', 'CN'],
      ['cn-guangzhou-fao', 'CN'],
      ['th-chiang-mai', 'TH'],
      ['th-mlc-unit', 'TH'],
    ] as const) {
      await bench.reads(CASE, organization, side);
    }
    const strangers = async () => [seen(await bench.get(chiangMai, path)), seen(await bench.get(thaiUnit, path))];
    const unknown = '0'.repeat(64);
    const before = await strangers();
    expect(new Set(before)).toEqual(new Set([seen(await bench.get(thaiUnit, `/v1/attachments/${unknown}`))]));

    await bench.attach(CASE, { side: 'CN', sha256: hash, audience: 'inside' });
    expect(await strangers()).toEqual(before);
    const inside = await bench.get(fao, path);
    expect([inside.status, inside.bytes.equals(file)]).toEqual([200, true]);
    expect(inside.headers['content-disposition']).toContain('as attached.pdf');
    expect((await bench.get(yunnan, path)).status).toBe(404);

    await bench.attach(CASE, { side: 'CN', sha256: hash, audience: 'released' });
    for (const reader of [chiangMai, thaiUnit, fao]) {
      const released = await bench.get(reader, path);
      expect([released.status, released.bytes.equals(file)]).toEqual([200, true]);
      // The sender's own name for it never crosses.
      expect(JSON.stringify(released.headers)).not.toContain('CANARY');
    }
    expect((await bench.get(guangzhou, path)).headers['content-disposition']).toContain('CANARY');
    expect((await bench.get(yunnan, path)).status).toBe(404);
  });

  it('is listed as far as each may see it', async () => {
    const attachments = createAttachments(bench.api.pool);
    const other = pdf('inside alone');
    const inner = said(await bench.upload(fao, [other], { name: 'inner.pdf' })).sha256;
    await bench.attach(CASE, { side: 'CN', sha256: inner, audience: 'inside' });
    const listed = async (organization: string, side: string) =>
      (await attachments.ofCase(viewerOf(organization, side), CASE)).map((a) => [a.sha256, a.owner, a.audience]);
    expect(await listed('th-chiang-mai', 'TH')).toEqual([[hash, 'CN', 'released']]);
    const both = [
      [hash, 'CN', 'released'],
      [inner, 'CN', 'inside'],
    ];
    expect((await listed('cn-guangzhou', 'CN')).toSorted()).toEqual(both.toSorted());
    expect(await listed('cn-nanning', 'CN')).toEqual([]);
  });

  it('of one side is not read because another side has attached the same content inside', async () => {
    const bytes = pdf('the same in two houses');
    const theirs = said(await bench.upload(chiangMai, [bytes], { name: 'theirs.pdf' })).sha256;
    await bench.attach(CASE, { side: 'TH', sha256: theirs, audience: 'inside' });
    expect((await bench.get(guangzhou, `/v1/attachments/${theirs}`)).status).toBe(404);
    expect((await bench.get(thaiUnit, `/v1/attachments/${theirs}`)).status).toBe(200);
  });

  it('may be named in an act by whoever sent it, and by nobody else', async () => {
    const attachments = createAttachments(bench.api.pool);
    const known = (organization: string, side: string) =>
      attachments.known(viewerOf(organization, side), [hash, '0'.repeat(64)]);
    expect(await known('cn-guangzhou', 'CN')).toEqual([
      { sha256: hash, name: 'CANARY 意向书.pdf', type: 'application/pdf', bytes: file.length },
    ]);
    expect(await known('cn-guangzhou-fao', 'CN')).toEqual([]);
    expect(await known('th-chiang-mai', 'TH')).toEqual([]);
    expect(await attachments.mayRead(viewerOf('th-chiang-mai', 'TH'), hash)).toBe(true);
    expect(await attachments.mayRead(viewerOf('cn-nanning', 'CN'), hash)).toBe(false);
  });

  it('that was destroyed is not there any more, though the case still names it', async () => {
    const bytes = pdf('to be destroyed');
    const gone = said(await bench.upload(guangzhou, [bytes])).sha256;
    await bench.attach(CASE, { side: 'CN', sha256: gone, audience: 'released' });
    expect((await bench.get(chiangMai, `/v1/attachments/${gone}`)).status).toBe(200);
    await bench.api.owner.query('DELETE FROM attachment_chunks WHERE sha256 = $1', [gone]);
    expect((await bench.get(chiangMai, `/v1/attachments/${gone}`)).status).toBe(404);
    expect((await bench.get(guangzhou, `/v1/attachments/${gone}`)).status).toBe(404);
  });
});

describe('an address of no file', () => {
  it.each(['/v1/attachments/x', `/v1/attachments/${'A'.repeat(64)}`, `/v1/attachments/${'0'.repeat(63)}`])(
    '%s is answered like an unknown one',
    async (address) => {
      const unknown = seen(await bench.get(guangzhou, `/v1/attachments/${'0'.repeat(64)}`));
      expect(seen(await bench.get(guangzhou, address))).toBe(unknown);
    },
  );

  it('with a question behind it is refused', async () => {
    expect((await bench.get(guangzhou, `${path}?download=1`)).status).toBe(422);
  });

  it('without a key is not answered', async () => {
    const stranger = await bench.get(guangzhou, path, { Authorization: 'Bearer nobody' });
    expect(stranger.status).toBe(401);
    const sending = { headers: { Authorization: 'Bearer nobody', 'Content-Disposition': named('a.pdf') } };
    expect((await bench.upload(guangzhou, [pdf()], sending)).status).toBe(401);
  });
});
