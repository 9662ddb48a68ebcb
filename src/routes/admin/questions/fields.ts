// The fields of a question on the admin pages; `draft-form.ts` and `option-rows.ts` on the server read them.
import { defineFields } from '#lib/components/admin/fields.ts';
import type { Fields } from '#lib/types/admin-form.ts';
import type { CompanyView } from '#lib/types/contest.ts';

export const WORDS = defineFields({
  titleKo: { label: '제목', required: true },
  titleEn: { label: '영어 제목', hint: '영어 칸을 비우면 한국어를 그대로 써요.' },
  leadKo: { label: '한 줄 설명', required: true, hint: '제목 아래에 보여요. 끝에 마침표를 찍지 않아요.' },
  leadEn: { label: '영어 한 줄 설명' },
  rulesKo: {
    label: '결과 판정 기준',
    type: 'lines',
    required: true,
    hint: '한 줄에 기준 하나씩 적어요. 출처, 한국 시각, 동점, 무효가 되는 경우를 빠뜨리지 마세요.',
  },
  rulesEn: { label: '영어 결과 판정 기준', type: 'lines', hint: '한국어와 줄 수가 같아야 해요.' },
  officialSource: {
    label: '공식 출처',
    type: 'url',
    hint: '결과를 확인할 https 주소예요. 의견 질문이면 비워도 돼요.',
  },
});

export const CLOSE = defineFields({
  closesAt: { label: '마감 시각(한국 시각)', type: 'datetime-local', required: true },
});

/** Seats, times, address and round: what a new edition has beside its words. */
export const PLACE = defineFields({
  seats: {
    label: '자리 수',
    type: 'number',
    required: true,
    hint: '선택지 가운데 몇 개가 ‘예’가 되는지 적어 주세요. 선택지 수보다 적어야 해요.',
  },
  closesAt: { ...CLOSE.closesAt, required: false, hint: '아직 모르면 비워 두세요.' },
  endsBy: {
    label: '늦어도 끝나는 날',
    type: 'date',
    hint: '마감 시각을 모르면 꼭 적어 주세요. 이날 24시(한국 시각)까지예요.',
  },
  slug: {
    label: '주소',
    type: 'slug',
    required: true,
    hint: '/questions/ 뒤에 와요. 질문을 연 뒤에는 바꿀 수 없어요.',
  },
  round: { label: '평가', choices: [] },
});

export const KIND = defineFields({
  kind: {
    label: '종류',
    required: true,
    choices: [
      { value: 'side', label: '그 밖의 질문' },
      { value: 'advance', label: '평가를 통과할 기업' },
      { value: 'final', label: '마지막에 남을 기업' },
    ],
  },
  announcementRule: {
    label: '그 평가의 발표로 정해지는 답',
    choices: [
      { value: '', label: '정해지지 않음' },
      { value: 'survivors', label: '진출한 기업' },
      { value: 'count', label: '남은 기업의 수' },
      { value: 'day', label: '마감 전에 발표했는지' },
      { value: 'month', label: '발표한 달' },
    ],
    hint: '고르면 발표 처리에서 답을 제안해요. 남은 수는 선택지의 짧은 이름에 있는 숫자로 알아봐요.',
  },
  scored: { label: '점수를 매겨요. 끄면 의견 질문이 돼요.', type: 'check' },
});

/** Fields of the options; without companies only their words can be edited. */
export function optionFields(rows: number, companies?: readonly CompanyView[]): Fields {
  const choices = [
    { value: '', label: '기업이 아니에요' },
    ...(companies ?? []).map((company) => ({ value: company.slug, label: company.name.ko })),
  ];
  const rowOf = (_: unknown, row: number): Fields => {
    const group = `선택지 ${row + 1}`;
    const folded = { group, fold: companies ? '영어 이름, 짧은 이름, 주소' : '영어 이름, 짧은 이름' };
    const hint = companies ? { hint: '기업을 고르면 비워도 돼요.' } : {};
    const slug = { ...folded, label: '주소에 쓸 이름', hint: '비우면 알아서 정해요.' };
    return {
      ...(companies && { [`option.${row}.company`]: { label: '기업', choices, group } }),
      [`option.${row}.labelKo`]: { label: '이름', required: !companies, group, ...hint },
      [`option.${row}.labelEn`]: { label: '영어 이름', ...folded },
      [`option.${row}.shortKo`]: { label: '짧은 이름', ...folded },
      [`option.${row}.shortEn`]: { label: '영어 짧은 이름', ...folded },
      ...(companies && { [`option.${row}.slug`]: slug }),
    };
  };
  return Object.assign({}, ...Array.from({ length: rows }, rowOf)) as Fields;
}
