// The forms of questions, as tables of fields.
import { REASON, roundChoices, viewFields } from '#lib/components/admin/fields.ts';
import { typedIn } from '#lib/components/base/form-state.ts';
import { MAX_OPTIONS, MIN_OPTIONS } from '#lib/domain/seats.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { CompanyView, RoundView } from '#lib/types/contest.ts';
import type { FormState } from '#lib/types/form.ts';
import type { OptionDraft } from '#lib/types/question-admin.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { CLOSE, KIND, optionFields, PLACE, WORDS } from './fields.ts';

interface Content {
  /** Values of the fields. */
  typed: FormState['typed'];
  companies: CompanyView[];
  rounds: RoundView[];
}

const roundsOf = (rounds: readonly RoundView[]) => ({
  round: roundChoices(
    rounds.map(({ number, title }) => ({ number, titleKo: title.ko })),
    '없음',
  ),
});

/** The content of a draft, with as many rows of options as were asked for. */
export function draftForm({ typed, companies, rounds }: Content, form: FormState | null): FormView {
  const wanted = Number((typedIn(form, 'rows') ?? typed['rows'])?.[0]) || 0;
  const rows = Math.min(MAX_OPTIONS, Math.max(MIN_OPTIONS, wanted));
  const fields = {
    ...{ ...WORDS, ...PLACE, ...KIND },
    rows: { label: '', type: 'hidden' } as const,
    ...optionFields(rows, companies),
  };
  const more = { action: `grow#option.${rows}.company`, label: '선택지 더하기' };
  return {
    action: 'save',
    title: '질문 내용',
    about: '선택지는 2개에서 12개까지예요. 빈 줄은 저장하지 않아요.',
    fields: viewFields(fields, { ...typed, rows }, roundsOf(rounds)),
    submit: '초안 저장',
    ...(rows < MAX_OPTIONS && { more }),
  };
}

/** A new edition, whose options are chosen among candidates. */
export function editionForm(
  { typed, rounds }: Omit<Content, 'companies'>,
  candidates: readonly OptionDraft[],
): FormView {
  const choices = candidates.map(({ slug, label }) => ({ value: slug, label: label.ko }));
  const entrant = { label: '새 질문의 선택지', type: 'boxes', choices } as const;
  return {
    action: 'start',
    title: '새 질문',
    about:
      '글은 지금 질문에서 옮겨 왔어요. 새 질문에 맞게 고쳐 주세요. 지금 질문은 바로 닫히고 다시 열 수 없어요. 새 질문은 같은 순간에 열려요.',
    fields: viewFields({ entrant, ...PLACE, ...WORDS }, typed, roundsOf(rounds)),
    submit: '닫고 새 질문 열기',
  };
}

const FREE_EDIT = '예측한 기록이 없어서 이유 없이 글을 고칠 수 있어요. 선택지와 자리 수는 그대로예요.';
const PUBLIC_EDIT =
  '예측한 기록이 있는 질문이에요(모두의 예측에 들지 않는 저자나 제외된 계정의 예측, 취소한 예측도 기록이에요). 뜻이 달라진다면 글을 고치지 말고 이어지는 질문을 열어 주세요. 고치는 이유를 꼭 적어야 해요. 고치기 전과 뒤, 이유가 질문 페이지에 공개되고 예측한 사람 모두에게 알림이 가요.';

/** The words of an opened question. */
export function wordsForm(typed: FormState['typed'], options: number, hasForecasts: boolean): FormView {
  const reason = {
    ...REASON.reason,
    label: '고치는 이유',
    hint: '누구나 볼 수 있어요.',
    required: hasForecasts,
  };
  return {
    action: 'edit',
    title: '글 고치기',
    about: hasForecasts ? PUBLIC_EDIT : FREE_EDIT,
    fields: viewFields({ ...WORDS, ...optionFields(options), reason }, typed),
    submit: '고친 글 저장',
  };
}

export const DRAFT_FORMS: FormView[] = [
  {
    action: 'open',
    title: '질문 열기',
    about:
      '열면 누구나 보고 예측할 수 있어요. 그 뒤로는 선택지, 자리 수, 주소를 바꿀 수 없어요. 첫 예측 뒤에 글을 고치면 이유와 함께 공개되고 예측한 사람에게 알림이 가요.',
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
];

/** None once forecasting has ended. */
export function closeForms({ phase, closesAt, endsBy }: QuestionView): FormView[] {
  if (phase !== 'open' && phase !== 'upcoming') return [];
  const schedule: FormView = {
    action: 'schedule',
    title: '마감',
    about: '지나지 않은 시각을 적어 주세요. 닫힌 질문은 다시 열 수 없어요.',
    submit: '마감 시각 저장',
    fields: viewFields(CLOSE, { closesAt: closesAt && new Date(closesAt) }),
  };
  const unknown: FormView = {
    action: 'unknown',
    title: '마감 미정으로 바꾸기',
    submit: '마감 미정으로 바꾸기',
    isQuiet: true,
    isFolded: true,
    fields: [],
  };
  const now: FormView = {
    action: 'close',
    title: '지금 닫기',
    about: '지금부터 예측을 받지 않아요. 되돌릴 수 없어요.',
    submit: '지금 바로 닫기',
    isFolded: true,
    fields: [],
  };
  return closesAt && endsBy ? [schedule, unknown, now] : [schedule, now];
}
