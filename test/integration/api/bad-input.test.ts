/** Every kind of bad input: a stable code, a pointer, a sentence, and nothing written but the refusal. */
import type { Response } from 'supertest';
import request from 'supertest';
import { ApiBench, type ApiCaller, guangzhouToChiangMai as good } from './bench';

let bench: ApiBench;
let guangzhou: ApiCaller;
beforeAll(async () => {
  bench = await ApiBench.open();
  guangzhou = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
});
afterAll(() => bench.close());

const told = ({ status, body }: Response) => ({ status, code: body.code, pointer: body.pointer });

/** The refusal as it was told; nothing of the record may have changed. */
async function refused(act: () => Promise<Response>): Promise<Response> {
  const before = await bench.written();
  const response = await act();
  expect(await bench.written()).toEqual(before);
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.body.detail.length).toBeGreaterThan(10);
  expect(response.body.type).toBe(`urn:accord:refusal:${response.body.code}`);
  return response;
}

const withSection = (text: string) => ({ ...good, sections: [{ key: 'a', text: { en: text } }], title: { en: 't' } });

describe('a body that is refused', () => {
  const rows: [string, object, number, string, string][] = [
    ['a wrong type', { ...good, drafters: 'me' }, 422, 'ValidationFailed', '/drafters'],
    ['a number for a text', { ...good, instrument: 7 }, 422, 'ValidationFailed', '/instrument'],
    ['a missing field', { ...good, title: undefined }, 422, 'ValidationFailed', '/title'],
    ['an unknown field', { ...good, note: 1 }, 422, 'UnknownField', '/note'],
    ['an unknown field with signs in it', { ...good, 'a/b~c': 1 }, 422, 'UnknownField', '/a~1b~0c'],
    [
      'an unknown field deep down',
      { ...good, participants: [{ organization: 'cn-guangzhou', role: 1 }] },
      422,
      'UnknownField',
      '/participants/0/role',
    ],
    ['no participant', { ...good, participants: [] }, 422, 'ValidationFailed', '/participants'],
    ['no language', { ...good, title: {} }, 422, 'ValidationFailed', '/title'],
    ['a language that is none', { ...good, title: { english: 'x' } }, 422, 'ValidationFailed', '/title/english'],
    ['a day that does not exist', { ...good, neededBy: '2026-02-30' }, 422, 'ValidationFailed', '/neededBy'],
    [
      'two sections of one key',
      { ...good, sections: [good.sections[0], good.sections[0]] },
      422,
      'ValidationFailed',
      '/sections/1/key',
    ],
    ['no common language', { ...good, title: { th: 'x' } }, 422, 'ValidationFailed', '/sections'],
    ['an unknown instrument', { ...good, instrument: 'treaty' }, 422, 'UnknownInstrument', '/instrument'],
    ['an unknown procedure', { ...good, procedure: 'short-cut' }, 422, 'UnknownProcedure', '/procedure'],
    ['an unknown area', { ...good, areas: ['magic'] }, 422, 'UnknownArea', '/areas/0'],
    ['an unknown country', { ...good, sides: ['CN', 'FR'] }, 422, 'UnknownCountry', '/sides/1'],
    [
      'an unknown organization',
      { ...good, participants: [{ organization: 'cn-guangzhou' }, { organization: 'atlantis' }] },
      422,
      'UnknownOrganization',
      '/participants/1/organization',
    ],
    [
      'an inner office of another country',
      { ...good, participants: [{ organization: 'cn-guangzhou' }, { organization: 'th-moi-fad' }] },
      422,
      'UnknownOrganization',
      '/participants/1/organization',
    ],
    [
      'a participant twice',
      { ...good, participants: [...good.participants, { organization: 'th-chiang-mai' }] },
      422,
      'ParticipantTwice',
      '/participants/2/organization',
    ],
    [
      'no counterpart',
      { ...good, participants: [{ organization: 'cn-guangzhou' }] },
      422,
      'NoCounterpart',
      '/participants',
    ],
    [
      'a submitter that does not take part',
      { ...good, participants: [{ organization: 'cn-nanning' }, { organization: 'th-chiang-mai' }] },
      422,
      'SubmitterNotParticipant',
      '/participants',
    ],
    ['a drafter nobody knows', { ...good, drafters: ['nobody'] }, 422, 'DrafterNotOfOrganization', '/drafters/0'],
    [
      'a drafter of another organization',
      { ...good, drafters: ['cn-guangzhou-desk', 'cn-nanning-desk'] },
      422,
      'DrafterNotOfOrganization',
      '/drafters/1',
    ],
    ['a submitter nobody knows', { ...good, submittedBy: 'nobody' }, 422, 'UnknownPerson', '/submittedBy'],
    ['classified content', { ...good, classified: true }, 422, 'ClassifiedRefused', '/classified'],
    [
      'an attachment that nobody sent',
      { ...good, attachments: ['a'.repeat(64)] },
      422,
      'UnknownAttachment',
      '/attachments/0',
    ],
    ['a control character', withSection('a\u0007b'), 422, 'ControlCharacter', '/sections/0/text/en'],
    ['NUL', withSection('a\u0000b'), 422, 'ControlCharacter', '/sections/0/text/en'],
    ['a C1 control character', withSection('a\u009bb'), 422, 'ControlCharacter', '/sections/0/text/en'],
    [
      'a line break in a title',
      { ...good, title: { ...good.title, en: 'a\nb' } },
      422,
      'ControlCharacter',
      '/title/en',
    ],
    ['a control character in a key of data', { ...good, data: { 'a\u0001': 1 } }, 422, 'ControlCharacter', '/data'],
    ['a name of 100 kB', { ...good, instrument: 'x'.repeat(100_000) }, 422, 'TooLong', '/instrument'],
    ['a title of 100 kB', { ...good, title: { en: 'x'.repeat(100_000) } }, 422, 'TooLong', '/title/en'],
  ];

  it.each(rows)('%s', async (_, body, status, code, pointer) => {
    const response = await refused(() => guangzhou.post('/v1/proposals', body));
    expect(told(response)).toEqual({ status, code, pointer });
  });

  it.each([
    ['half a surrogate pair', '{"instrument":"\\ud83d"}', 'LoneSurrogate', '/instrument'],
    ['half a surrogate pair in a key', '{"data":{"\\udc00":1}}', 'LoneSurrogate', '/data'],
    ['an integer that no double holds', '{"data":{"n":[9007199254740993]}}', 'UnsafeInteger', '/data/n/0'],
    ['a number without end', '{"data":{"n":1e400}}', 'UnsafeInteger', '/data/n'],
    ['a prototype', '{"__proto__":{"classified":false}}', 'UnknownField', '/__proto__'],
    [
      'a deep well',
      `{"data":{"a":${'['.repeat(200)}${']'.repeat(200)}}}`,
      'ValidationFailed',
      `/data/a${'/0'.repeat(30)}`,
    ],
    ['a list for an object', '[]', 'ValidationFailed', ''],
    ['nothing', 'null', 'ValidationFailed', ''],
  ])('%s', async (_, text, code, pointer) => {
    const response = await refused(() => guangzhou.postRaw('/v1/proposals', text));
    expect(told(response)).toEqual({ status: 422, code, pointer });
  });

  it('says every fault at once, each with its place', async () => {
    const response = await refused(() => guangzhou.post('/v1/proposals', { ...good, drafters: 1, areas: 2, extra: 3 }));
    const places = (response.body.errors as { pointer: string; code: string }[]).map((e) => e.pointer);
    expect(places.toSorted()).toEqual(['/areas', '/drafters', '/extra']);
  });

  it('names what is allowed where the catalogue knows it', async () => {
    const response = await refused(() => guangzhou.post('/v1/proposals', { ...good, sides: ['CN', 'FR'] }));
    expect(response.body.facts).toMatchObject({ given: 'FR', allowed: expect.arrayContaining(['CN', 'TH']) });
  });
});

