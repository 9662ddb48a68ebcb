import { history } from '#lib/server/crowd/history.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { RequestHandler } from './$types';

const MOST_POINTS = 500;

/** The odds over time: every point; of a longer history those that held at the ends of so many slots, thinned. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { db } = locals.app;
  const points = await history(db, await questions.getField(db, params.slug), MOST_POINTS);
  return Response.json({ question: params.slug, points }, { headers: { 'cache-control': 'no-cache' } });
};
