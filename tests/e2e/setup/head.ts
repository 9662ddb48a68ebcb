// What a page says of itself in its head, once it is hydrated.
import type { Page } from '@playwright/test';
import { inLanguage, LANGUAGES, type Language } from './pages.ts';
import { expect } from './test.ts';

const HANGUL = /[가-힣]/;
/** About as much as messengers show. */
const LONGEST = 200;

/** The addresses of links in the head that are chosen by these selectors, and the contents of `meta` by name. */
function readHead(page: Page) {
  return page.evaluate(() => {
    const links: Record<string, string | undefined> = {};
    for (const link of document.head.querySelectorAll<HTMLLinkElement>(
      'link[rel=canonical], link[rel=alternate]',
    ))
      links[link.hreflang || link.type || link.rel] = link.href;
    const metas: Record<string, string[]> = {};
    for (const meta of document.head.querySelectorAll('meta[property], meta[name]')) {
      const name = meta.getAttribute('property') ?? meta.getAttribute('name') ?? '';
      (metas[name] ??= []).push(meta.getAttribute('content') ?? '');
    }
    return { links, metas, title: document.title };
  });
}

/** The page names itself without a query, its other language and the feed, and is shared with words in its language. */
export async function expectHead(
  page: Page,
  origin: string,
  path: string,
  language: Language,
): Promise<void> {
  const { links, metas, title } = await readHead(page);
  const address = (other: Language) => new URL(inLanguage(path, other), origin).href;
  expect.soft(links).toEqual({
    canonical: address(language),
    ...Object.fromEntries(LANGUAGES.map((other) => [other, address(other)])),
    'x-default': address('ko'),
    'application/atom+xml': origin + inLanguage('/feed.xml', language),
  });
  const meta = (name: string) => {
    expect.soft(metas[name], name).toHaveLength(1);
    return metas[name]?.[0] ?? '';
  };
  const description = meta('og:description');
  // The home page shows the question that it leads with, and is shared as that.
  if (path !== '/') expect.soft(meta('og:title')).toBe(title);
  expect.soft(description.length).toBeGreaterThan(4);
  expect.soft(description.length).toBeLessThan(LONGEST);
  expect.soft(HANGUL.test(meta('og:title') + description)).toBe(language === 'ko');
  expect.soft(meta('description').length).toBeGreaterThan(4);
  expect.soft(meta('og:image:alt')).not.toBe('');
  expect.soft(meta('og:image')).toContain(origin);
}
