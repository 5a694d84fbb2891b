import fc from 'fast-check';
import { ownPath, signInAddress } from '../../../api/sign-in/return';
import { seeded } from '../seeded';

describe('where somebody goes after signing in', () => {
  test.each(['/board', '/desk/answers/7', '/board?side=CN&lang=zh', '/board?q=%E5%B9%BF', '/', '/sign-inn', '/a//b'])(
    '%s is ours',
    (path) => expect(ownPath(path)).toBe(path),
  );

  test.each([
    '',
    'board',
    '//elsewhere.example',
    '///elsewhere.example',
    '/\\elsewhere.example',
    '/\\/elsewhere.example',
    '/a\\b',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    ' /board',
    '/board\r\nSet-Cookie: a=b',
    '/广',
    'https://elsewhere.example/',
    'javascript:alert(1)',
    '/..//elsewhere.example',
    '/./\\elsewhere.example',
    '/sign-in',
    '/sign-in/out?lang=th',
    `/${'a'.repeat(1000)}`,
    undefined,
    ['/board'],
    null,
  ])('%j is not', (given) => expect(ownPath(given)).toBeNull());

  seeded(
    'whatever is given, a browser stays with us',
    fc.oneof(
      fc.string(),
      fc
        .string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', '#', '?', 'a', '\t', '%', '2', 'f') })
        .map((s) => `/${s}`),
    ),
    (given) => {
      const path = ownPath(given);
      if (path === null) return;
      expect(new URL(path, 'https://accord.example/sign-in/code').origin).toBe('https://accord.example');
      expect(path).not.toMatch(/[\s\p{C}]/u);
    },
  );
});

describe('the page that asks to sign in', () => {
  const at = (method: string, originalUrl: string, query: Record<string, string> = {}) =>
    signInAddress({ method, originalUrl, baseUrl: '/desk', query });

  test.each([
    ['GET', '/desk/papers?due=1', {}, '/sign-in?return=%2Fdesk%2Fpapers%3Fdue%3D1'],
    ['HEAD', '/desk', {}, '/sign-in?return=%2Fdesk'],
    ['POST', '/desk/papers/7', {}, '/sign-in?return=%2Fdesk&ended=1'],
    ['GET', '//elsewhere.example', {}, '/sign-in'],
    ['GET', '/desk?lang=th', { lang: 'th' }, '/sign-in?return=%2Fdesk%3Flang%3Dth&lang=th'],
    ['GET', '/desk', { lang: 'th&x=1' }, '/sign-in?return=%2Fdesk'],
  ])('%s %s leads to it and back', (method, url, query, expected) => {
    expect(at(method, url, query as Record<string, string>)).toBe(expected);
  });
});
