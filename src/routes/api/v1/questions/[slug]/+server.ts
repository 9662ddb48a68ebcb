import { questionJson } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { keeper, config } = locals.app;
  const reader = { accountId: null, hasAuthor: config.authorName !== null };
  const question = await questions.get(locals.db, keeper, reader, params.slug);
  return Response.json(questionJson(question), { headers: { 'cache-control': 'no-cache' } });
};
