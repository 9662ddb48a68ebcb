import { MICRO } from '#lib/domain/micro.ts';
import { marketQuestion } from '#lib/server/market/http.ts';
import { badRequest } from '#lib/server/http/problem.ts';
import { parseSeq } from '#lib/server/market/trade.ts';
import * as market from '#lib/server/market/service.ts';
import type { RequestHandler } from './$types';

/** The log of trades, newest first; `next` is the `before` of the next page. A purchase has `spend`, a sale `shares`. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const question = await marketQuestion(locals, params.slug);
  const before = parseSeq(url.searchParams.get('before'));
  if (before === null && url.searchParams.has('before'))
    return badRequest([{ field: 'before', detail: 'A whole number from 1.' }]);
  const page = await market.trades(locals.db, question.id, { before });
  const trades = page.rows.map(({ seq, at, handle, event, shares, points, priceAfter }) => ({
    ...{ seq, at, handle, event },
    ...(shares > 0 ? { spend: -points / MICRO } : { shares: -shares / MICRO }),
    priceAfter: priceAfter / MICRO,
  }));
  return Response.json(
    { question: params.slug, trades, next: page.next },
    { headers: { 'cache-control': 'no-cache' } },
  );
};
