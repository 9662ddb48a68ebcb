import { QuestionNotFoundError } from '#lib/server/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => {
  const { keeper } = locals.app;
  const field = keeper.field(params.slug);
  if (!field) throw new QuestionNotFoundError(params.slug);
  return Response.json(keeper.crowd(field.id), { headers: { 'cache-control': 'no-cache' } });
};
