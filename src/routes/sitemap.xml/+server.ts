import { addressOf } from '#lib/components/share/address.ts';
import { locales } from '#lib/i18n/paraglide/runtime.js';
import { momentFor } from '#lib/server/questions/http.ts';
import { hasMarket } from '#lib/server/market/view.ts';
import * as questions from '#lib/server/questions/service.ts';
import { sitemap } from '#lib/server/share/feed.ts';
import type { RequestHandler } from './$types';
import { AUTHOR_PAGE, PAGES } from './pages.ts';

/** Sitemap of all public pages in both languages, without those of forecasters and accounts. */
export const GET: RequestHandler = async ({ locals, url: { origin } }) => {
  const { keeper, config } = locals.app;
  const hasAuthor = config.authorName !== null;
  const moment = await momentFor(locals);
  const { companies } = moment.catalogue.contest;
  const opened = questions.listAt(moment, keeper);
  const paths = [
    ...PAGES,
    ...(hasAuthor ? [AUTHOR_PAGE] : []),
    ...companies.map(({ slug }) => `/companies/${slug}`),
    ...opened.map(({ slug }) => `/questions/${slug}`),
    ...opened.filter(hasMarket).map(({ slug }) => `/questions/${slug}/market`),
    ...opened.filter(({ resolution }) => resolution).map(({ slug }) => `/results/${slug}`),
  ];
  const xml = sitemap(
    paths.map((path) => locales.map((locale) => [locale, addressOf(origin, path, locale)] as const)),
  );
  return new Response(xml, {
    headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=300' },
  });
};
