import { addMonths, endOfDay, kstDay, lastDay } from '#lib/kst.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import {
  base,
  LATE,
  lower,
  MINISTRY,
  MINISTRY_DECIDES,
  monthName,
  option,
  shortMonth,
  type TemplateInput,
} from './template-parts.ts';

/** Number of months that have an option of their own, before “later”. */
const MONTHS = 6;

/** In which month will the result come? */
export function monthQuestion({ round, day }: TemplateInput): QuestionDraft {
  const first = day.slice(0, 'YYYY-MM'.length);
  const months = Array.from({ length: MONTHS }, (_, i) => addMonths(first, i));
  const last = months.at(-1) ?? first;
  const { ko, en } = round.title;
  const later = { ko: `${monthName(last).ko} 이후나 발표 없음`, en: `After ${monthName(last).en}, or never` };
  return {
    ...base(round, `round-${round.number}-month`, endOfDay(lastDay(last)), MINISTRY, 'month'),
    title: {
      ko: `${ko} 결과는 어느 달에 나올까요?`,
      en: `In which month will the result of ${lower(en)} come?`,
    },
    lead: {
      ko: '공식 결과가 처음 발표된 달을 한국 시각으로 봐요',
      en: 'The month, in Korean time, in which the official result is first announced',
    },
    rules: [
      {
        ko: `과학기술정보통신부가 ${ko}에서 다음 단계로 가거나 최종 선정된 기업을 처음 공식 발표한 시각(KST)이 들어 있는 달로 확정해요.`,
        en: `What counts is the month of the time (KST) at which the ministry first officially announces who goes on, or is finally chosen, in ${lower(en)}.`,
      },
      {
        ko: '여러 번에 나누어 발표하면 처음 발표한 달을 따라요. 나중에 결과가 바뀌어도 달은 그대로예요.',
        en: 'If it is announced in parts, the first part counts. If the result is changed later, the month stays.',
      },
      {
        ko: `${kstDay(lastDay(last), 'ko')} 24시(KST)까지 발표가 없거나 그 전에 평가를 열지 않기로 하면 ‘${later.ko}’이에요.`,
        en: `Without an announcement by 24:00 KST on ${kstDay(lastDay(last), 'en')}, or if the evaluation is called off before, the answer is “${later.en}”.`,
      },
      {
        ko: '첫 달이 시작되기 전에 결과가 발표되면 이 질문은 무효예요.',
        en: 'If the result is announced before the first of these months begins, the question is annulled.',
      },
      LATE,
      MINISTRY_DECIDES,
    ],
    options: [
      ...months.map((month) => option(month, monthName(month), shortMonth(month))),
      option('later', later),
    ],
  };
}
