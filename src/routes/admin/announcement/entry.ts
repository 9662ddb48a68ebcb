// The fields of an announcement: what became known.
import { viewFields } from '#lib/components/admin/fields.ts';
import type { Choice, FieldView } from '#lib/types/admin-form.ts';

const OUTCOMES = [
  { value: 'stays', label: '진출' },
  { value: 'out', label: '탈락' },
];
const TIMES = [
  { value: 'now', label: '지금' },
  { value: 'fifteen', label: '오늘 15:00' },
  { value: 'at', label: '다른 때' },
];

/** Whether a company goes on, and why where it does not. */
export function entrantFields(company: string, name: string, reasons: Choice[]) {
  const words = { type: 'lines', fold: `${name} 이유를 글로 쓰기` } as const;
  return {
    outcome: viewFields({ [`out.${company}`]: { label: name, type: 'radio', choices: OUTCOMES } }),
    why: viewFields({
      [`why.${company}`]: { label: `${name} 탈락 이유`, type: 'radio', choices: reasons },
      [`whyKo.${company}`]: { label: '이유 (한국어)', ...words },
      [`whyEn.${company}`]: { label: '이유 (영어)', ...words },
    }),
  };
}

export const WHEN = viewFields({
  when: { label: '언제 공개됐나요? (한국 시각)', type: 'radio', choices: TIMES },
});
export const AT = viewFields({ at: { label: '공개된 때', type: 'datetime-local', required: true } });
export const ABOUT: FieldView[] = viewFields({
  url: { label: '공식 발표 주소', type: 'url', required: true },
  nextSeats: { label: '다음 평가의 자리 수', type: 'number', hint: '발표하지 않았으면 비워 두세요.' },
});
