import { error } from '@sveltejs/kit';
import { isHandle } from '#lib/server/accounts/handle.ts';
import * as moderation from '#lib/server/accounts/moderation.ts';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import { type AdminActor, runAdminAction } from '#lib/server/http/admin-action.ts';
import { defineFields, REASON, viewFields } from '#lib/components/admin/fields.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const REASON_TO_ALL = defineFields({
  reason: { label: '이유 (공개돼요)', type: 'reason', required: true, hint: '기록에 남아요.' },
});
const PUBLIC =
  '이유와 확률이 바뀐 정도는 질문 페이지에 공개돼요. 닉네임은 나오지 않으니 이유에도 적지 마세요.';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const { id, ...account } = await find(locals, params.handle);
  const [author, history] = await Promise.all([moderation.findAuthor(db), exclusions.historyOf(db, id)]);
  const forms = [exclusionForm(account.excludedAt !== null), authorForm(account.isAuthor, author?.handle)];
  return { account, forms, history };
};

function exclusionForm(isExcluded: boolean): FormView {
  const fields = viewFields(REASON_TO_ALL);
  return isExcluded
    ? { action: 'restore', title: '다시 넣기', submit: '이 계정 다시 넣기', about: PUBLIC, fields }
    : {
        action: 'exclude',
        title: '순위와 모두의 예측에서 제외하기',
        submit: '이 계정 제외하기',
        about: `예측은 기록에 그대로 남아요. 언제든 되돌릴 수 있어요. ${PUBLIC}`,
        fields,
      };
}

function authorForm(isAuthor: boolean, author: string | undefined): FormView {
  const form = { title: '저자 표시', isQuiet: true, fields: viewFields(REASON) };
  if (isAuthor) {
    const about = '이 계정이 저자예요. 예측은 보이지만 순위와 모두의 예측에는 들지 않아요.';
    return { ...form, action: 'unauthor', submit: '저자 표시 지우기', about };
  }
  const about = author
    ? `지금 저자 계정: ${author}. 저자 표시를 옮기면 그 계정에서는 사라져요.`
    : '지금은 저자가 없어요.';
  return { ...form, action: 'author', submit: '저자로 표시하기', about };
}

export const actions: Actions = {
  exclude: (event) => change(event, (id, by) => decide(event, by, id, true)),
  restore: (event) => change(event, (id, by) => decide(event, by, id, false)),
  author: (event) => change(event, (id, by) => setAuthor(event, by, id, true)),
  unauthor: (event) => change(event, (id, by) => setAuthor(event, by, id, false)),
};

/** Runs one of the page's forms, which all need a reason, and refreshes the odds. */
async function change(event: RequestEvent, work: (accountId: number, by: AdminActor) => Promise<void>) {
  const { id, handle } = await find(event.locals, event.params.handle);
  return runAdminAction(event, {
    needsProof: true,
    read: (form) => form.read(REASON),
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
