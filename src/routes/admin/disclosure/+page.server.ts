import { disclose, historyOf } from '#lib/server/accounts/disclosures.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import type { Actions, PageServerLoad } from './$types';

const LONGEST = 2000;

export const load: PageServerLoad = async ({ locals }) => {
  const { account, app } = locals;
  return { written: account ? await historyOf(app.db, account.id) : [] };
};

export const actions: Actions = {
  default: (event) =>
    runAdminAction(event, {
      read: (form) => {
        const ko = form.text('bodyKo', { max: LONGEST });
        return { ko, en: form.text('bodyEn', { required: false, max: LONGEST }) || ko };
      },
      change: async (db, by, text) => {
        await disclose(db, by, text);
        return '/admin/disclosure';
      },
    }),
};
