import { QuestionNotFoundError } from '#lib/server/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => {
  const { keeper } = locals.app;
  const id = keeper.find(params.slug);
  if (id === undefined) throw new QuestionNotFoundError(params.slug);
  return Response.json(keeper.crowd(id), { headers: { 'cache-control': 'no-cache' } });
};
