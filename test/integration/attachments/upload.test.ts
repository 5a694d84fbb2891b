/** Files come in whole or not at all, and once. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createAttachments } from '../../../store/attachments';
import { expire } from '../../../store/expiry';
import { docx, pdf, png } from '../../unit/attachments/archives';
import { type ApiCaller, T0 } from '../api/bench';
import { codeOf, named, said, UploadBench } from './uploads';

const MOST = 3_000_000;

let bench: UploadBench;
let guangzhou: ApiCaller;
beforeAll(async () => {
  bench = await UploadBench.open();
  guangzhou = await bench.api.caller('cn-guangzhou', 'cn-guangzhou-desk');
});
afterAll(() => bench.close());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** A PDF that nobody has sent before, of so many bytes. */
const large = (bytes: number): Buffer => Buffer.concat([pdf(), randomBytes(bytes)]).subarray(0, bytes);
const inPieces = (bytes: Buffer, length: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, n) => bytes.subarray(n * length, (n + 1) * length));

describe('an upload', () => {
  it('in pieces is kept whole, and given again as it came', async () => {
    const file = large(2_500_001);
    const answer = await bench.upload(guangzhou, inPieces(file, 10_007), { name: '协议文本.pdf' });
    expect(answer.status).toBe(201);
    const hash = sha256(file);
    expect(said(answer)).toEqual({ sha256: hash, bytes: file.length, type: 'application/pdf', name: '协议文本.pdf' });
    expect(answer.headers.location).toBe(`/v1/attachments/${hash}`);
    const again = await bench.get(guangzhou, `/v1/attachments/${hash}`);
    expect(again.status).toBe(200);
    expect(again.bytes.equals(file)).toBe(true);
    const { n } = (
      await bench.api.owner.query('SELECT count(*)::int AS n FROM attachment_chunks WHERE sha256 = $1', [hash])
    ).rows[0];
    expect(n).toBe(Math.ceil(file.length / (256 * 1024)));
  });

  it('may say its type and its length', async () => {
    const file = docx();
    const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    const headers = { 'Content-Type': type, 'Content-Length': String(file.length) };
    const answer = await bench.upload(guangzhou, [file], { name: 'a.docx', headers });
    expect([answer.status, said(answer).type]).toEqual([201, type]);
  });

  it('of exactly as much as is allowed is kept, of one byte more refused with both numbers', async () => {
    const before = await bench.rows();
    const over = large(MOST + 1);
    const declared = await bench.upload(guangzhou, inPieces(over, 65_536), {
      headers: { 'Content-Length': String(over.length) },
    });
    expect(codeOf(declared)).toEqual([413, 'TooLarge']);
    expect(said(declared).facts).toEqual({ most: MOST, given: MOST + 1 });
    const streamed = await bench.upload(guangzhou, inPieces(over, 65_536));
    expect(codeOf(streamed)).toEqual([413, 'TooLarge']);
    expect(said(streamed).facts).toEqual({ most: MOST, given: MOST + 1 });
    expect(await bench.rows()).toEqual(before);
    expect((await bench.upload(guangzhou, inPieces(large(MOST), 65_536))).status).toBe(201);
  });

  it('far larger than allowed still hears why', async () => {
    const piece = randomBytes(1_000_000);
    const answer = await bench.upload(guangzhou, [pdf(), ...Array.from({ length: 20 }, () => piece)]);
    expect(codeOf(answer)).toEqual([413, 'TooLarge']);
  });

  it('that is cut leaves nothing, declared or not', async () => {
    const before = await bench.rows();
    const common = { 'Content-Disposition': named('cut.pdf') };
    for (const length of [{ 'Content-Length': '1000000' }, {}]) {
      const noted = await bench.count('UploadCut');
      const headers = { ...common, ...length, 'Idempotency-Key': `cut-${Object.keys(length).length}` };
      await bench.cut(guangzhou, [pdf(), randomBytes(300_000)], headers);
      await bench.noted('UploadCut', noted);
    }
    expect(await bench.rows()).toEqual(before);
    expect(readdirSync(tmpdir()).filter((file) => /^accord-[0-9a-f-]{36}$/.test(file))).toEqual([]);
  });

  it('under the key of one that was cut is taken', async () => {
    const noted = await bench.count('UploadCut');
    const headers = { 'Content-Disposition': named('letter.pdf'), 'Idempotency-Key': 'cut-and-again' };
    await bench.cut(guangzhou, [pdf('again')], headers);
    await bench.noted('UploadCut', noted);
    expect((await bench.upload(guangzhou, [pdf('again')], { key: 'cut-and-again' })).status).toBe(201);
  });
});

