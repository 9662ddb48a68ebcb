import { defineFields, REASON, viewFields, words } from '#lib/components/admin/fields.ts';
import { MAX_OPTIONS } from '#lib/domain/seats.ts';
import { NEW } from '#lib/server/questions/contest/admin.ts';
import * as admin from '#lib/server/questions/contest/rounds.ts';
import { runFields } from '#lib/server/http/admin-action.ts';
import { entrants } from './entrants.ts';
import { addForm, type Entity, roundNumber } from './entity.ts';

const LIST = '/admin/rounds';
const LONG = { type: 'long', max: 600 } as const;
const UNKNOWN_DAY = '모르면 비워 두세요.';
const UNKNOWN_SEATS = '아직 모르면 비워 두세요.';
const FIELDS = defineFields({
  ...words('title', '제목', { required: true }),
  stageOpensOn: { label: '평가 시작일', type: 'date', hint: UNKNOWN_DAY },
  stageClosesOn: { label: '평가 마감일', type: 'date', hint: UNKNOWN_DAY },
  ...words('schedule', '일정 설명', LONG),
});
const SEATS = defineFields({
  announcedSeats: { label: '자리 수', type: 'number', min: 1, max: MAX_OPTIONS - 1, hint: UNKNOWN_SEATS },
  ...words('seatsNote', '자리 설명', LONG),
  ...REASON,
});
const ABOUT_SEATS =
  '질문의 자리 수와 참가 기업은 그대로예요. 바뀌었다면 질문에서 이어지는 질문을 만들어 주세요.';

export const rounds: Entity = {
  title: '평가',
  addTitle: '평가 더하기',
  async list(db) {
    const all = await admin.listRounds(db);
    return all.map(({ number, titleKo: title, announcedSeats, resultOn }) => {
      const result = resultOn ? `${resultOn} 결과 발표` : '결과 전';
      const seats = announcedSeats === null ? '자리 수 미정' : `${announcedSeats}자리 예고`;
      return { href: `${LIST}/${number}`, title, about: `${result} · ${seats}` };
    });
  },
  async page(db, place) {
    if (place.key === NEW) return { title: this.addTitle, forms: [addForm(FIELDS)] };
    const number = roundNumber(place);
    const [round, rows] = await Promise.all([admin.getRound(db, number), entrants.list(db, place)]);
    const result = {
      href: `/admin/announcement?round=${number}`,
      title: round.resultOn === null ? '발표 처리하기' : '이 발표 고치기',
      about: '결과는 발표 처리에서만 공개하고 고쳐요.',
    };
    const add = { href: `${LIST}/${number}/new`, text: entrants.addTitle };
    const seats = { title: '자리 수', submit: '자리 바꾸기', about: ABOUT_SEATS };
    return {
      title: round.titleKo,
      lists: [
        { title: '결과', rows: [result] },
        { title: entrants.title, rows, add },
      ],
      forms: [
        { action: 'seats', ...seats, fields: viewFields(SEATS, round) },
        { action: 'save', title: '제목과 일정', submit: '저장하기', fields: viewFields(FIELDS, round) },
      ],
    };
  },
  actions: {
    add: (event) => runFields(event, FIELDS, LIST, admin.addRound),
    save: (event, place) => {
      const number = roundNumber(place);
      return runFields(event, FIELDS, `${LIST}/${number}`, (db, by, facts) =>
        admin.editRound(db, by, number, facts),
      );
    },
    seats: (event, place) => {
      const number = roundNumber(place);
      return runFields(event, SEATS, `${LIST}/${number}`, (db, by, { reason: _, ...seats }) =>
        admin.announceSeats(db, by, number, seats),
      );
    },
  },
};
