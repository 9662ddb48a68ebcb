import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownPath } from './page.ts';

describe('ownPath', () => {
  test.each([
    '/',
    '/me',
    '/en/questions/final-3',
    '/questions/final-3?from=mail&again=1#odds',
    '/?next=https://evil.example',
    '/@evil.example',
    '/evil.example',
    '/%2f%2fevil.example',
    '/%2Fevil.example',
    '/%5cevil.example',
    '/%09/evil.example',
    '/a//evil.example',
    '/forecasters/%EC%98%88%EC%B8%A1%EA%B0%80',
  ])('keeps an address of this site: %s', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  test.each([
    ['/a/../me', '/me'],
    ['/a/./b', '/a/b'],
    ['/forecasters/예측가', '/forecasters/%EC%98%88%EC%B8%A1%EA%B0%80'],
    ['/me?a=b c', '/me?a=b%20c'],
    ['/me\\x', '/me/x'],
    ['/m\te', '/me'],
    ['/me\r\nset-cookie: session=evil', '/meset-cookie:%20session=evil'],
    ['/m\0e', '/m%00e'],
    ['/me\0\x1f', '/me'],
  ])('writes %j as a browser would: %s', (wanted, path) => {
    expect(ownPath(wanted)).toBe(path);
  });

  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['a relative path', 'me'],
    ['a query alone', '?next=/me'],
    ['a whole address', 'https://evil.example/'],
    ['a scheme without slashes', 'https:evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['a host after two slashes', '//evil.example'],
    ['three slashes', '///evil.example'],
    ['a backslash', '/\\evil.example'],
    ['a slash between backslashes', '\\/\\evil.example'],
    ['slash, backslash, slash', '/\\/evil.example'],
    ['a tab between slashes', '/\t/evil.example'],
    ['a tab before a backslash', '/\t\\evil.example'],
    ['many tabs and lines between slashes', '/\t\n\r\t/evil.example'],
    ['a space before', ' //evil.example'],
    ['a control character before', '\u0001//evil.example'],
    ['a dot between slashes', '/.//evil.example'],
    ['a folder and back', '/a/..//evil.example'],
    ['an encoded dot between slashes', '/%2e//evil.example'],
    ['encoded dots back', '/a/%2e%2e//evil.example'],
    ['a login', '//reader@evil.example'],
    ['a broken host', '//[evil'],
    ['the name that stands for this site', '//own.invalid//evil.example'],
    ['more than 500 letters', `/${'a'.repeat(500)}`],
  ])('falls back for %s', (_, wanted) => {
    expect(ownPath(wanted)).toBe('/');
    expect(ownPath(wanted, '/en')).toBe('/en');
  });

  test('never leads off this site, whatever is asked for and wherever it is read', () => {
    const letters = fc.constantFrom(
      ...['/', '\\', '.', '..', '%2f', '%5c', '%2e', '%00', '\t', '\n', '\r', '\0', ' ', '@', ':', '?', '#'],
      ...['evil.example', 'https:', 'own.invalid', '／', '。', 'a'],
    );
    const wanted = fc.array(letters, { maxLength: 10 }).map((parts) => `/${parts.join('')}`);
    fc.assert(
      fc.property(fc.oneof(wanted, fc.string({ unit: 'binary' })), (text) => {
        const path = ownPath(text);
        expect(path).toMatch(/^\/(?!\/)/);
        expect(path).not.toMatch(/[\0-\x20\x7f-\uffff]/);
        for (const page of ['https://final-two.example/join', 'http://10.0.0.2:3000/en/sign-in']) {
          expect(new URL(path, page).origin).toBe(new URL(page).origin);
        }
        expect(ownPath(path)).toBe(path.length > 500 ? '/' : path);
      }),
      { numRuns: 3000 },
    );
  });
});
