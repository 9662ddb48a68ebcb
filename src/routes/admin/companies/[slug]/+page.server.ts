import { readCompany } from '#lib/server/contest/admin-forms.ts';
import * as admin from '#lib/server/contest/admin.ts';
import { runAdminAction, slugOf } from '#lib/server/http/admin-action.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  return { company: await admin.getCompany(locals.app.db, slugOf(params)) };
};

export const actions: Actions = {
  default: (event) =>
    runAdminAction(event, {
      read: readCompany,
      change: async (db, by, facts) => {
        await admin.editCompany(db, by, slugOf(event.params), facts);
        return '/admin/companies';
      },
    }),
};
