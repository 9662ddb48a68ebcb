import { error } from '@sveltejs/kit';
import { isHandle } from '#lib/server/accounts/handle.ts';
import * as moderation from '#lib/server/accounts/moderation.ts';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import { type AdminActor, runAdminAction } from '#lib/server/http/admin-action.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const { id, ...account } = await find(locals, params.handle);
  const [author, history] = await Promise.all([moderation.findAuthor(db), exclusions.historyOf(db, id)]);
  return { account, author: author?.handle ?? null, history };
};

export const actions: Actions = {
  exclude: (event) => change(event, 'exclude', (id, by) => decide(event, by, id, true)),
  restore: (event) => change(event, 'exclude', (id, by) => decide(event, by, id, false)),
  author: (event) => change(event, 'author', (id, by) => setAuthor(event, by, id, true)),
  unauthor: (event) => change(event, 'author', (id, by) => setAuthor(event, by, id, false)),
};

/** Runs one of the page's forms, which all need a reason, and refreshes the odds. */
async function change(
  event: RequestEvent,
  at: string,
  work: (accountId: number, by: AdminActor) => Promise<void>,
) {
  const { id, handle } = await find(event.locals, event.params.handle);
  return runAdminAction(event, {
    at,
    needsProof: true,
    read: (form) => form.reason(),
    change: async (_db, by) => {
      await work(id, by);
      await event.locals.app.keeper.poll();
      return `/admin/accounts/${encodeURIComponent(handle)}`;
    },
  });
}

async function decide(event: RequestEvent, by: AdminActor, targetId: number, excluded: boolean) {
  await exclusions.decide(event.locals.app.db, by, { accountIds: [targetId], excluded });
  const reason = excluded ? 'excluded' : 'restored';
  await logSecurity(event, 'exclusion', { accountId: by.accountId, targetId, reason });
}

async function setAuthor(event: RequestEvent, by: AdminActor, targetId: number, isAuthor: boolean) {
  await moderation.setIsAuthor(event.locals.app.db, by, targetId, isAuthor);
  const reason = isAuthor ? 'made-author' : 'no-longer-author';
  await logSecurity(event, 'elevation', { accountId: by.accountId, targetId, reason });
}

function find(locals: App.Locals, handle: string) {
  const wanted = handle.normalize('NFC');
  if (!isHandle(wanted)) error(404, { message: 'Not Found' });
  return moderation.get(locals.app.db, wanted);
}
