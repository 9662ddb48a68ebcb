import { readRound } from '#lib/server/contest/admin-forms.ts';
import * as desk from '#lib/server/contest/round-admin.ts';
import { runDesk } from '#lib/server/http/admin-action.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: (event) =>
    runDesk(event, {
      read: readRound,
      change: async (db, by, facts) => `/admin/rounds/${await desk.addRound(db, by, facts)}`,
    }),
};
