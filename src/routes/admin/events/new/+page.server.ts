import { readEvent } from '#lib/server/contest/admin-forms.ts';
import * as admin from '#lib/server/contest/admin.ts';
import * as rounds from '#lib/server/contest/round-admin.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db } = locals.app;
  const [all, today] = await Promise.all([rounds.listRounds(db), admin.todayInKorea(db)]);
  return { rounds: all, today };
};

export const actions: Actions = {
  default: (event) =>
    runAdminAction(event, {
      read: readEvent,
      change: async (db, by, facts) => {
        await admin.addEvent(db, by, facts);
        return '/admin/events';
      },
    }),
};
