import { oddsJson } from '#lib/types/odds-json.ts';
import { QuestionNotFoundError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => {
  const { keeper } = locals.app;
  const field = keeper.field(params.slug);
  if (!field) throw new QuestionNotFoundError(params.slug);
  const crowd = oddsJson(field.options, keeper.crowd(field.id));
  return Response.json(crowd, { headers: { 'cache-control': 'no-cache' } });
};
