import * as admin from '#lib/server/contest/admin.ts';
import * as rounds from '#lib/server/contest/round-admin.ts';
import { runFields, slugOf } from '#lib/server/http/admin-action.ts';
import { defineFields, REASON, roundChoices, viewFields, words } from '#lib/components/admin/fields.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { KINDS } from '../kinds.ts';

const LIST = '/admin/events';
const FIELDS = defineFields({
  ...words('title', '제목', { required: true }),
  url: {
    label: '출처 주소',
    type: 'url',
    required: true,
    hint: 'https://로 시작하는, 바로 이 소식의 주소예요.',
  },
  kind: { label: '종류', choices: KINDS, required: true },
  roundNumber: { label: '평가', type: 'number', min: 1, max: rounds.MOST_ROUNDS },
  happenedOn: { label: '날짜', type: 'date', required: true },
  happenedTime: { label: '시각 (한국 시각)', type: 'time' },
});

/** An event, or the form of a new one at `new`. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const slug = slugOf(params);
  const all = await rounds.listRounds(db);
  const choices = { roundNumber: roundChoices(all, '어느 평가도 아니에요') };
  if (slug === admin.NEW) {
    const values = { happenedOn: await admin.todayInKorea(db), roundNumber: all[0]?.number };
    const fields = viewFields(FIELDS, values, choices);
    const form: FormView = { action: 'add', title: '내용', submit: '더하기', fields };
    return { title: '소식 더하기', forms: [form] };
  }
  const event = await admin.getEvent(db, slug);
  const correction: FormView = {
    action: 'correct',
    title: '내용',
    submit: '저장하기',
    fields: viewFields({ ...FIELDS, ...REASON }, event, choices),
  };
  return { title: '소식 고치기', forms: [correction, hidingOf(event.hiddenAt !== null)] };
};

function hidingOf(isHidden: boolean): FormView {
  const title = isHidden ? '다시 보이기' : '숨기기';
  return {
    action: isHidden ? 'show' : 'hide',
    title,
    submit: title,
    isQuiet: true,
    about: isHidden
      ? '지금은 숨겨져 있어요.'
      : '숨기면 모든 페이지에서 사라져요. 언제든 다시 보일 수 있어요.',
    fields: viewFields(REASON),
  };
}

export const actions: Actions = {
  add: (event) => runFields(event, FIELDS, LIST, admin.addEvent),
  correct: (event) =>
    runFields(event, { ...FIELDS, ...REASON }, LIST, (db, by, { reason: _, ...facts }) =>
      admin.correctEvent(db, by, slugOf(event.params), facts),
    ),
  hide: (event) => setHidden(event, true),
  show: (event) => setHidden(event, false),
};

function setHidden(event: RequestEvent, isHidden: boolean) {
  return runFields(event, REASON, LIST, (db, by) => admin.hideEvent(db, by, slugOf(event.params), isHidden));
}
