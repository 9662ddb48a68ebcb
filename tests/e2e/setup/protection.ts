// The headers that protect every answer, and what a page's own markup may not have.
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

/** A page allows its own scripts by a nonce, which another answer does not have, and nothing inline. */
export async function expectOwnScriptsOnly(page: Answer, another: Answer): Promise<void> {
  expectProtected(page.headers(), 'the page');
  expect(page.headers()['content-security-policy']).toContain("form-action 'self'");
  const tags = (await page.text()).match(/<[a-z](?:"[^"]*"|[^">])*>/g) ?? [];
  const scripts = tags.filter((tag) => tag.startsWith('<script'));
  const nonce = nonceOf(page);
  for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
  if (scripts.length > 0) expect(nonce, 'a nonce is used once').not.toBe(nonceOf(another));
  // The announcer of Kit's own that screen readers hear is made by its script; see the policy's hash.
  expect(tags.filter((tag) => /\sstyle=/.test(tag))).toEqual([]);
  expect(tags.filter((tag) => /\son[a-z]+=/.test(tag))).toEqual([]);
  expect(tags.filter((tag) => tag.includes('javascript:'))).toEqual([]);
}

function nonceOf(page: Answer): string | undefined {
  return /script-src [^;]*'nonce-([^']+)'/.exec(page.headers()['content-security-policy'] ?? '')?.[1];
}
