/** Files that go with a text: named by who sent them, read by those for whom they are meant. */
import { createHash } from 'node:crypto';
import type { Response } from 'supertest';
import { ManySides, revised } from './border-plan';

let stage: ManySides;
beforeAll(async () => {
  stage = await ManySides.open();
});
afterAll(() => stage.close());

const told = ({ status, body }: Response) => [status, body.code, body.pointer];
const at = (id: string, rest = '') => `/v1/proposals/${id}${rest}`;

/** Sends a small file and gives its hash. */
async function sent(organization: string, text: string): Promise<string> {
  const caller = await stage.as(organization);
  const headers = { 'Content-Type': 'text/plain', 'Content-Disposition': 'attachment; filename="map.txt"' };
  const answer = await caller.postRaw('/v1/attachments', Buffer.from(text), headers);
  expect(answer.body.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  return answer.body.sha256;
}

const files = async (organization: string, id: string) =>
  (await (await stage.as(organization)).get(at(id))).body.attachments as { sha256: string; audience: string }[];

it('cross with the text, or stay inside until the releasing seat lets them cross', async () => {
  const [open, kept] = [await sent('cn-guangxi', 'The map of the crossings.'), await sent('cn-guangxi', 'Our costs.')];
  const id = await stage.submit({ attachments: [open, { sha256: kept, audience: 'inside' }] });
  const both = [open, kept].toSorted();
  expect((await files('cn-guangxi', id)).map((f) => f.sha256).toSorted()).toEqual(both);
  const caoBang = await stage.as('vn-cao-bang');
  expect((await caoBang.get(`/v1/attachments/${open}`)).status).toBe(404);
  for (const _ of ['house', 'release']) await stage.answer(id, 'cn-guangxi-fao');
  await stage.drive(id);
  expect(await files('vn-cao-bang', id)).toMatchObject([{ sha256: open, audience: 'released', owner: 'CN' }]);
  expect((await caoBang.get(`/v1/attachments/${open}`)).text).toBe('The map of the crossings.');
  expect((await caoBang.get(`/v1/attachments/${kept}`)).status).toBe(404);
  const read = ['', '/revisions', '/revisions/1', '/events?limit=100', '/timeline?limit=100', '/ballots'];
  const seen = await Promise.all(read.map(async (path) => (await caoBang.get(at(id, path))).text));
  expect(seen.join('\n')).not.toContain(kept);
  const [guangxi, fao] = await Promise.all([stage.as('cn-guangxi'), stage.as('cn-guangxi-fao')]);
  const ofText = async (caller: typeof fao) => (await caller.get(at(id, '/revisions/1'))).body.attachments;
  expect(await ofText(caoBang)).toEqual([{ sha256: open, audience: 'released' }]);
  expect(await ofText(guangxi)).toContainEqual({ sha256: kept, audience: 'inside' });
  const release = (attachment: string) => fao.post(at(id, '/releases'), { attachment });
  expect(told(await release('a'.repeat(64)))).toEqual([422, 'UnknownAttachment', '/attachment']);
  expect(told(await release(open))).toEqual([409, 'ReleasedAlready', '/attachment']);
  expect((await release(kept)).body).toMatchObject({ attachment: kept, event: { chain: 'case' } });
  expect((await caoBang.get(`/v1/attachments/${kept}`)).text).toBe('Our costs.');
  expect((await files('vn-cao-bang', id)).map((f) => f.sha256).toSorted()).toEqual(both);
  expect(await ofText(caoBang)).toContainEqual({ sha256: kept, audience: 'released' });
});

it('are part of the text that others read: with another file it is another text', async () => {
  const [first, second] = [await sent('cn-guangxi', 'One.'), await sent('cn-guangxi', 'Two.')];
  const id = await stage.submit({ attachments: [first] });
  const guangxi = await stage.as('cn-guangxi');
  const before = (await guangxi.get(at(id))).body;
  const same = { base: 1, title: before.title, summary: before.summary, data: before.data, sections: before.sections };
  expect(told(await guangxi.post(at(id, '/revisions'), same))).toEqual([422, 'NothingChanged', undefined]);
  const made = await guangxi.post(at(id, '/revisions'), { ...same, attachments: [first, second] });
  expect([made.status, made.body.changed]).toEqual([201, ['attachments']]);
  const kept = await guangxi.post(at(id, '/revisions'), revised('eight', { base: 2 }));
  expect([kept.status, kept.body.changed]).toEqual([201, ['border-management']]);
  expect((await guangxi.get(at(id, '/revisions/3'))).body.attachments).toEqual([
    { sha256: first, audience: 'released' },
    { sha256: second, audience: 'released' },
  ]);
});

it('can be named by their own organization alone, and once', async () => {
  const theirs = await sent('vn-cao-bang', 'Ours, in Cao Bang.');
  const guangxi = await stage.as('cn-guangxi');
  const id = await stage.released();
  const unknown = await guangxi.post(at(id, '/revisions'), revised('nine', { attachments: [theirs] }));
  const nothing = await guangxi.post(at(id, '/revisions'), revised('nine', { attachments: ['b'.repeat(64)] }));
  expect(told(unknown)).toEqual([422, 'UnknownAttachment', '/attachments/0']);
  expect(unknown.text.replace(theirs, '…').replace(theirs, '…')).toBe(
    nothing.text.replace('b'.repeat(64), '…').replace('b'.repeat(64), '…'),
  );
  const twice = await guangxi.post(at(id, '/revisions'), revised('nine', { attachments: [theirs, theirs] }));
  expect(told(twice)).toEqual([422, 'ValidationFailed', '/attachments']);
});
