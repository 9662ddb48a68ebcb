import { marketQuestion } from '#lib/server/market/http.ts';
import { marketJson } from '#lib/server/market/feed.ts';
import { marketView } from '#lib/server/market/view.ts';
import type { RequestHandler } from './$types';

/** The prices of a market. `version` grows with each trade. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const question = await marketQuestion(locals, params.slug);
  const view = marketView(await locals.app.markets.state(question), question);
  return Response.json(marketJson(view, question.options), { headers: { 'cache-control': 'no-cache' } });
};
