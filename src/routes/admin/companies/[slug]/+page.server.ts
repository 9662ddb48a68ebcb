import * as admin from '#lib/server/contest/admin.ts';
import { runFields, slugOf } from '#lib/server/http/admin-action.ts';
import { defineFields, viewFields, words } from '#lib/components/admin/fields.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';

const LIST = '/admin/companies';
const FIELDS = defineFields({
  ...words('name', '이름', { required: true }),
  ...words('short', '짧은 이름', { required: true }),
  site: { label: '누리집', type: 'url' },
  consortium: { label: '컨소시엄', type: 'lines', hint: '한 줄에 한 곳씩 적어 주세요.' },
});
const NEW_FIELDS = defineFields({
  ...FIELDS,
  slug: {
    label: '주소 이름',
    type: 'slug',
    required: true,
    hint: '영어 소문자, 숫자, 붙임표. 나중에 바꿀 수 없어요.',
  },
});

/** A company, or the form of a new one at `new`. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const slug = slugOf(params);
  if (slug === admin.NEW) {
    const form: FormView = { action: 'add', title: '내용', submit: '더하기', fields: viewFields(NEW_FIELDS) };
    return { title: '기업 더하기', forms: [form] };
  }
  const company = await admin.getCompany(locals.app.db, slug);
  const fields = viewFields(FIELDS, company);
  const form: FormView = { action: 'save', title: '기업 고치기', submit: '저장하기', fields };
  return { title: company.nameKo, forms: [form] };
};

export const actions: Actions = {
  add: (event) =>
    runFields(event, NEW_FIELDS, LIST, (db, by, { slug, ...facts }) => admin.addCompany(db, by, slug, facts)),
  save: (event) =>
    runFields(event, FIELDS, LIST, (db, by, facts) => admin.editCompany(db, by, slugOf(event.params), facts)),
};
