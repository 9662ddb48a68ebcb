import * as admin from '#lib/server/contest/round-admin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  return { rounds: await admin.listRounds(locals.app.db) };
};
