import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { one } from '#lib/server/http/fields.ts';
import { requireAccount } from '#lib/server/people/sessions/http.ts';
import { runForm } from '#lib/server/http/form.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import type { Actions, PageServerLoad } from './$types';

/** Most notices shown; older events can be found on their questions' pages. */
const MOST_SHOWN = 100;

export const load: PageServerLoad = async (event) => {
  const { app } = event.locals;
  const account = requireAccount(event);
  const rows = await notices.list(app.db, account.id, MOST_SHOWN);
  const { catalogue } = await momentFor(event.locals);
  const titles = new Map(catalogue.questions.map(({ content }) => [content.slug, content.title]));
  return {
    notices: rows.map(({ titleKo, titleEn, ...row }) => ({
      ...row,
      title: titles.get(row.slug ?? '') ?? { ko: titleKo ?? '', en: titleEn ?? '' },
      at: row.at.toISOString(),
      closesAt: row.closesAt?.toISOString() ?? null,
    })),
  };
};

/** Up to which notice all are seen; what is no id marks nothing. */
const seenForm = v.object({ upTo: v.fallback(v.pipe(one, v.regex(/^\d{1,15}$/), v.transform(Number)), 0) });

export const actions: Actions = {
  seen: (event) =>
    runForm(event, seenForm, async ({ upTo }) => {
      await notices.markSeen(event.locals.app.db, requireAccount(event).id, upTo);
      redirect(303, localizeHref('/me/notices'));
    }),
};
