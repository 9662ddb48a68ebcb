import { MAX_OPTIONS } from '#lib/domain/seats.ts';
import * as admin from '#lib/server/contest/round-admin.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { defineFields, REASON, viewFields, words } from '#lib/components/admin/fields.ts';
import type { FormView, RowView } from '#lib/types/admin-form.ts';
import type { Actions, PageServerLoad } from './$types';
import { getRoundNumber, roundNumber } from './round-number.ts';

const LONG = { type: 'long', max: 600 } as const;
const UNKNOWN_DAY = '모르면 비워 두세요.';
const FIELDS = defineFields({
  ...words('title', '제목', { required: true }),
  stageOpensOn: { label: '평가 시작일', type: 'date', hint: UNKNOWN_DAY },
  stageClosesOn: { label: '평가 마감일', type: 'date', hint: UNKNOWN_DAY },
  ...words('schedule', '일정 설명', LONG),
});
const SEATS = defineFields({
  announcedSeats: {
    label: '자리 수',
    type: 'number',
    min: 1,
    max: MAX_OPTIONS - 1,
    hint: '아직 모르면 비워 두세요.',
  },
  ...words('seatsNote', '자리 설명', LONG),
  ...REASON,
});

/** A round, or the form of a new one at `new`. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const number = roundNumber(params);
  if (number === null) {
    const form: FormView = { action: 'add', title: '내용', submit: '더하기', fields: viewFields(FIELDS) };
    return { title: '평가 더하기', forms: [form], round: null };
  }
  const [round, entrants] = await Promise.all([admin.getRound(db, number), admin.listEntrants(db, number)]);
  const seats: FormView = {
    action: 'seats',
    title: '자리 수',
    submit: '자리 바꾸기',
    about: '질문의 자리 수와 참가 기업은 그대로예요. 바뀌었다면 질문에서 새 질문을 열어 주세요.',
    fields: viewFields(SEATS, round),
  };
  const facts: FormView = {
    action: 'save',
    title: '제목과 일정',
    submit: '저장하기',
    fields: viewFields(FIELDS, round),
  };
  const rows = entrants.map(({ companySlug, nameKo, model }): RowView => ({
    href: `/admin/rounds/${number}/${companySlug}`,
    title: nameKo,
    about: model ?? '',
    company: companySlug,
  }));
  return { title: round.titleKo, forms: [seats, facts], round, rows };
};

export const actions: Actions = {
  add: (event) => runFields(event, FIELDS, '/admin/rounds', admin.addRound),
  save: (event) => {
    const number = getRoundNumber(event.params);
    return runFields(event, FIELDS, `/admin/rounds/${number}`, (db, by, facts) =>
      admin.editRound(db, by, number, facts),
    );
  },
  seats: (event) => {
    const number = getRoundNumber(event.params);
    return runFields(event, SEATS, `/admin/rounds/${number}`, (db, by, { reason: _, ...seats }) =>
      admin.announceSeats(db, by, number, seats),
    );
  },
};
