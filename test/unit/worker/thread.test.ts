import { createThreads } from '../../../worker/mail/thread';

const SECRET = 'a secret of the tests, longer than it must be';
const mail = {
  id: '01890000-0000-7000-8000-00000000000a',
  proposal: '01890000-0000-7000-8000-000000000001',
  side: 'CN',
};

test('a mail has the same Message-ID however often it is made', () => {
  const threads = createThreads(SECRET, 'https://accord.example:8443');
  expect(threads(mail)).toEqual(threads(mail));
  expect(threads(mail).messageId).toBe(`<${mail.id}@accord.example>`);
});

test('a thread belongs to one case and one side and names neither', () => {
  const threads = createThreads(SECRET, 'https://accord.example');
  const own = threads(mail);
  expect(threads({ ...mail, id: 'another' }).references).toBe(own.references);
  expect(threads({ ...mail, side: 'TH' }).references).not.toBe(own.references);
  expect(threads({ ...mail, proposal: 'another' }).references).not.toBe(own.references);
  expect(createThreads(`${SECRET}!`, 'https://accord.example')(mail).references).not.toBe(own.references);
  expect(own.references).not.toContain(mail.proposal);
});

test('an address in digits makes an id that mail programs read', () => {
  expect(createThreads(SECRET, 'http://[::1]:3000')(mail).messageId).toMatch(/^<[\w-]+@[\w.-]+>$/);
});
