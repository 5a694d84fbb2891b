import fc from 'fast-check';
import { createNonce, isNonceOf } from '../../../api/forms/nonce';
import { codeFault, emailFault, personOf } from '../../../api/sign-in/pages';
import { loadCatalogue } from '../../../catalog/load';
import { normalAddress } from '../../../store/sessions';
import { createSignInSecrets, digitsOf } from '../../../store/sign-in-secrets';
import { seeded } from '../seeded';

const secrets = createSignInSecrets('a secret of the tests, longer than it must be');

describe('the code of a mail', () => {
  seeded('has its digits, is always the same, and is right in whatever groups it is typed', fc.uuid(), (mail) => {
    for (const digits of [8, 16] as const) {
      const code = secrets.codeFor(mail, digits);
      expect(code).toMatch(digits === 8 ? /^\d{8}$/ : /^\d{16}$/);
      expect(secrets.codeFor(mail, digits)).toBe(code);
      expect(secrets.matches(mail, digits, code.replaceAll(/(....)/g, ' $1\u00a0-'))).toBe(true);
      expect(secrets.matches(mail, digits, code.slice(1))).toBe(false);
    }
  });

  test('tells nothing of its longer one, of another mail, or of another instance', () => {
    const [a, b] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'];
    expect(secrets.codeFor(a, 16)).not.toContain(secrets.codeFor(a, 8));
    expect(secrets.codeFor(a, 8)).not.toBe(secrets.codeFor(b, 8));
    expect(createSignInSecrets('another secret of the tests, as long').codeFor(a, 8)).not.toBe(secrets.codeFor(a, 8));
  });

  test.each([
    ['', 'CodeMissing'],
    ['1234 5678', null],
    ['1234-5678-1234-5678', null],
    ['１２３４５６７８', 'CodeMalformed'],
    ['123456789', 'CodeMalformed'],
    ['1234567x', 'CodeMalformed'],
  ])('typed as %j', (typed, fault) => expect(codeFault(typed)).toBe(fault));

  test('is compared without what people type between digits', () =>
    expect(digitsOf(' 12\u00a034-5 6 ')).toBe('123456'));
});

describe('an address', () => {
  test.each([
    ['', 'EmailMissing'],
    ['a@b', null],
    ["o'neil+x@fao.gov.example", null],
    ['名@例子.example', null],
    ['a@b@c', 'EmailMalformed'],
    ['a b@c.example', 'EmailMalformed'],
    ['a@c.example\nBcc: x@y.example', 'EmailMalformed'],
    ['a@c.example\u2028x', 'EmailMalformed'],
    ['a@c.example,x@y.example', 'EmailMalformed'],
    ['"a" <a@c.example>', 'EmailMalformed'],
    ['\u200ba@c.example', 'EmailMalformed'],
  ])('typed as %j', (typed, fault) => expect(emailFault(typed)).toBe(fault));

  const { directory } = loadCatalogue();
  const now = '2026-06-10T03:00:00.000Z';

  test('is found however it is typed', () => {
    const found = personOf({ directory }, ' Desk@CN-Guangzhou-FAO.example', now);
    expect(found).toMatchObject({ person: 'cn-guangzhou-fao-desk', side: 'CN' });
    expect(normalAddress(' Ä@B.example')).toBe('ä@b.example');
  });

  test('that two people share is nobody’s', () => {
    const one = directory.people['cn-guangzhou-fao-desk'];
    if (!one) throw new Error('The catalogue has no such person');
    const people = { ...directory.people, twin: { ...one, id: 'twin', email: one.email.toUpperCase() } };
    expect(personOf({ directory: { ...directory, people } }, one.email, now)).toBeNull();
  });
});

describe('the nonce of a form', () => {
  test('is another one each time, and only of its session', () => {
    const [a, b] = [createNonce('session-a'), createNonce('session-a')];
    expect(a).not.toBe(b);
    expect([a, b].every((n) => isNonceOf('session-a', n))).toBe(true);
    for (const no of ['', '.', 'a.b', `${a}x`, a.split('.')[0] ?? '', createNonce('session-b')]) {
      expect(isNonceOf('session-a', no)).toBe(false);
    }
  });
});
