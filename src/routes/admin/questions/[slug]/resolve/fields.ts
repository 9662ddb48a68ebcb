import { hiddenFields, viewFields } from '#lib/components/admin/fields.ts';
import { isYesNo } from '#lib/domain/question.ts';
import type { Start } from '#lib/server/results/resolutions/prefill.ts';
import type { FieldView, FormView } from '#lib/types/admin-form.ts';
import type { FormState } from '#lib/types/form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { ProvisionalView } from '#lib/types/resolution.ts';
import { ordinal } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

const YES_OR_NO = [
  { value: 'yes', label: '예' },
  { value: 'no', label: '아니요' },
];
/** Fewest rows for evidence. */
const MIN_ROWS = 3;

/** @param form what was typed */
export function resultFields(question: QuestionView, start: Start, form: FormState | null): FieldView[] {
  const isCorrection = start.from === 'version';
  const known = {
    label: '결과 공개 시각',
    type: 'datetime-local',
    required: true,
    hint: '한국 시각이에요. 이때부터 한 예측은 점수에 들어가지 않아요.',
  } as const;
  const note = { label: isCorrection ? '이유' : '설명', type: 'long', hint: '모두에게 공개돼요.' } as const;
  return [
    ...outcomeFields(question),
    ...viewFields({ knownAt: known }, { knownAt: start.knownAt }),
    ...evidenceFields(start, form),
    ...viewFields({ note: { ...note, required: isCorrection } }),
  ];
}

function outcomeFields({ options, resolution }: QuestionView): FieldView[] {
  const outcome = resolution?.outcome;
  const rule = { type: 'radio', required: true } as const;
  if (isYesNo(options)) {
    const choices = options.map(({ slug, label }) => ({ value: slug, label: label.ko }));
    const value = options.find((_, i) => outcome?.[i])?.slug ?? '';
    return [{ ...rule, name: 'answer', label: '결과', choices, value }];
  }
  return options.map(({ slug, label }, i) => ({
    ...rule,
    name: `outcome.${slug}`,
    label: label.ko,
    group: '결과',
    choices: YES_OR_NO,
    value: outcome ? (outcome[i] ? 'yes' : 'no') : '',
  }));
}

/** One row is required; more unfold, always one more than is filled in. */
function evidenceFields({ evidence }: Start, form: FormState | null): FieldView[] {
  const typed = form?.typed['evidenceUrl']?.filter(Boolean).length ?? 0;
  const length = Math.max(MIN_ROWS, Math.max(typed, evidence.length) + 1);
  return Array.from({ length }, (_, nth): FieldView[] => {
    const isFolded = nth >= Math.max(1, evidence.length);
    const row = { nth, group: '근거', required: nth === 0, ...(isFolded && { fold: '근거 더하기' }) };
    const label = `근거 ${nth + 1}`;
    const { url = '', at = '' } = evidence[nth] ?? {};
    return [
      { ...row, name: 'evidenceUrl', type: 'url', label: `${label} 주소`, value: url },
      { ...row, name: 'evidenceAt', type: 'datetime-local', label: `${label} 게시 시각`, value: at },
    ];
  }).flat();
}

/** The form by which a second admin makes a provisional result final, or why this admin may not. */
export function confirmationForm({ version, decider, until, mayConfirm }: ProvisionalView): FormView {
  const form = { action: 'confirm', title: '두 번째 관리자의 확인', fields: [] };
  const provisional = m.result_provisional({ time: until }, { locale: 'ko' });
  if (!mayConfirm) {
    const about = `이 결과를 공개했거나 이 질문에 예측한 적이 있는 관리자, 저자는 확인할 수 없어요. 다른 관리자가 확인하지 않으면 공개하고 24시간 뒤에 확정돼요.\n${provisional}`;
    return { ...form, about };
  }
  return {
    ...form,
    about: `${decider} 님이 공개한 결과예요. 근거와 맞는지 살펴보고 확인해 주세요. 확인하면 바로 확정되고, 확인한 사람이 공개 기록에 남아요.\n${provisional}`,
    fields: hiddenFields({ version: [String(version)] }),
    submit: `${ordinal(version, 'ko')} 확정이 맞다고 확인하기`,
  };
}
