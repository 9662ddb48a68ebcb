import { createHash } from 'node:crypto';
import { addressOf } from '#lib/components/share/address.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { atom, latest } from '#lib/server/share/feed.ts';
import { entryOf } from './words.ts';
import type { RequestHandler } from './$types';

/** Atom feed of results, corrections, opened questions and events, in the language of the address. */
export const GET: RequestHandler = async ({ locals, url: { origin } }) => {
  const { keeper, config, isSimulation } = locals.app;
  const news = await latest(locals.db, keeper, config.authorName !== null);
  const xml = atom({
    self: addressOf(origin, '/feed.xml'),
    site: addressOf(origin, '/'),
    language: getLocale(),
    title: isSimulation ? `${m.feed_title()} (${m.share_simulation()})` : m.feed_title(),
    subtitle: isSimulation ? m.layout_simulation() : m.feed_subtitle(),
    author: m.site_name(),
    entries: news.map((each) => entryOf(each, origin)),
  });
  return new Response(xml, {
    headers: {
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': 'public, max-age=300',
      etag: `"${createHash('sha256').update(xml).digest('base64url').slice(0, 24)}"`,
    },
  });
};
