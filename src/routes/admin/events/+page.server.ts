import * as admin from '#lib/server/contest/admin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  return { events: await admin.listEvents(locals.app.db) };
};
