import { oddsJson } from '#lib/types/odds-json.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { RequestHandler } from './$types';

const MOST_POINTS = 500;

/** The odds over time; a history of more than MOST_POINTS is thinned to the odds at the end of equal time slots. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { db, app } = locals;
  const { row, content } = questions.find(await momentFor(locals), params.slug);
  const options = content.options.map(({ slug }) => slug);
  const points = (await app.keeper.histories.readLatest(db, row, MOST_POINTS)).map((point) =>
    oddsJson(options, point),
  );
  return Response.json({ question: params.slug, points }, { headers: { 'cache-control': 'no-cache' } });
};
