import { readRound } from '#lib/server/contest/admin-forms.ts';
import * as admin from '#lib/server/contest/round-admin.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: (event) =>
    runAdminAction(event, {
      read: readRound,
      change: async (db, by, facts) => `/admin/rounds/${await admin.addRound(db, by, facts)}`,
    }),
};
