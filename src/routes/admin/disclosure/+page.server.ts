import { disclose, historyOf } from '#lib/server/people/moderation/disclosures.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { defineFields, viewFields, words } from '#lib/components/admin/fields.ts';
import type { PageView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';

const FIELDS = defineFields(words('body', '내 이해관계', { type: 'long', required: true, max: 2000 }));
const LEAD =
  '참가 기업에서 하는 일, 가진 주식, 맺은 계약을 적어 주세요. 없으면 없다고 적어 주세요. 소개 페이지에 공개되고, 지난 글도 기록에 남아요.';

export const load: PageServerLoad = async ({ locals }) => {
  const { account, app } = locals;
  const written = account ? await historyOf(app.db, account.id) : [];
  const latest = written[0] && { bodyKo: written[0].text.ko, bodyEn: written[0].text.en };
  const fields = viewFields(FIELDS, latest);
  const entries = written.map(({ text, writtenAt }) => ({ at: writtenAt, text: text.ko }));
  const page: PageView = {
    title: '이해관계',
    lead: LEAD,
    forms: [{ action: 'disclose', title: '내 이해관계', submit: '공개하기', fields }],
    history: { title: '지금까지 밝힌 것', entries },
  };
  return { page };
};

export const actions: Actions = {
  disclose: (event) =>
    runFields(event, FIELDS, '/admin/disclosure', (db, by, { bodyKo, bodyEn }) =>
      disclose(db, by, { ko: bodyKo, en: bodyEn }),
    ),
};