describe('refused, and nothing written', () => {
  const page = Buffer.from('<!doctype html><script>alert(1)</script>');
  it.each<[string, Buffer, { name?: string; headers?: Record<string, string> }, number, string]>([
    ['nothing at all', Buffer.alloc(0), {}, 422, 'EmptyFile'],
    ['HTML', page, { name: 'page.html' }, 415, 'UnsupportedType'],
    ['HTML called PDF', page, { name: 'page.pdf' }, 415, 'UnsupportedType'],
    ['a program', Buffer.from('4d5a9000030000000400', 'hex'), { name: 'a.exe' }, 415, 'UnsupportedType'],
    ['a program called PDF', Buffer.from('4d5a9000030000000400', 'hex'), {}, 415, 'UnsupportedType'],
    ['macros', docx([{ name: 'word/vbaProject.bin', content: 'x' }]), { name: 'a.docx' }, 422, 'ActiveContent'],
    ['PNG called PDF', png(), {}, 422, 'FileNameMisleads'],
    [
      'PNG declared PDF',
      png(),
      { name: 'a.png', headers: { 'Content-Type': 'application/pdf' } },
      415,
      'UnsupportedMediaType',
    ],
    [
      'a form around the file',
      pdf(),
      { headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
      415,
      'UnsupportedMediaType',
    ],
    ['JSON', Buffer.from('{}'), { headers: { 'Content-Type': 'application/json' } }, 415, 'UnsupportedMediaType'],
    ['a packed body', pdf(), { headers: { 'Content-Encoding': 'gzip' } }, 415, 'UnsupportedMediaType'],
    ['no name', pdf(), { headers: { 'Content-Disposition': 'attachment' } }, 422, 'FileNameRefused'],
    ['a path for a name', pdf(), { name: '../letter.pdf' }, 422, 'FileNameRefused'],
    ['a name that turns its direction', pdf(), { name: 'letter\u202efdp.exe' }, 422, 'FileNameRefused'],
    ['a name with a NUL', pdf(), { name: 'letter.exe\u0000.pdf' }, 422, 'FileNameRefused'],
    ['a key that is none', pdf(), { headers: { 'Idempotency-Key': 'a b' } }, 400, 'IdempotencyKeyMissing'],
  ])('%s', async (_, bytes, sending, status, code) => {
    const before = await bench.rows();
    const answer = await bench.upload(guangzhou, [bytes], sending);
    expect(codeOf(answer)).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(said(answer).detail.length).toBeGreaterThan(10);
    expect(await bench.rows()).toEqual(before);
  });

  it('from a key without the right, with either right taken', async () => {
    const reader = await bench.api.caller('cn-guangzhou', 'cn-guangzhou-desk', ['read', 'comment', 'withdraw']);
    const answer = await bench.upload(reader, [pdf()]);
    expect(codeOf(answer)).toEqual([403, 'MissingScope']);
    expect(said(answer).facts).toEqual({ needed: ['submit', 'reply'] });
    for (const scope of ['submit', 'reply'] as const) {
      const caller = await bench.api.caller('cn-guangzhou', 'cn-guangzhou-desk', [scope]);
      expect((await bench.upload(caller, [pdf(`by ${scope}`)])).status).toBe(201);
    }
  });

  it('is said in the language of the sender', async () => {
    const sent = (language: string) =>
      bench.upload(guangzhou, [Buffer.from('<html>')], { name: 'a.html', headers: { 'Accept-Language': language } });
    const details = [said(await sent('en')), said(await sent('zh')), said(await sent('th'))].map((p) => p.detail);
    expect(details.every((detail) => detail.includes('.docx'))).toBe(true);
    expect(new Set(details).size).toBe(3);
  });
});

describe('the same content again', () => {
  it('is answered the same, stored once, and renamed by whoever sends it under another name', async () => {
    const file = large(600_000);
    const first = await bench.upload(guangzhou, [file], { name: 'first.pdf' });
    const before = await bench.rows();
    const second = await bench.upload(guangzhou, [file], { name: 'first.pdf' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(said(second)).toEqual(said(first));
    expect(second.headers.location).toBe(first.headers.location);
    const { idempotency_keys: keys = 0, ...kept } = before;
    expect(await bench.rows()).toEqual({ ...kept, idempotency_keys: keys + 1 });
    expect(said(await bench.upload(guangzhou, [file], { name: 'second.pdf' })).name).toBe('second.pdf');
    const read = await bench.get(guangzhou, first.headers.location ?? '');
    expect(read.headers['content-disposition']).toContain('second.pdf');
  });

  it('under the same key gives the first answer, with other content or another name nothing', async () => {
    const file = pdf('one key');
    const first = await bench.upload(guangzhou, [file], { key: 'one-key' });
    const before = await bench.rows();
    const again = await bench.upload(guangzhou, [file], { key: 'one-key' });
    expect([again.status, again.bytes.toString()]).toEqual([201, first.bytes.toString()]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const others = [
      await bench.upload(guangzhou, [pdf('another')], { key: 'one-key' }),
      await bench.upload(guangzhou, [file], { key: 'one-key', name: 'another.pdf' }),
    ];
    for (const other of others) expect(codeOf(other)).toEqual([422, 'IdempotencyKeyReused']);
    expect(await bench.rows()).toEqual(before);
  });

  it('sent by many at once, in one process and in several, is kept once', async () => {
    const file = large(700_000);
    const before = await bench.rows();
    const fao = await bench.api.caller('cn-guangzhou-fao', 'cn-guangzhou-fao-desk');
    const answers = await Promise.all(
      [guangzhou, fao, guangzhou, fao, guangzhou, fao].map((caller) => bench.upload(caller, inPieces(file, 50_000))),
    );
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 200, 200, 200, 201, 201]);
    const after = await bench.rows();
    expect((after.attachments ?? 0) - (before.attachments ?? 0)).toBe(1);
    expect((after.attachment_chunks ?? 0) - (before.attachment_chunks ?? 0)).toBe(3);
    expect((after.attachment_uploads ?? 0) - (before.attachment_uploads ?? 0)).toBe(2);
  });

  it('under one key at once, in processes that know nothing of each other, is one upload', async () => {
    const bytes = pdf('many processes');
    const file = {
      ...{ sha256: sha256(bytes), bytes: bytes.length, type: 'application/pdf', name: 'a.pdf' },
      async *pieces() {
        yield bytes;
      },
    };
    const kept = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        createAttachments(bench.api.pool).keep({
          viewer: { organization: 'cn-guangzhou', side: 'CN', person: 'cn-guangzhou-desk' },
          file,
          key: { credential: 'k', route: 'POST /v1/attachments', key: 'at-once' },
          bodyHash: 'same',
          respond: (isNew) => ({ status: isNew ? 201 : 200, headers: {}, body: { n } }),
        }),
      ),
    );
    expect(kept.filter((answer) => answer?.replayed === false)).toHaveLength(1);
    expect(new Set(kept.map((answer) => JSON.stringify([answer?.status, answer?.body]))).size).toBe(1);
  });

  it('sent by another side is another copy, and the answer says nothing of the first', async () => {
    const file = large(300_000);
    const chiangMai = await bench.api.caller('th-chiang-mai', 'th-chiang-mai-desk');
    const ours = await bench.upload(guangzhou, [file], { name: 'ours.pdf' });
    const theirs = await bench.upload(chiangMai, [file], { name: 'theirs.pdf' });
    expect([theirs.status, said(theirs)]).toEqual([201, { ...said(ours), name: 'theirs.pdf' }]);
    const { rows } = await bench.api.owner.query('SELECT side FROM attachments WHERE sha256 = $1 ORDER BY 1', [
      sha256(file),
    ]);
    expect(rows).toEqual([{ side: 'CN' }, { side: 'TH' }]);
  });

  it('that fails half way is not there at all', async () => {
    const before = await bench.rows();
    const keeping = createAttachments(bench.api.pool).keep({
      viewer: { organization: 'cn-guangzhou', side: 'CN', person: 'cn-guangzhou-desk' },
      file: {
        ...{ sha256: sha256(Buffer.from('half')), bytes: 8, type: 'text/plain', name: 'a.txt' },
        async *pieces() {
          yield Buffer.from('half');
          throw new Error('the disk is gone');
        },
      },
      key: { credential: 'k', route: 'r', key: 'half' },
      bodyHash: 'b',
      respond: () => ({ status: 201, headers: {}, body: null }),
    });
    await expect(keeping).rejects.toThrow('the disk is gone');
    expect(await bench.rows()).toEqual(before);
  });
});

