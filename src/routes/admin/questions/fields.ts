// The fields of a question on the admin pages. `draft-form.ts` and `option-rows.ts` on the server read the rest of it.
import { defineFields, words } from '#lib/components/admin/fields.ts';
import { MAX_OPTIONS } from '#lib/domain/seats.ts';
import * as rounds from '#lib/server/questions/contest/rounds.ts';
import type { Fields } from '#lib/types/admin-form.ts';
import type { CompanyView } from '#lib/types/contest.ts';

const NO_FULL_STOP = '제목 아래에 보여요. 끝에 마침표를 찍지 않아요.';
const HOW_TO_RULE =
  '한 줄에 기준 하나씩, 두 언어를 같은 줄 수로 적어요. 출처, 한국 시각, 동점, 무효가 되는 경우를 빠뜨리지 마세요.';
const SOURCE = '결과를 확인할 https 주소예요. 의견 질문이면 비워도 돼요.';

export const WORDS = defineFields({
  ...words('title', '제목', { required: true }),
  ...words('lead', '한 줄 설명', { required: true, hint: NO_FULL_STOP }),
  ...words('rules', '결과 판정 기준', { type: 'lines', required: true, hint: HOW_TO_RULE }),
  officialSource: { label: '공식 출처', type: 'url', hint: SOURCE },
});

export const CLOSE = defineFields({
  closesAt: { label: '마감 시각(한국 시각)', type: 'datetime-local', hint: '아직 모르면 비워 두세요.' },
});

/** What may differ between a question and its next edition, besides the options. */
const EDITION_FIELDS = defineFields({
  seats: {
    label: '자리 수',
    type: 'number',
    min: 1,
    required: true,
    hint: '선택지 가운데 몇 개가 ‘예’가 되는지 적어 주세요. 선택지 수보다 적어야 해요.',
  },
  ...CLOSE,
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
  roundNumber: { label: '평가', type: 'number', min: 1, max: rounds.MOST_ROUNDS },
});

/** Everything of a draft but its options. */
export const DRAFT = defineFields({
  ...WORDS,
  ...EDITION_FIELDS,
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

export const EDITION = defineFields({
  entrant: { label: '새 질문의 선택지', type: 'boxes' },
  ...EDITION_FIELDS,
});

/** A template and the day from which it counts. */
export const TEMPLATE = defineFields({
  template: {
    label: '템플릿으로 만들기',
    type: 'radio',
    choices: [
      { value: 'date', label: '평가 결과 발표일이 언제까지 나올까' },
      { value: 'month', label: '평가 결과가 어느 달에 나올까' },
      { value: 'index', label: '그달 말 Artificial Analysis 지수 선두' },
    ],
  },
  day: {
    label: '기준일',
    type: 'date',
    required: true,
    hint: '달을 묻는 틀은 이 날이 든 달부터 시작해요.',
  },
});

/**
 * The fields of the options, in rows: of a draft the filled ones, then empty ones to unfold; of an opened question the words
 * alone.
 *
 * @param companies null for an opened question
 */
export function optionFields(filled: number, companies: readonly CompanyView[] | null): Fields {
  const choices = (companies ?? []).map(({ slug, name }) => ({ value: slug, label: name.ko }));
  const rowOf = (_: unknown, row: number): Fields => {
    const group = `선택지 ${row + 1}`;
    const isSpare = row >= filled;
    const place = isSpare ? { fold: '선택지 더하기' } : { group };
    const folded = { fold: companies ? '영어 이름, 짧은 이름, 주소' : '영어 이름, 짧은 이름', ...place };
    const say = (label: string) => (isSpare ? `${group} ${label}` : label);
    const company = {
      label: say('기업'),
      choices: [{ value: '', label: '기업이 아니에요' }, ...choices],
      ...place,
    };
    return {
      ...(companies && { [`option.${row}.company`]: company }),
      [`option.${row}.labelKo`]: { label: say('이름'), required: companies === null, ...place },
      [`option.${row}.labelEn`]: { label: say('영어 이름'), ...folded },
      [`option.${row}.shortKo`]: { label: say('짧은 이름'), ...folded },
      [`option.${row}.shortEn`]: { label: say('영어 짧은 이름'), ...folded },
      ...(companies && { [`option.${row}.slug`]: { label: say('주소에 쓸 이름'), ...folded } }),
    };
  };
  const rows = Array.from({ length: companies ? MAX_OPTIONS : filled }, rowOf);
  return Object.assign({}, ...rows) as Fields;
}
