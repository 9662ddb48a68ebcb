import * as desk from '#lib/server/contest/admin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  return { companies: await desk.listCompanies(locals.app.db) };
};
