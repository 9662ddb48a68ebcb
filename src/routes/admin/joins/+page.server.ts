import type { RequestEvent } from '@sveltejs/kit';
import { defineFields, viewFields } from '#lib/components/admin/fields.ts';
import type { Text } from '#lib/contest/types.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import * as joinPause from '#lib/server/accounts/join-pause.ts';
import * as joins from '#lib/server/accounts/joins.ts';
import { type AdminActor, runAdminAction } from '#lib/server/http/admin-action.ts';
import type { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';

const HERE = '/admin/joins';
const LONGEST_KEY = 200;
/** The sentence that readers see instead of the form. */
const PAUSE = defineFields({
  ko: { label: '문장 (한국어)', required: true, max: 300 },
  en: { label: '문장 (영어)', required: true, max: 300 },
});

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
  return { overview, group, batches, pauseForms: [pauseForm(pause)], most: joins.MOST_MEMBERS };
};

function pauseForm(pause: Text | null): FormView {
  const title = '가입 멈추기';
  if (pause) {
    const about = `지금 가입을 멈췄어요. 가입 화면에 보이는 문장: ${pause.ko}`;
    return { action: 'resume', title, about, submit: '가입 다시 받기', fields: [] };
  }
  return {
    action: 'pause',
    title,
    about: '아무도 새로 가입하지 못하고, 가입 화면에 이 문장이 보여요. 로그인과 예측은 그대로 돼요.',
    submit: '가입 멈추기',
    isQuiet: true,
    fields: viewFields(PAUSE, {
      ko: m.join_pause_default({}, { locale: 'ko' }),
      en: m.join_pause_default({}, { locale: 'en' }),
    }),
  };
}

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
      read: (form) => form.read(PAUSE),
      change: async (db, by, sentence) => {
        await joinPause.set(db, by, sentence);
        return HERE;
      },
    }),

  resume: (event) =>
    runAdminAction(event, {
      read: () => null,
      change: async (db, by) => {
        await joinPause.set(db, by, null);
        return HERE;
      },
    }),
};
