import * as desk from '#lib/server/contest/round-admin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  return { rounds: await desk.listRounds(locals.app.db) };
};