describe('what is no body at all', () => {
  it.each([
    ['cut off', '{"instrument":', 14],
    ['a comma too many', '{"a":1,}', 7],
    ['two values', '{} {}', 3],
    ['no quotes', '{a:1}', 1],
    ['a raw line break in a text', '{"a":"x\ny"}', 5],
    ['a number with a zero before it', '[01]', 2],
    ['only space', '  ', 2],
  ])('%s is malformed, with its position', async (_, text, position) => {
    const response = await refused(() => guangzhou.postRaw('/v1/proposals', text));
    expect({ ...told(response), facts: response.body.facts }).toEqual({
      status: 400,
      code: 'MalformedJson',
      pointer: undefined,
      facts: { position },
    });
  });

  it('bytes that are not UTF-8 are malformed', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    const response = await refused(() => guangzhou.postRaw('/v1/proposals', bytes));
    expect({ code: response.body.code, facts: response.body.facts }).toEqual({
      code: 'MalformedJson',
      facts: { position: 7 },
    });
  });

  it('more than one MiB is too large', async () => {
    const response = await refused(() => guangzhou.postRaw('/v1/proposals', `"${'x'.repeat(1024 * 1024)}"`));
    expect(told(response)).toEqual({ status: 413, code: 'TooLarge', pointer: undefined });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'multipart/form-data',
  ])('%s is not read', async (type) => {
    const response = await refused(() => guangzhou.postRaw('/v1/proposals', '{}', { 'Content-Type': type }));
    expect(told(response)).toEqual({ status: 415, code: 'UnsupportedMediaType', pointer: undefined });
  });

  it('compressed bodies are not read', async () => {
    const response = await refused(() => guangzhou.postRaw('/v1/proposals', '{}', { 'Content-Encoding': 'gzip' }));
    expect(response.status).toBe(415);
  });
});

