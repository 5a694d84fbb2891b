/** Answers on paper, entered at the registrar's desk. */
import { agree } from '../api/acts';
import { Desk, PDF, plain, REGISTRAR, SECOND, THAI, TYPED } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
beforeEach(() => desk.after(0));

const FAO = 'Guangzhou';

describe('in time', () => {
  test('an answer is typed, checked and recorded, and its receipt names the event', async () => {
    const { id, number } = await desk.submit();
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, FAO);

    const checked = await registrar.fill(address, { inside: 'As discussed.' });
    expect([checked.status, plain(checked.text)]).toEqual([200, expect.stringContaining('1234/BNG-QHQT')]);
    expect(plain(checked.text)).not.toContain('second registrar');
    expect(await desk.count(id, 'ReplyGiven')).toBe(0);

    const receipt = await registrar.record();
    expect(receipt.status).toBe(200);
    const given = (await desk.events(id)).find((event) => event.type === 'ReplyGiven');
    expect(given?.chain).toBe('CN');
    const said = plain(receipt.text);
    expect(said.replaceAll(' ', '')).toContain(given?.hash);
    expect(said).toContain('Li Wei');
    expect(said).toContain('As discussed.');
    expect(await desk.count(id, 'ReplyGiven')).toBe(1);
    expect(
      (await desk.bench.owner.query(`SELECT kind FROM deliveries WHERE proposal_id = $1`, [id])).rows,
    ).toContainEqual({
      kind: 'paperReceipt',
    });
  });

  test('a double click, a reload and the back button record it once', async () => {
    const { id, number } = await desk.submit();
    const registrar = await desk.signedIn(REGISTRAR);
    await registrar.fill(await registrar.addressOf(number, FAO));
    const { action, fields } = registrar.browser.form('/record');
    const answers = await Promise.all([1, 2, 3].map(() => registrar.browser.copy().postOnly(action, fields)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    expect(await desk.count(id, 'ReplyGiven')).toBe(1);
  });

  test('going back to change keeps everything that was typed', async () => {
    const { number } = await desk.submit();
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, FAO);
    await registrar.fill(address, { inside: 'Kept.' });
    const { fields } = registrar.browser.form('/record');
    const form = await registrar.browser.post(`${address}/change?lang=en`, fields);
    expect(registrar.browser.form(address.split('/').at(-1) ?? '').fields).toMatchObject({
      ...TYPED,
      inside: 'Kept.',
      revision: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(form.status).toBe(200);
  });

  test('in a joint step it goes beside the statement, and its paper stays inside', async () => {
    const { id, number } = await desk.joint();
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, 'CPAFFC');
    await registrar.fill(address, { statement: 'China agrees.', inside: 'For us.' });
    const receipt = await registrar.record();
    expect(plain(receipt.text)).toContain('China agrees.');
    const [given, signed] = (await desk.events(id)).slice(-2);
    expect([given?.type, given?.chain, signed?.type, signed?.chain]).toEqual([
      'ReplyGiven',
      'case',
      'ReplySigned',
      'CN',
    ]);
    expect(plain(receipt.text).replaceAll(' ', '')).toContain(given?.hash);
    const { rows } = await desk.bench.owner.query<{ payload: string }>(
      `SELECT payload FROM events WHERE proposal_id = $1 AND chain = 'case'`,
      [id],
    );
    expect(JSON.stringify(rows)).not.toContain('1234/BNG');
  });
});

describe('what is refused', () => {
  let number: string;
  let id: string;
  beforeAll(async () => {
    ({ id, number } = await desk.submit());
  });

  test.each([
    ['no number', { number: '' }, 'number', 'Give the number of the document'],
    ['no signatory', { name: '' }, 'name', 'Give the name of the signatory'],
    ['no title', { title: '' }, 'title', 'Give the title of the signatory'],
    ['no answer', { kind: '' }, 'kind', 'Choose the answer that the document gives'],
    ['an answer that is not offered', { kind: 'doesNotTakePart' }, 'kind', 'Choose the answer'],
    ['more time on paper', { kind: 'requestExtension' }, 'kind', 'Choose the answer'],
    ['no date', { 'dated-day': '', 'dated-month': '', 'dated-year': '' }, 'dated', 'Give the date of the document'],
    ['half a date', { 'received-day': '' }, 'received', 'needs day, month and year'],
    ['30 February', { 'dated-day': '30', 'dated-month': '2' }, 'dated', 'no day of the calendar'],
    ['a future date', { 'dated-day': '11', 'received-day': '11' }, 'dated', 'lies in the future'],
    ['a future receipt', { 'received-day': '11' }, 'received', 'lies in the future'],
    ['received before dated', { 'received-day': '9' }, 'received', 'cannot be received'],
    ['received before asked', { 'received-day': '9', 'dated-day': '8' }, 'received', 'before the question was opened'],
    ['another text', { revision: '' }, 'revision', 'tick that the document answers this text'],
    ['a text that was overtaken', { revision: 'f'.repeat(64) }, 'revision', 'The text has changed'],
    ['an overlong number', { number: 'x'.repeat(201) }, 'number', 'too long'],
    ['two lines in a name', { name: 'Li\tWei' }, 'name', 'cannot be recorded'],
    ['sections of an abstention', { kind: 'abstain', 'section.aims': '1' }, 'sections', 'names sections'],
    ['a scan that nobody sent', { scan: 'a'.repeat(64) }, 'scan', 'not kept any more'],
  ])('%s: beside its field and in the summary, with the rest kept', async (_, typed, field, sentence) => {
    const registrar = await desk.signedIn(REGISTRAR);
    const before = await desk.events(id);
    const { status, text } = await registrar.fill(await registrar.addressOf(number, FAO), {
      ...typed,
      inside: 'Kept.',
    });
    expect([409, 422]).toContain(status);
    expect(text).toMatch(new RegExp(`id="${field}-error"[^>]*>(?:(?!</p>)[\\s\\S])*${sentence}`));
    expect(text).toContain(`href="#${['kind', 'sections'].includes(field) ? `${field}-1` : field}"`);
    expect(text).toMatch(/<textarea[^>]*id="inside"[^>]*>\s*Kept\./);
    expect(await desk.events(id)).toEqual(before);
  });

  test('whoever records without the page that was checked is asked the same', async () => {
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, FAO);
    await registrar.fill(address);
    const { action, fields } = registrar.browser.form('/record');
    const { status, text } = await registrar.browser.post(action, { ...fields, number: '' });
    expect([status, text.includes('id="number-error"')]).toEqual([422, true]);
    expect(await desk.count(id, 'ReplyGiven')).toBe(0);
  });

  test('when the office answers itself meanwhile, its answer is shown before anything is recorded', async () => {
    const submitted = await desk.joint();
    const registrar = await desk.signedIn(REGISTRAR);
    await registrar.fill(await registrar.addressOf(submitted.number, 'CPAFFC'));
    const { action, fields } = registrar.browser.form('/record');
    const cpaffc = await desk.caller('cn-cpaffc');
    expect((await agree(cpaffc, submitted.id, 'cn-cpaffc')).status).toBe(201);
    const { status, text } = await registrar.browser.post(action, fields);
    expect([status, plain(text).includes('The office has answered meanwhile')]).toEqual([409, true]);
    expect(plain(text)).toContain('This office has answered already');
  });

  test('a form of another session, or of none, records nothing', async () => {
    const [registrar, second] = [await desk.signedIn(REGISTRAR), await desk.signedIn(SECOND)];
    await registrar.fill(await registrar.addressOf(number, FAO));
    const { action, fields } = registrar.browser.form('/record');
    expect((await second.browser.postOnly(action, fields)).status).toBe(403);
    await registrar.browser.submit('/sign-in/out');
    const ended = await registrar.browser.postOnly(action, fields);
    expect([ended.status, ended.headers.location]).toEqual([303, expect.stringContaining('/sign-in?')]);
    expect(await desk.count(id, 'ReplyGiven')).toBe(0);
  });
});

