import type { RequestEvent } from '@sveltejs/kit';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import * as joinPause from '#lib/server/accounts/join-pause.ts';
import * as joins from '#lib/server/accounts/joins.ts';
import { type AdminActor, runAdminAction, runFields } from '#lib/server/http/admin-action.ts';
import type { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import type { PageView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';
import { batchEntry, groupLists, HERE, membersForm, membersLinks, PAUSE, pauseForm } from './forms.ts';

const LONGEST_KEY = 200;
const LEAD =
  '지난 7일 동안 가입한 계정을 함께 가진 점으로 묶었어요. 묶음이 크다고 모두 같은 사람은 아니에요. 통신사는 주소를 나눠 쓰고, 비슷한 예측은 흔해요.';

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
  const isAllChosen = url.searchParams.has('all');
  const page: PageView = {
    title: '가입 살펴보기',
    lead: LEAD,
    lists: kind ? [membersLinks(kind, of, members)] : groupLists(overview),
    forms: [
      ...(kind ? [membersForm(kind, of, members, isAllChosen, joins.MOST_MEMBERS)] : []),
      pauseForm(pause),
    ],
    history: { title: '한꺼번에 제외한 기록', entries: batches.map(batchEntry) },
  };
  return { page };
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
