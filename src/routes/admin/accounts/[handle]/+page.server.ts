import { error } from '@sveltejs/kit';
import {
  ABOUT_EXCLUDING,
  PUBLIC_REASON,
  REASON,
  REASON_IS_PUBLIC,
  viewFields,
} from '#lib/components/admin/fields.ts';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import { isHandle } from '#lib/server/people/accounts/handle.ts';
import * as moderation from '#lib/server/people/moderation/service.ts';
import { type AdminActor, runAdminAction } from '#lib/server/http/admin-action.ts';
import { logSecurity } from '#lib/server/people/sessions/http.ts';
import type { Fact, FormView, PageView } from '#lib/types/admin-form.ts';
import { addressOf, stateOf } from '../accounts.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const EXCLUDE: FormView = {
  action: 'exclude',
  title: '순위와 모두의 예측에서 제외하기',
  about: ABOUT_EXCLUDING,
  fields: viewFields(PUBLIC_REASON),
  submit: '이 계정 제외하기',
};
const RESTORE = {
  ...EXCLUDE,
  action: 'restore',
  title: '다시 넣기',
  about: REASON_IS_PUBLIC,
  submit: '이 계정 다시 넣기',
};
const MAKE_AUTHOR: FormView = {
  action: 'author',
  title: '저자 표시',
  about: '저자 표시를 옮기면 지금 저자 계정에서는 사라져요.',
  fields: viewFields(REASON),
  submit: '저자로 표시하기',
  isQuiet: true,
};
const ABOUT_AUTHOR = '이 계정이 저자예요. 예측은 보이지만 순위와 모두의 예측에는 들지 않아요.';
const UNMAKE_AUTHOR = { ...MAKE_AUTHOR, action: 'unauthor', about: ABOUT_AUTHOR, submit: '저자 표시 지우기' };

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const account = await find(locals, params.handle);
  const { handle, joinedAt, excludedAt, isAuthor, forecasts } = account;
  const [author, history] = await Promise.all([
    moderation.findAuthor(db),
    exclusions.historyOf(db, account.id),
  ]);
  const facts: Fact[] = [
    ['상태', `${stateOf(account)} · 현재 예측 ${forecasts}개`],
    ['가입한 때', joinedAt],
    ['지금 저자 계정', author?.handle ?? '없음'],
  ];
  if (excludedAt) facts.push(['제외한 때', excludedAt]);
  const entries = history.map(({ excluded, reason, decidedAt, decidedBy }) => {
    return { at: decidedAt, what: excluded ? '제외했어요' : '다시 넣었어요', by: decidedBy, text: reason };
  });
  const page: PageView = {
    title: handle,
    eyebrow: '계정',
    facts,
    forms: [excludedAt ? RESTORE : EXCLUDE, isAuthor ? UNMAKE_AUTHOR : MAKE_AUTHOR],
    history: { title: '제외한 기록', entries },
  };
  return { page };
};

type Change = (db: App.Locals['db'], by: AdminActor, id: number) => Promise<unknown>;

/** A form action that needs a reason and a fresh proof, and is in the security log, too. */
const accountAction = (kind: 'exclusion' | 'elevation', reason: string, change: Change) => {
  return async (event: RequestEvent) => {
    const { id: targetId, handle } = await find(event.locals, event.params.handle);
    return runAdminAction(event, {
      needsProof: true,
      read: (form) => form.read(REASON),
      change: async (db, by) => {
        await change(db, by, targetId);
        await logSecurity(event, kind, { accountId: by.accountId, targetId, reason });
        return addressOf(handle);
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
  exclude: accountAction('exclusion', 'excluded', exclude(true)),
  restore: accountAction('exclusion', 'restored', exclude(false)),
  author: accountAction('elevation', 'made-author', setAuthor(true)),
  unauthor: accountAction('elevation', 'no-longer-author', setAuthor(false)),
};

function find(locals: App.Locals, handle: string) {
  const wanted = handle.normalize('NFC');
  if (!isHandle(wanted)) error(404, { message: 'Not Found' });
  return moderation.get(locals.app.db, wanted);
}
