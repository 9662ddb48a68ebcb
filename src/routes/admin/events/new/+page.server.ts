import { readEvent } from '#lib/server/contest/admin-forms.ts';
import * as desk from '#lib/server/contest/admin.ts';
import * as rounds from '#lib/server/contest/round-admin.ts';
import { runDesk } from '#lib/server/http/admin-action.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db } = locals.app;
  const [all, today] = await Promise.all([rounds.listRounds(db), desk.todayInKorea(db)]);
  return { rounds: all, today };
};

export const actions: Actions = {
  default: (event) =>
    runDesk(event, {
      read: readEvent,
      change: async (db, by, facts) => {
        await desk.addEvent(db, by, facts);
        return '/admin/events';
      },
    }),
};
