import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { replaceNonce } from './nonces.ts';

const POLICY =
  "default-src 'none'; script-src 'self' 'nonce-a+b/c=='; style-src 'self' 'nonce-a+b/c=='; style-src-attr 'unsafe-hashes' 'sha256-x' 'nonce-a+b/c=='; base-uri 'none'";

function hashOf(text: string): string {
  return `'sha256-${hash('sha256', text, 'base64')}'`;
}

test('hashes of the inline elements take the place of the nonce', () => {
  const html =
    '<style nonce="a+b/c==">p { color: red }\n</style><p>마지막</p><script type="module" nonce="a+b/c==" async>go("<p>")</script>';
  expect(replaceNonce(html, POLICY)).toEqual({
    html: '<style>p { color: red }\n</style><p>마지막</p><script type="module" async>go("<p>")</script>',
    policy: `default-src 'none'; script-src 'self' ${hashOf('go("<p>")')}; style-src 'self' ${hashOf('p { color: red }\n')}; style-src-attr 'unsafe-hashes' 'sha256-x'; base-uri 'none'`,
  });
});

test('only elements with the nonce of the policy are allowed', () => {
  const html =
    '<script>evil()</script><script nonce="guessed">evil()</script><script nonce="a+b/c==">good()</script>';
  const shared = replaceNonce(html, POLICY);
  expect(shared?.policy).toContain(`script-src 'self' ${hashOf('good()')};`);
  expect(shared?.policy).not.toContain(hashOf('evil()'));
  expect(shared?.html).toContain('<script>evil()</script><script nonce="guessed">evil()</script>');
});

test('a page without scripts allows none', () => {
  expect(replaceNonce('<p>text</p>', POLICY)?.policy).toContain("script-src 'self'; style-src 'self';");
});

test('a page with its nonce elsewhere is not shared', () => {
  expect(replaceNonce('<link nonce="a+b/c==" href="/a.css">', POLICY)).toBeNull();
  expect(replaceNonce('<script nonce="a+b/c==">self.nonce = "a+b/c=="</script>', POLICY)).toBeNull();
});

test('a policy without a nonce is left as it is', () => {
  const policy = "default-src 'none'; style-src 'sha256-x'";
  expect(replaceNonce('<style>p {}</style>', policy)).toEqual({ html: '<style>p {}</style>', policy });
});
