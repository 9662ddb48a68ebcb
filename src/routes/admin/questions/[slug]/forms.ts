// The forms of a question that are tables of fields: opening and discarding a draft, and the close of an opened question.
import { viewFields } from '#lib/components/admin/fields.ts';
import type { FormView } from '#lib/types/admin-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { CLOSE } from '../fields.ts';

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
