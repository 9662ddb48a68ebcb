import { error } from '@sveltejs/kit';
import { readCompany } from '#lib/server/contest/admin-forms.ts';
import * as desk from '#lib/server/contest/admin.ts';
import { runDesk, slugOf } from '#lib/server/http/admin-action.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const company = await desk.findCompany(locals.app.db, slugOf(params));
  if (!company) error(404, { message: 'Not Found' });
  return { company };
};

export const actions: Actions = {
  default: (event) =>
    runDesk(event, {
      read: readCompany,
      change: async (db, by, facts) => {
        await desk.editCompany(db, by, slugOf(event.params), facts);
        return '/admin/companies';
      },
    }),
};
