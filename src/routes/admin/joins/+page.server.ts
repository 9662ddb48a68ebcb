import type { RequestEvent } from '@sveltejs/kit';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import * as joinPause from '#lib/server/accounts/join-pause.ts';
import * as joins from '#lib/server/accounts/joins.ts';
import { type AdminActor, runAdminAction, runFields } from '#lib/server/http/admin-action.ts';
import type { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import type { Actions, PageServerLoad } from './$types';
import { batchEntry, groupLists, membersForm, PAUSE, pauseForm, queryOf } from './forms.ts';

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
  const group = kind && {
    all: `${HERE}?${queryOf(kind, of)}&all`,
    open: members.filter(({ isExcluded }) => !isExcluded).length,
  };
  const isAllChosen = url.searchParams.has('all');
  return {
    groups: groupLists(overview),
    group,
    forms: [
      ...(kind ? [membersForm(kind, of, members, isAllChosen, joins.MOST_MEMBERS)] : []),
      pauseForm(pause),
    ],
    batches: batches.map(batchEntry),
  };
};

function readChosen(form: AdminFormReader): string[] {
  const handles = form.all('account');
  if (handles.length === 0) form.addError('account', 'nothing-chosen');
  if (handles.length > joins.MOST_MEMBERS) form.addError('account', 'wrong-count');
  form.reason();
  return handles;
}

/** Writes the security log, and refreshes the odds. */
async function finish(event: RequestEvent, by: AdminActor, reason: string, accountIds: number[]) {
  for (const targetId of accountIds)
    await logSecurity(event, 'exclusion', { accountId: by.accountId, targetId, reason });
  await event.locals.app.keeper.poll();
  return HERE;
}

export const actions: Actions = {
  exclude: (event) =>
    runAdminAction(event, {
      needsProof: true,
      read: readChosen,
      change: async (db, by, handles) => {
        const accountIds = await joins.idsOf(db, handles);
        await exclusions.decide(db, by, { accountIds, excluded: true });
        return finish(event, by, 'excluded', accountIds);
      },
    }),

  restore: (event) =>
    runAdminAction(event, {
      needsProof: true,
      read(form) {
        form.reason();
        return form.integer('batch', { min: 1, max: 999_999_999 }) ?? 0;
      },
      change: async (db, by, batch) => {
        const accountIds = await exclusions.restoreBatch(db, by, batch);
        return finish(event, by, 'restored', accountIds);
      },
    }),

  pause: (event) => runFields(event, PAUSE, HERE, (db, by, sentence) => joinPause.set(db, by, sentence)),
  resume: (event) => runFields(event, {}, HERE, (db, by) => joinPause.set(db, by, null)),
};
