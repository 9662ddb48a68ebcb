import { oddsJson } from '#lib/types/odds-json.ts';
import { history } from '#lib/server/crowd/history.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { RequestHandler } from './$types';

const MOST_POINTS = 500;

/** The odds over time; a history of more than MOST_POINTS is thinned to the odds at the end of equal time slots. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { db } = locals;
  const field = await questions.getField(db, params.slug);
  const points = (await history(db, field, MOST_POINTS)).map((point) => oddsJson(field.options, point));
  return Response.json({ question: params.slug, points }, { headers: { 'cache-control': 'no-cache' } });
};
