import { questionJson } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
  const { keeper, config } = locals.app;
  const all = await questions.list(locals.db, keeper, {
    accountId: null,
    hasAuthor: config.authorName !== null,
  });
  return Response.json({ questions: all.map(questionJson) }, { headers: { 'cache-control': 'no-cache' } });
};
