import { STAKE } from '#lib/domain/market-stake.ts';
import { MICRO } from '#lib/domain/micro.ts';
import { marketQuestion } from '#lib/server/market/http.ts';
import { badRequest } from '#lib/server/http/problem.ts';
import { parseEvent, parsePoints } from '#lib/server/market/trade.ts';
import { LEAST_SPEND } from '#lib/server/market/apply.ts';
import * as market from '#lib/server/market/service.ts';
import type { RequestHandler } from './$types';

/** What `spend` points on `event` would buy now. `pays` is what the shares pay where exactly `members` survive. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const question = await marketQuestion(locals, params.slug);
  const event = url.searchParams.get('event') ?? '';
  const spend = parsePoints(url.searchParams.get('spend') ?? '');
  if (!parseEvent(event, question.options, question.seats))
    return badRequest([
      { field: 'event', detail: 'One of survives:<option>, drops:<option>, set:<option>,<option>.' },
    ]);
  if (spend === null || spend < LEAST_SPEND || spend > STAKE * MICRO)
    return badRequest([
      { field: 'spend', detail: `From 0.1 to ${STAKE} points, with at most two decimals.` },
    ]);
  const quote = await market.quote(
    locals.db,
    locals.app.markets,
    question,
    { event, amount: { spend } },
    null,
  );
  const body = {
    event: quote.event,
    spend: quote.points / MICRO,
    shares: quote.shares / MICRO,
    averagePrice: quote.averagePrice / MICRO,
    priceBefore: quote.priceBefore / MICRO,
    priceAfter: quote.priceAfter / MICRO,
    pays: quote.pays.map(({ members, points }) => ({ members, points: points / MICRO })),
  };
  return Response.json(body, { headers: { 'cache-control': 'no-cache' } });
};
