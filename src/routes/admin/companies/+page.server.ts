import * as admin from '#lib/server/contest/admin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  return { companies: await admin.listCompanies(locals.app.db) };
};
