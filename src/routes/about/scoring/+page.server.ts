import * as contest from '#lib/server/contest/service.ts';
import { workedExample } from './worked-example.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { companies, rounds } = await contest.view(locals.app.db);
  const [round] = rounds;
  return { companies, round: round ?? null, example: round ? workedExample(round) : null };
};