describe('who may not', () => {
  const anonymous = (headers: Readonly<Record<string, string>>) => () =>
    Promise.resolve(request(bench.app).post('/v1/proposals').set(headers).send(good));

  it.each([
    ['no key', {}],
    ['another scheme', { Authorization: 'Basic YWJjOmRlZg==' }],
    ['a key that was never made', { Authorization: `Bearer accord_test-1_${'A'.repeat(43)}` }],
    ['something that is no key', { Authorization: 'Bearer x' }],
  ])('%s is refused with 401', async (_, headers) => {
    const response = await refused(anonymous({ ...headers, 'Idempotency-Key': 'a' }));
    expect(told(response)).toEqual({ status: 401, code: 'Unauthenticated', pointer: undefined });
    expect(response.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  it('a revoked key is refused with 401', async () => {
    const ended = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk');
    await bench.revoke(ended.keyId);
    const response = await refused(() => ended.post('/v1/proposals', good));
    expect(told(response)).toEqual({ status: 401, code: 'Unauthenticated', pointer: undefined });
  });

  it('a key without the scope is refused with 403', async () => {
    const reader = await bench.caller('cn-guangzhou', 'cn-guangzhou-desk', ['read']);
    const response = await refused(() => reader.post('/v1/proposals', good));
    expect(told(response)).toEqual({ status: 403, code: 'MissingScope', pointer: undefined });
    expect(response.body.facts).toEqual({ needed: 'submit' });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['not visible', 'a b'],
  ])('an idempotency key that is %s is refused with 400', async (_, key) => {
    const sending = request(bench.app)
      .post('/v1/proposals')
      .set({ Authorization: `Bearer ${guangzhou.secret}` });
    const response = await refused(() =>
      Promise.resolve((key === undefined ? sending : sending.set('Idempotency-Key', key)).send(good)),
    );
    expect(told(response)).toEqual({ status: 400, code: 'IdempotencyKeyMissing', pointer: undefined });
  });

  it('refusals of known callers are kept, with the key that they came by', async () => {
    const [newcomer] = [await bench.caller('cn-guangzhou', 'cn-guangzhou-desk')];
    await newcomer.post('/v1/proposals', { ...good, classified: true });
    await newcomer.post('/v1/proposals', { ...good, areas: ['magic'] });
    const kept = (await bench.refusals()).filter((r) => r.credential === newcomer.keyId);
    expect(kept.map((r) => [r.code, r.pointer])).toEqual([
      ['ClassifiedRefused', '/classified'],
      ['UnknownArea', '/areas/0'],
    ]);
  });
});

describe('every kind of Unicode', () => {
  const samples = {
    khmer: 'រាជធានីភ្នំពេញ',
    lao: 'ນະຄອນຫຼວງວຽງຈັນ',
    burmese: 'ရန်ကုန်မြို့',
    thai: 'เชียงใหม่',
    vietnamese: 'Hà Nội, thủ đô',
    chinese: '广州市 𠮷野家',
    rightToLeft: 'שלום \u202e עולם',
    emoji: '👩🏽‍🌾🇱🇦',
    combining: 'e\u0301 is not é',
    zeroWidth: 'a\u200bb\u2060c\ufeffd',
    noncharacter: 'a\uffffb\u{10ffff}c',
    privateUse: '\ue000\u{f0000}',
    windowsLines: 'one\r\ntwo\n\tthree',
    looksLikeCode: '{{office}} <b>&amp;</b> $1 %s \\u0000 "; DROP TABLE',
  };

  it('is kept exactly as it was sent', async () => {
    const sections = Object.entries(samples).map(([key, text]) => ({ key, text: { en: text } }));
    const { windowsLines: _, ...lines } = samples;
    const body = {
      ...good,
      title: { en: Object.values(lines).join(' ') },
      sections,
      data: { [samples.emoji]: samples.khmer },
    };
    const submitted = await guangzhou.post('/v1/proposals', body);
    expect([submitted.status, submitted.body.code]).toEqual([201, undefined]);
    const found = await guangzhou.get(`/v1/proposals/${submitted.body.id}`);
    expect(found.body).toMatchObject({ title: body.title, sections, data: body.data });
  });

  it('duplicate keys count by their last value, as everywhere in JSON', async () => {
    const text = JSON.stringify(good).replace('"classified":false', '"classified":true,"classified":false');
    expect((await guangzhou.postRaw('/v1/proposals', text)).status).toBe(201);
  });
});
