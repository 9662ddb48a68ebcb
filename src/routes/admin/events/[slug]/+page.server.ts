import { readEvent } from '#lib/server/contest/admin-forms.ts';
import * as admin from '#lib/server/contest/admin.ts';
import * as rounds from '#lib/server/contest/round-admin.ts';
import { runAdminAction, slugOf } from '#lib/server/http/admin-action.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const [event, all] = await Promise.all([admin.getEvent(db, slugOf(params)), rounds.listRounds(db)]);
  return { event, rounds: all };
};

export const actions: Actions = {
  correct: (event) =>
    runAdminAction(event, {
      at: 'correct',
      read: (form) => ({ facts: readEvent(form), reason: form.reason() }),
      change: async (db, by, { facts }) => {
        await admin.correctEvent(db, by, slugOf(event.params), facts);
        return '/admin/events';
      },
    }),
  hide: (event) => setHidden(event, true),
  show: (event) => setHidden(event, false),
};

function setHidden(event: RequestEvent, hidden: boolean) {
  return runAdminAction(event, {
    at: 'hide',
    read: (form) => form.reason(),
    change: async (db, by) => {
      await admin.hideEvent(db, by, slugOf(event.params), hidden);
      return '/admin/events';
    },
  });
}
