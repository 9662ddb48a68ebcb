import { error } from '@sveltejs/kit';
import * as companies from '#lib/server/contest/admin.ts';
import * as admin from '#lib/server/contest/round-admin.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { defineFields, REASON, viewFields, words } from '#lib/components/admin/fields.ts';
import { isSlug } from '#lib/server/slug.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';
import { getRoundNumber } from '../round-number.ts';

const FIELDS = defineFields({
  entry: {
    label: '들어온 길',
    required: true,
    choices: [
      { value: 'wildcard', label: '추가 공모에서 선정' },
      { value: 'carried', label: '지난 평가 통과' },
      { value: 'selected', label: '첫 공모에서 선정' },
    ],
  },
  enteredOn: { label: '들어온 날', type: 'date', hint: '모르면 비워 두세요.' },
  model: { label: '모델' },
  ...words('modelParams', '모델 크기', {}),
});
const NEW_FIELDS = defineFields({ company: { label: '기업', type: 'slug', required: true }, ...FIELDS });

/** An entrant of a round, or the form of a new one at `new`. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const { number, company } = placeOf(params);
  const round = await admin.getRound(db, number);
  if (company === companies.NEW) {
    const form: FormView = {
      action: 'add',
      title: round.titleKo,
      submit: '더하기',
      about: '새 기업은 기업에서 먼저 더해 주세요.',
      fields: viewFields(NEW_FIELDS, {}, { company: await listOthers(db, number) }),
    };
    return { title: '참가 기업 더하기', forms: [form] };
  }
  const entrant = await admin.getEntrant(db, number, company);
  const facts: FormView = {
    action: 'save',
    title: round.titleKo,
    submit: '저장하기',
    fields: viewFields(FIELDS, entrant),
  };
  const removal: FormView = {
    action: 'remove',
    title: '이 평가에서 제외하기',
    submit: '이 평가에서 제외하기',
    isQuiet: true,
    about: '잘못 넣었을 때만 제외해 주세요. 탈락은 결과에 적어요.',
    fields: viewFields(REASON),
  };
  return { title: entrant.nameKo, forms: [facts, removal] };
};

/** Choices of the companies that are not in the round. */
async function listOthers(db: Parameters<typeof admin.getRound>[0], number: number) {
  const [all, entrants] = await Promise.all([companies.listCompanies(db), admin.listEntrants(db, number)]);
  const isIn = new Set(entrants.map(({ companySlug }) => companySlug));
  return all
    .filter(({ slug }) => !isIn.has(slug))
    .map(({ slug, nameKo }) => ({ value: slug, label: nameKo }));
}

function placeOf(params: { number: string; company: string }) {
  const { company } = params;
  if (!isSlug(company)) error(404, { message: 'Not Found' });
  const number = getRoundNumber(params);
  return { number, company, next: `/admin/rounds/${number}` };
}

export const actions: Actions = {
  add: (event) => {
    const { number, next } = placeOf(event.params);
    return runFields(event, NEW_FIELDS, next, (db, by, { company, ...facts }) =>
      admin.addEntrant(db, by, number, company, facts),
    );
  },
  save: (event) => {
    const { number, company, next } = placeOf(event.params);
    return runFields(event, FIELDS, next, (db, by, facts) =>
      admin.editEntrant(db, by, number, company, facts),
    );
  },
  remove: (event) => {
    const { number, company, next } = placeOf(event.params);
    return runFields(event, REASON, next, (db, by) => admin.removeEntrant(db, by, number, company));
  },
};
