import { QuestionNotFoundError } from '#lib/server/errors.ts';
import { answer } from '#lib/server/http/problem.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
  answer(() => {
    const { keeper } = locals.app;
    const id = keeper.find(params.slug);
    if (id === undefined) throw new QuestionNotFoundError(params.slug);
    return Response.json(keeper.crowd(id), { headers: { 'cache-control': 'no-cache' } });
  });
