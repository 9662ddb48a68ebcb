import { describe, expect, test } from 'vitest';
import { embedPolicy, isEmbed, securityHeaders } from './headers.ts';

const read = (origin: string | null, path?: string) => Object.fromEntries(securityHeaders({ origin }, path));

test('nothing may frame, sniff or load by default', () => {
  expect(read(null)).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
});

test('only an https origin asks browsers to stay on https', () => {
  expect(read('https://example.com')).toHaveProperty('strict-transport-security');
  expect(read('http://example.com')).not.toHaveProperty('strict-transport-security');
  expect(read(null)).not.toHaveProperty('strict-transport-security');
});

describe('an embed', () => {
  test.each(['/embed/final-3', '/en/embed/final-3', '/embed/final-3?v=1', '/embed/count-3/'])(
    '%s goes without x-frame-options, and nothing may frame it but by a policy of its own',
    (path) => {
      expect(isEmbed(path)).toBe(true);
      const headers = read(null, path);
      expect(headers).not.toHaveProperty('x-frame-options');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    },
  );

  test.each([
    '/',
    '/questions/embed',
    '/embed',
    '/embed/',
    '/embed/a/b',
    '/embed/../questions/final-3',
    '/embed/%2e%2e',
    '/EMBED/final-3',
    '/ko/embed/final-3',
    '//embed/final-3',
  ])('is not %s', (path) => {
    expect(isEmbed(path)).toBe(false);
    expect(read(null, path)['x-frame-options']).toBe('DENY');
  });

  test('has a policy that runs and fetches nothing', () => {
    expect(embedPolicy('https://blog.example', ['sha256-abc='])).toBe(
      "default-src 'none'; style-src 'sha256-abc='; img-src 'self'; base-uri 'none'; form-action 'none'; " +
        'frame-ancestors https://blog.example',
    );
  });
});
