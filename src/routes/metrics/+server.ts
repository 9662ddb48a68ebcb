import { m } from '#lib/i18n/paraglide/messages.js';
import { refuse } from '#lib/server/http/problem.ts';
import { mayScrape } from '#lib/server/platform/metrics/access.ts';
import type { RequestHandler } from './$types';

/** Metrics in Prometheus' text format, for programs on this machine or with the token; for others there is no such page. */
export const GET: RequestHandler = async (event) => {
  const { config, metrics } = event.locals.app;
  const { req } = event.platform ?? {};
  if (!req || !mayScrape({ remoteAddress: req.socket.remoteAddress, headers: req.headers }, config))
    return refuse(event, 404, 'not-found', m.error_nothing_here());
  const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
  return new Response(await metrics.text(), { headers });
};
