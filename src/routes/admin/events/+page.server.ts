import * as desk from '#lib/server/contest/admin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  return { events: await desk.listEvents(locals.app.db) };
};
