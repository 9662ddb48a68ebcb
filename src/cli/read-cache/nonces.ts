import { hash } from 'node:crypto';

/** An inline element that bears a nonce: name, attributes before and after it, nonce, content. */
const ELEMENT = /<(script|style)\b([^>]*?) nonce="([^"]*)"([^>]*)>(.*?)<\/\1>/gs;

/**
 * The page with hashes in place of its nonce: a page that many readers get must not hold a nonce, which anybody could learn
 * and use. A hash is made only of elements that bear the nonce, so nothing is allowed that was not before.
 *
 * @param policy the page's Content-Security-Policy
 * @returns null where the nonce is also somewhere else, so that the page cannot be shared
 */
export function replaceNonce(html: string, policy: string): { html: string; policy: string } | null {
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (nonce === undefined) return { html, policy };
  const hashes: Record<string, string[]> = { script: [], style: [] };
  const shared = html.replace(
    ELEMENT,
    (element, name: string, before: string, of: string, after: string, content: string) => {
      if (of !== nonce) return element;
      hashes[name]!.push(`'sha256-${hash('sha256', content, 'base64')}'`);
      return `<${name}${before}${after}>${content}</${name}>`;
    },
  );
  const directives = policy.split(';').map((directive) => {
    const [name = '', ...sources] = directive.trim().split(/\s+/);
    const allowed = new Set(hashes[/^(script|style)-src(?:-elem)?$/.exec(name)?.[1] ?? ''] ?? []);
    return [
      name,
      ...sources.flatMap((source) => (source === `'nonce-${nonce}'` ? [...allowed] : [source])),
    ].join(' ');
  });
  return shared.includes(nonce) ? null : { html: shared, policy: directives.join('; ') };
}