describe('the scan', () => {
  test('is kept by its hash, stays when the form has errors, and is read from the receipt', async () => {
    const { number } = await desk.submit();
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, FAO);
    await registrar.browser.get(`${address}?lang=en`);
    const { fields } = registrar.browser.form(address.split('/').at(-1) ?? '');
    const revision = /id="revision"[^>]*value="([^"]*)"/.exec(registrar.text)?.[1] ?? '';
    const { file: _, ...typed }: Record<string, string> = { ...fields, ...TYPED, revision, number: '' };
    const again = await registrar.upload(`${address}?lang=en`, typed, { name: 'công văn 1.pdf', content: PDF });
    expect([again.status, plain(again.text)]).toEqual([422, expect.stringContaining('công văn 1.pdf')]);
    const scan = /name="scan" value="([0-9a-f]{64})"/.exec(again.text)?.[1] ?? '';
    const checked = await registrar.fill(address, { scan });
    expect(plain(checked.text)).toContain('công văn 1.pdf');
    const receipt = await registrar.record();
    const link = /href="([^"]*\/scan\/[0-9a-f]{64})"/.exec(receipt.text)?.[1] ?? '';
    const file = await registrar.browser.get(link);
    expect([file.status, file.headers['content-type'], file.headers['content-disposition']]).toEqual([
      200,
      'application/pdf',
      expect.stringContaining('attachment'),
    ]);
    const thai = await desk.signedIn(THAI);
    expect((await thai.browser.get(link)).status).toBe(404);
  });

  test.each([
    ['a program', 'scan.pdf', Buffer.from('MZ\u0000\u0001 a program'), 'A scan is a PDF'],
    ['a text', 'scan.txt', Buffer.from('words'), 'A scan is a PDF'],
    ['a PDF under another name', 'scan.png', PDF, 'does not fit'],
    ['an empty file', 'scan.pdf', Buffer.alloc(0), 'empty'],
    ['a large one', 'scan.pdf', Buffer.concat([PDF, Buffer.alloc(3_000_001)]), 'too large'],
  ])('%s is refused beside its field', async (_, name, content, sentence) => {
    const { number } = await desk.submit();
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, FAO);
    await registrar.browser.get(`${address}?lang=en`);
    const { nonce = '' } = registrar.browser.form(address.split('/').at(-1) ?? '').fields;
    const { status, text } = await registrar.upload(`${address}?lang=en`, { nonce, ...TYPED }, { name, content });
    expect(status).toBe(422);
    expect(text).toMatch(new RegExp(`id="scan-error"[^>]*>(?:(?!</p>)[\\s\\S])*${sentence}`));
    expect(text).toContain('value="1234/BNG-QHQT"');
  });

  test('that is beyond all measure is not read at all', async () => {
    const { number } = await desk.submit();
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, FAO);
    const { nonce = '' } = registrar.browser.form('/stay').fields;
    const content = Buffer.concat([PDF, Buffer.alloc(12_000_001)]);
    expect((await registrar.upload(address, { nonce }, { name: 'scan.pdf', content })).status).toBe(413);
  });

  test('is not kept for a form of another session', async () => {
    const { number } = await desk.submit();
    const registrar = await desk.signedIn(REGISTRAR);
    const address = await registrar.addressOf(number, FAO);
    const uploads = async () => (await desk.bench.owner.query('SELECT * FROM attachment_uploads ORDER BY sha256')).rows;
    const before = await uploads();
    const other = Buffer.concat([PDF, Buffer.from('another one')]);
    const { status } = await registrar.upload(address, { nonce: 'mine' }, { name: 'scan.pdf', content: other });
    expect([status, await uploads()]).toEqual([403, before]);
  });
});
