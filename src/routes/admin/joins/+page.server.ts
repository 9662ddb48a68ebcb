import type { RequestEvent } from '@sveltejs/kit';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import * as joinPause from '#lib/server/people/moderation/join-pause.ts';
import * as joins from '#lib/server/people/moderation/joins.ts';
import { type AdminActor, runAdminAction, runFields } from '#lib/server/http/admin-action.ts';
import { logSecurity } from '#lib/server/people/sessions/http.ts';
import type { PageView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';
import { batchEntry, groupLists, groupParts, HERE, MEMBERS, PAUSE, pauseForm, RESTORING } from './forms.ts';

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
  const group = kind && groupParts(kind, of, members, url.searchParams.has('all'));
  const page: PageView = {
    title: '가입 살펴보기',
    lead: LEAD,
    lists: group?.lists ?? groupLists(overview),
    forms: [...(group?.forms ?? []), pauseForm(pause)],
    history: { title: '한꺼번에 제외한 기록', entries: batches.map(batchEntry) },
  };
  return { page };
};

/** Writes the security log. @returns the address to go on to */
async function logDecisions(event: RequestEvent, by: AdminActor, reason: string, accountIds: number[]) {
  for (const targetId of accountIds)
    await logSecurity(event, 'exclusion', { accountId: by.accountId, targetId, reason });
  return HERE;
}

export const actions: Actions = {
  exclude: (event) =>
    runAdminAction(event, {
      needsProof: true,
      read: (form) => form.read(MEMBERS),
      change: async (db, by, { account }) => {
        const accountIds = await joins.idsOf(db, account);
        await exclusions.decide(db, by, { accountIds, excluded: true });
        return logDecisions(event, by, 'excluded', accountIds);
      },
    }),
  restore: (event) =>
    runAdminAction(event, {
      needsProof: true,
      read: (form) => form.read(RESTORING),
      change: async (db, by, { batch }) =>
        logDecisions(event, by, 'restored', await exclusions.restoreBatch(db, by, batch)),
    }),
  pause: (event) => runFields(event, PAUSE, HERE, joinPause.set),
  resume: (event) => runFields(event, {}, HERE, (db, by) => joinPause.set(db, by, null)),
};
