import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { readForm, textField } from '#lib/server/http/page.ts';
import * as notices from '#lib/server/notices/service.ts';
import type { Actions, PageServerLoad } from './$types';

/** Most notices shown; older events can be found on their questions' pages. */
const MOST_SHOWN = 100;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, account } = locals;
  if (!account) redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(url.pathname)}`);
  const rows = await notices.list(app.db, account.id, MOST_SHOWN);
  return {
    notices: rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      closesAt: row.closesAt?.toISOString() ?? null,
    })),
  };
};

export const actions: Actions = {
  seen: async (event) => {
    const { app, account } = event.locals;
    if (!account) redirect(303, localizeHref('/sign-in'));
    const id = textField(await readForm(event), 'upTo');
    if (/^\d{1,15}$/.test(id)) await notices.markSeen(app.db, account.id, Number(id));
    redirect(303, localizeHref('/me/notices'));
  },
};
