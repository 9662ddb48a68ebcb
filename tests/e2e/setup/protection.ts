// The headers that protect every answer, and what a page's own markup may not have.
import { hash } from 'node:crypto';
import { expect } from './test.ts';

const PROTECTED: [name: string, value: RegExp][] = [
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^(strict-origin-when-cross-origin|same-origin|no-referrer)$/],
  ['x-frame-options', /^DENY$/],
  ['content-security-policy', /frame-ancestors 'none'/],
  ['content-security-policy', /base-uri 'none'/],
  ['content-security-policy', /default-src 'none'/],
  ['cross-origin-opener-policy', /^same-origin$/],
];

interface Answer {
  headers(): Record<string, string>;
  text(): Promise<string>;
}

export function expectProtected(headers: Record<string, string>, what: string): void {
  for (const [name, value] of PROTECTED) expect(headers[name], `${name} of ${what}`).toMatch(value);
  expect(headers['content-security-policy'], what).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/);
  expect(headers, what).not.toHaveProperty('x-powered-by');
}

/**
 * A page allows its own scripts and nothing inline: by a nonce, which another answer does not have; or, where many readers
 * get the same page, by hashes.
 */
export async function expectOwnScriptsOnly(page: Answer, another: Answer): Promise<void> {
  expectProtected(page.headers(), 'the page');
  const policy = page.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("form-action 'self'");
  const html = await page.text();
  const tags = html.match(/<[a-z](?:"[^"]*"|[^">])*>/g) ?? [];
  const nonce = nonceOf(page);
  const scripts = [...html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)];
  for (const [, attributes = '', content = ''] of scripts) {
    if (nonce) expect(attributes).toContain(`nonce="${nonce}"`);
    else expect(policy).toContain(`'sha256-${hash('sha256', content, 'base64')}'`);
  }
  if (nonce) expect(nonce, 'a nonce is used once').not.toBe(nonceOf(another));
  else expect(html).not.toContain(' nonce=');
  // The announcer of Kit's own that screen readers hear is made by its script; see the policy's hash.
  expect(tags.filter((tag) => /\sstyle=/.test(tag))).toEqual([]);
  expect(tags.filter((tag) => /\son[a-z]+=/.test(tag))).toEqual([]);
  expect(tags.filter((tag) => tag.includes('javascript:'))).toEqual([]);
}

function nonceOf(page: Answer): string | undefined {
  return /'nonce-([^']+)'/.exec(page.headers()['content-security-policy'] ?? '')?.[1];
}
