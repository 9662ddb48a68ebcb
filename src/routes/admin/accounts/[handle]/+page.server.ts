import { error } from '@sveltejs/kit';
import { isHandle } from '#lib/server/accounts/handle.ts';
import * as moderation from '#lib/server/accounts/moderation.ts';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import { type AdminActor, runAdminAction } from '#lib/server/http/admin-action.ts';
import {
  ABOUT_EXCLUDING,
  PUBLIC_REASON,
  REASON,
  REASON_IS_PUBLIC,
  viewFields,
} from '#lib/components/admin/fields.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import type { Fact, FormView, PageView } from '#lib/types/admin-form.ts';
import { stateOf } from '../states.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const account = await find(locals, params.handle);
  const [author, history] = await Promise.all([
    moderation.findAuthor(db),
    exclusions.historyOf(db, account.id),
  ]);
  const entries = history.map(({ excluded, reason, decidedAt, decidedBy }) => ({
    ...{ at: decidedAt, what: excluded ? '제외했어요' : '다시 넣었어요' },
    ...{ by: decidedBy, text: reason },
  }));
  const facts: Fact[] = [
    ['상태', stateOf(account)],
    ['현재 예측', `${account.forecasts}개`],
    ['가입한 때', account.joinedAt],
  ];
  if (account.excludedAt) facts.push(['제외한 때', account.excludedAt]);
  const page: PageView = {
    title: account.handle,
    eyebrow: '계정',
    facts,
    forms: [exclusionForm(account.excludedAt !== null), authorForm(account.isAuthor, author?.handle)],
    history: { title: '제외한 기록', entries },
  };
  return { page };
};

function exclusionForm(isExcluded: boolean): FormView {
  const fields = viewFields(PUBLIC_REASON);
  return isExcluded
    ? { action: 'restore', title: '다시 넣기', submit: '이 계정 다시 넣기', about: REASON_IS_PUBLIC, fields }
    : {
        action: 'exclude',
        title: '순위와 모두의 예측에서 제외하기',
        submit: '이 계정 제외하기',
        about: ABOUT_EXCLUDING,
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

type Change = (db: App.Locals['db'], by: AdminActor, id: number) => Promise<unknown>;

/** A form that needs a reason and a fresh proof; its change is in the security log, and the odds follow at once. */
const press = (kind: 'exclusion' | 'elevation', logged: string, change: Change) => {
  return async (event: RequestEvent) => {
    const { id, handle } = await find(event.locals, event.params.handle);
    return runAdminAction(event, {
      needsProof: true,
      read: (form) => form.read(REASON),
      change: async (db, by) => {
        await change(db, by, id);
        await logSecurity(event, kind, { accountId: by.accountId, targetId: id, reason: logged });
        await event.locals.app.keeper.poll();
        return `/admin/accounts/${encodeURIComponent(handle)}`;
      },
    });
  };
};

const exclude =
  (excluded: boolean): Change =>
  (db, by, id) =>
    exclusions.decide(db, by, { accountIds: [id], excluded });
const setAuthor =
  (isAuthor: boolean): Change =>
  (db, by, id) =>
    moderation.setIsAuthor(db, by, id, isAuthor);

export const actions: Actions = {
  exclude: press('exclusion', 'excluded', exclude(true)),
  restore: press('exclusion', 'restored', exclude(false)),
  author: press('elevation', 'made-author', setAuthor(true)),
  unauthor: press('elevation', 'no-longer-author', setAuthor(false)),
};

function find(locals: App.Locals, handle: string) {
  const wanted = handle.normalize('NFC');
  if (!isHandle(wanted)) error(404, { message: 'Not Found' });
  return moderation.get(locals.app.db, wanted);
}