describe('a file that no case names', () => {
  const viewer = { organization: 'cn-guangzhou', side: 'CN', person: 'cn-guangzhou-desk' };
  const day = (n: number): string => new Date(Date.parse(T0) + n * 86_400_000).toISOString();
  afterAll(() => bench.api.database.stopClock(T0));

  it('may be named for twenty-nine days, goes after thirty, and begins anew when sent again', async () => {
    const [lost, again, used] = [large(300_000), large(300_001), large(300_002)];
    for (const file of [lost, again, used]) await bench.upload(guangzhou, [file]);
    const hashes = [lost, again, used].map(sha256);
    await bench.attach('00000000-0000-4000-8000-00000000000a', {
      side: 'CN',
      sha256: sha256(used),
      audience: 'inside',
    });
    const attachments = createAttachments(bench.api.pool);
    const known = async () => (await attachments.known(viewer, hashes)).map((a) => a.sha256);
    await bench.api.database.stopClock(day(28.9));
    expect(await known()).toEqual(hashes);
    await bench.upload(guangzhou, [again]);
    await bench.api.database.stopClock(day(29.1));
    expect(await known()).toEqual([sha256(again), sha256(used)]);
    await bench.api.database.stopClock(day(30));
    expect((await expire(bench.api.pool)).attachments).toBe(0);
    await bench.api.database.stopClock(day(30.1));
    while ((await expire(bench.api.pool)).attachments > 0);
    const { rows } = await bench.api.owner.query('SELECT sha256 FROM attachments');
    expect(rows.map((r) => r.sha256).toSorted()).toEqual([sha256(again), sha256(used)].toSorted());
    const left = await bench.api.owner.query(
      'SELECT count(DISTINCT sha256)::int AS chunks, (SELECT count(*)::int FROM attachment_uploads) AS uploads FROM attachment_chunks',
    );
    expect(left.rows).toEqual([{ chunks: 2, uploads: 2 }]);
    expect((await bench.get(guangzhou, `/v1/attachments/${sha256(lost)}`)).status).toBe(404);
    expect((await bench.upload(guangzhou, [lost])).status).toBe(201);
  });

  it('cannot be taken away once a case names it', async () => {
    const file = pdf('named');
    await bench.upload(guangzhou, [file]);
    await bench.attach('00000000-0000-4000-8000-00000000000b', {
      side: 'CN',
      sha256: sha256(file),
      audience: 'inside',
    });
    const taking = bench.api.owner.query('DELETE FROM attachments WHERE sha256 = $1', [sha256(file)]);
    await expect(taking).rejects.toThrow(/case_attachments/);
  });
});
