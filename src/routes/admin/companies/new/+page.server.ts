import { readCompany } from '#lib/server/contest/admin-forms.ts';
import * as desk from '#lib/server/contest/admin.ts';
import { runDesk } from '#lib/server/http/admin-action.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: (event) =>
    runDesk(event, {
      read: (form) => ({ slug: form.slug('slug'), facts: readCompany(form) }),
      change: async (db, by, { slug, facts }) => {
        await desk.addCompany(db, by, slug, facts);
        return '/admin/companies';
      },
    }),
};
