import type { RequestEvent } from '@sveltejs/kit';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import * as joinPause from '#lib/server/accounts/join-pause.ts';
import * as joins from '#lib/server/accounts/joins.ts';
import { type AdminActor, runAdminAction } from '#lib/server/http/admin-action.ts';
import type { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import type { Actions, PageServerLoad } from './$types';

const HERE = '/admin/joins';
const LONGEST_KEY = 200;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db } = locals.app;
  const kind = joins.KINDS.find((each) => each === url.searchParams.get('by'));
  const of = (url.searchParams.get('of') ?? '').replaceAll('\0', '').slice(0, LONGEST_KEY);
  const [overview, members, batches, pause] = await Promise.all([
    kind ? [] : joins.overview(db),
    kind ? joins.members(db, kind, of) : [],
    exclusions.batches(db),
    joinPause.find(db),
  ]);
  const group = kind ? { kind, of, isAllChosen: url.searchParams.has('all'), members } : null;
  return { overview, group, batches, pause, most: joins.MOST_MEMBERS };
};

function readChosen(form: AdminFormReader): string[] {
  const handles = form.all('account');
  if (handles.length === 0) form.addError('form', 'nothing-chosen');
  if (handles.length > joins.MOST_MEMBERS) form.addError('form', 'wrong-count');
  form.reason();
  return handles;
}

/** Writes the security log, and refreshes the odds. */
async function finish(event: RequestEvent, by: AdminActor, reason: string, accountIds: number[]) {
  for (const targetId of accountIds)
    await logSecurity(event, 'exclusion', { accountId: by.accountId, targetId, reason });
  await event.locals.app.keeper.poll();
}

export const actions: Actions = {
  exclude: (event) =>
    runAdminAction(event, {
      at: 'exclude',
      needsProof: true,
      read: readChosen,
      change: async (db, by, handles) => {
        const accountIds = await joins.idsOf(db, handles);
        await exclusions.decide(db, by, { accountIds, excluded: true });
        await finish(event, by, 'excluded', accountIds);
        return HERE;
      },
    }),

  restore: (event) =>
    runAdminAction(event, {
      at: 'restore',
      needsProof: true,
      read(form) {
        form.reason();
        return form.integer('batch', { min: 1, max: 999_999_999 }) ?? 0;
      },
      change: async (db, by, batch) => {
        const accountIds = await exclusions.restoreBatch(db, by, batch);
        await finish(event, by, 'restored', accountIds);
        return HERE;
      },
    }),

  pause: (event) =>
    runAdminAction(event, {
      at: 'pause',
      read: (form) => ({ ko: form.text('ko', { max: 300 }), en: form.text('en', { max: 300 }) }),
      change: async (db, by, sentence) => {
        await joinPause.set(db, by, sentence);
        return HERE;
      },
    }),

  resume: (event) =>
    runAdminAction(event, {
      at: 'pause',
      read: () => null,
      change: async (db, by) => {
        await joinPause.set(db, by, null);
        return HERE;
      },
    }),
};
