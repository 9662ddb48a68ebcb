import { defineFields, REASON, roundChoices, viewFields, words } from '#lib/components/admin/fields.ts';
import { kstInstant } from '#lib/kst.ts';
import * as admin from '#lib/server/questions/contest/admin.ts';
import * as rounds from '#lib/server/questions/contest/rounds.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import { addForm, type Entity } from './entity.ts';

const LIST = '/admin/events';
const KINDS = [
  { value: 'official', label: '공식' },
  { value: 'press', label: '언론' },
  { value: 'model', label: '모델 공개' },
  { value: 'site', label: '이 사이트' },
] as const;
const URL_HINT = 'https://로 시작하는, 바로 이 소식의 주소예요.';
const FIELDS = defineFields({
  ...words('title', '제목', { required: true }),
  url: { label: '출처 주소', type: 'url', required: true, hint: URL_HINT },
  kind: { label: '종류', choices: KINDS, required: true },
  roundNumber: { label: '평가', type: 'number', min: 1, max: rounds.MOST_ROUNDS },
  happenedOn: { label: '날짜', type: 'date', required: true },
  happenedTime: { label: '시각 (한국 시각)', type: 'time' },
});
const ABOUT_HIDING = '숨기면 모든 페이지에서 사라져요. 언제든 다시 보일 수 있어요.';
const CORRECTION = defineFields({ ...FIELDS, ...REASON });

export const events: Entity = {
  title: '소식',
  addTitle: '소식 더하기',
  async list(db) {
    const all = await admin.listEvents(db);
    return all.map(({ slug, titleKo: title, happenedOn: day, happenedTime: time, kind, hiddenAt }) => {
      const at = time ? kstInstant(day, time).toISOString() : day;
      const label = KINDS.find(({ value }) => value === kind)?.label;
      const about = [at, label, hiddenAt && '숨긴 소식'].filter(Boolean).join(' · ');
      return { href: `${LIST}/${slug}`, title, about };
    });
  },
  async page(db, { key }) {
    const rows = await rounds.listRounds(db);
    const choices = { roundNumber: roundChoices(rows, '어느 평가도 아니에요') };
    if (key === admin.NEW) {
      const values = { happenedOn: await admin.todayInKorea(db), roundNumber: rows[0]?.number };
      return { title: this.addTitle, forms: [addForm(FIELDS, values, choices)] };
    }
    const event = await admin.getEvent(db, key);
    const fields = viewFields(CORRECTION, event, choices);
    const correction = { action: 'correct', title: '내용', submit: '저장하기', fields };
    return { title: '소식 고치기', forms: [correction, hidingForm(event.hiddenAt !== null)] };
  },
  actions: {
    add: (event) => runFields(event, FIELDS, LIST, admin.addEvent),
    correct: (event, { key }) =>
      runFields(event, CORRECTION, LIST, (db, by, { reason: _, ...facts }) =>
        admin.correctEvent(db, by, key, facts),
      ),
    hide: (event, { key }) => runFields(event, REASON, LIST, (db, by) => admin.hideEvent(db, by, key, true)),
    show: (event, { key }) => runFields(event, REASON, LIST, (db, by) => admin.hideEvent(db, by, key, false)),
  },
};

function hidingForm(isHidden: boolean): FormView {
  const form = { isQuiet: true, fields: viewFields(REASON) };
  return isHidden
    ? { ...form, action: 'show', title: '다시 보이기', submit: '다시 보이기', about: '지금은 숨겨져 있어요.' }
    : { ...form, action: 'hide', title: '숨기기', submit: '숨기기', about: ABOUT_HIDING };
}
