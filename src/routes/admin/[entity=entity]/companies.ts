import { defineFields, viewFields, words } from '#lib/components/admin/fields.ts';
import * as admin from '#lib/server/questions/contest/admin.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { addForm, type Entity } from './entity.ts';

const LIST = '/admin/companies';
const FIELDS = defineFields({
  ...words('name', '이름', { required: true }),
  ...words('short', '짧은 이름', { required: true }),
  site: { label: '누리집', type: 'url' },
  consortium: { label: '컨소시엄', type: 'lines', hint: '한 줄에 한 곳씩 적어 주세요.' },
});
const SLUG_HINT = '영어 소문자, 숫자, 붙임표. 나중에 바꿀 수 없어요.';
const NEW_FIELDS = defineFields({
  ...FIELDS,
  slug: { label: '주소 이름', type: 'slug', required: true, hint: SLUG_HINT },
});

export const companies: Entity = {
  title: '기업',
  addTitle: '기업 더하기',
  async list(db) {
    const all = await admin.listCompanies(db);
    return all.map(({ slug, nameKo: title }) => ({
      href: `${LIST}/${slug}`,
      title,
      about: slug,
      company: slug,
    }));
  },
  async page(db, { key }) {
    if (key === admin.NEW) return { title: this.addTitle, forms: [addForm(NEW_FIELDS)] };
    const company = await admin.getCompany(db, key);
    const fields = viewFields(FIELDS, company);
    const form = { action: 'save', title: '기업 고치기', submit: '저장하기', fields };
    return { title: company.nameKo, forms: [form] };
  },
  actions: {
    add: (event) =>
      runFields(event, NEW_FIELDS, LIST, (db, by, { slug, ...facts }) =>
        admin.addCompany(db, by, slug, facts),
      ),
    save: (event, { key }) =>
      runFields(event, FIELDS, LIST, (db, by, facts) => admin.editCompany(db, by, key, facts)),
  },
};
