// The forms of questions, as tables of fields.
import { REASON, roundChoices, viewFields } from '#lib/components/admin/fields.ts';
import { MAX_OPTIONS, MIN_OPTIONS } from '#lib/domain/seats.ts';
import type { AdminQuestion } from '#lib/server/questions/admin.ts';
import { candidates, editionValues, valuesOf } from '#lib/server/questions/draft-form.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { CompanyView, RoundView } from '#lib/types/contest.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import { CLOSE, DRAFT, EDITION, optionFields, WORDS } from './fields.ts';

/** Rows of options that a new draft shows at once. */
const ROWS_AT_FIRST = 4;

interface Contest {
  companies: readonly CompanyView[];
  rounds: readonly RoundView[];
}

const roundsOf = ({ rounds }: Contest) => ({
  roundNumber: roundChoices(
    rounds.map(({ number, title }) => ({ number, titleKo: title.ko })),
    '없음',
  ),
});

/** The content of a draft; empty for a new one. */
export function draftForm(contest: Contest, draft: QuestionDraft | undefined): FormView {
  const values = draft ? valuesOf(draft) : { seats: 1, scored: true };
  const rows = draft?.options.length ?? ROWS_AT_FIRST;
  const fields = { ...DRAFT, ...optionFields(rows, contest.companies) };
  return {
    action: 'save',
    title: '질문 내용',
    about: `선택지는 ${MIN_OPTIONS}개에서 ${MAX_OPTIONS}개까지예요. 기업을 고르면 이름을 비워도 되고, 주소에 쓸 이름은 비우면 알아서 정해요. 빈 줄은 저장하지 않아요.`,
    fields: viewFields(fields, values, roundsOf(contest)),
    submit: '초안 저장',
  };
}

/** The forms of a draft. */
export function draftForms({ draft, followsId }: AdminQuestion, contest: Contest): FormView[] {
  const closing = followsId === null ? '' : ' 앞 질문은 같은 순간에 닫히고 다시 열 수 없어요.';
  return [
    {
      action: 'open',
      title: '질문 열기',
      about: `열면 누구나 보고 예측할 수 있어요.${closing} 그 뒤로는 선택지, 자리 수, 주소를 바꿀 수 없어요. 첫 예측 뒤에 글을 고치면 이유와 함께 공개되고 예측한 사람에게 알림이 가요.`,
      submit: '지금 열기',
      fields: [],
    },
    {
      action: 'discard',
      title: '초안 지우기',
      about: '이 초안을 지워요. 기록에는 남아요.',
      submit: '지우기',
      isQuiet: true,
      isFolded: true,
      fields: [],
    },
    draftForm(contest, draft),
  ];
}

/** A new edition, whose options are chosen among candidates. */
export function editionForm(old: QuestionDraft, contest: Contest): FormView {
  const entrant = candidates(old, contest.companies).map(({ slug, label }) => ({
    value: slug,
    label: label.ko,
  }));
  return {
    action: 'follow',
    title: '이어지는 질문 만들기',
    about:
      '참가 기업이나 자리 수가 바뀌면 새 질문으로 이어 가요. 글을 그대로 옮긴 초안이 되고, 초안을 열면 지금 질문이 닫혀요. 예측한 사람은 자기 숫자를 새 질문에 옮긴 초안을 받아요.',
    fields: viewFields(EDITION, editionValues(old, contest.rounds), { ...roundsOf(contest), entrant }),
    submit: '초안 만들기',
  };
}

const FREE_EDIT = '예측한 기록이 없어서 이유 없이 글을 고칠 수 있어요. 선택지와 자리 수는 그대로예요.';
const PUBLIC_EDIT =
  '예측한 기록이 있는 질문이에요(모두의 예측에 들지 않는 저자나 제외된 계정의 예측, 취소한 예측도 기록이에요). 뜻이 달라진다면 글을 고치지 말고 이어지는 질문을 만들어 주세요. 고치는 이유를 꼭 적어야 해요. 고치기 전과 뒤, 이유가 질문 페이지에 공개되고 예측한 사람 모두에게 알림이 가요.';

/** The words of an opened question. */
export function wordsForm({ draft, hasForecasts }: AdminQuestion): FormView {
  const rule = { label: '고치는 이유', hint: '누구나 볼 수 있어요.', required: hasForecasts };
  const fields = {
    ...WORDS,
    ...optionFields(draft.options.length, null),
    reason: { ...REASON.reason, ...rule },
  };
  return {
    action: 'edit',
    title: '글 고치기',
    about: hasForecasts ? PUBLIC_EDIT : FREE_EDIT,
    fields: viewFields(fields, valuesOf(draft)),
    submit: '고친 글 저장',
  };
}

/** How the close of a question that is not closed is changed. */
export function closeForms({ closesAt }: QuestionDraft): FormView[] {
  const schedule: FormView = {
    action: 'schedule',
    title: '마감',
    about:
      '지나지 않은 시각을 적어 주세요. 늦어도 끝나는 날이 있는 질문은 비우면 마감 미정이 돼요. 닫힌 질문은 다시 열 수 없어요.',
    submit: '마감 시각 저장',
    fields: viewFields(CLOSE, { closesAt }),
  };
  const now: FormView = {
    action: 'close',
    title: '지금 닫기',
    about: '지금부터 예측을 받지 않아요. 되돌릴 수 없어요.',
    submit: '지금 바로 닫기',
    isFolded: true,
    fields: [],
  };
  return [schedule, now];
}
