import { readCompany } from '#lib/server/contest/admin-forms.ts';
import * as admin from '#lib/server/contest/admin.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: (event) =>
    runAdminAction(event, {
      read: (form) => ({ slug: form.slug('slug'), facts: readCompany(form) }),
      change: async (db, by, { slug, facts }) => {
        await admin.addCompany(db, by, slug, facts);
        return '/admin/companies';
      },
    }),
};
