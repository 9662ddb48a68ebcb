import { disclose, historyOf } from '#lib/server/accounts/disclosures.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { defineFields, viewFields, words } from '#lib/components/admin/fields.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';

const FIELDS = defineFields(words('body', '내 이해관계', { type: 'long', required: true, max: 2000 }));

export const load: PageServerLoad = async ({ locals }) => {
  const { account, app } = locals;
  const written = account ? await historyOf(app.db, account.id) : [];
  const latest = written[0] && { bodyKo: written[0].text.ko, bodyEn: written[0].text.en };
  const form: FormView = {
    action: 'disclose',
    title: '내 이해관계',
    submit: '공개하기',
    fields: viewFields(FIELDS, latest),
  };
  return { forms: [form], entries: written.map(({ text, writtenAt }) => ({ at: writtenAt, text: text.ko })) };
};

export const actions: Actions = {
  disclose: (event) =>
    runFields(event, FIELDS, '/admin/disclosure', (db, by, { bodyKo, bodyEn }) =>
      disclose(db, by, { ko: bodyKo, en: bodyEn }),
    ),
};
