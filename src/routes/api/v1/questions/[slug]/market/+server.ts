import { marketField } from '#lib/server/http/market.ts';
import { marketJson } from '#lib/server/market/json.ts';
import { marketView } from '#lib/server/market/view.ts';
import type { RequestHandler } from './$types';

/** The prices of a market. `version` grows with each trade. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const field = await marketField(locals, params.slug);
  const view = marketView(await locals.app.markets.state(field), field);
  return Response.json(marketJson(view, field.options), { headers: { 'cache-control': 'no-cache' } });
};
