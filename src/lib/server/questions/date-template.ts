import { josa } from '#lib/format.ts';
import { endOfDay, kstDay } from '#lib/kst.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import {
  base,
  LATE,
  lower,
  MINISTRY,
  MINISTRY_DECIDES,
  option,
  type TemplateInput,
} from './template-parts.ts';

/** Will the date of the result be announced by the given day? */
export function dateQuestion({ round, day }: TemplateInput): QuestionDraft {
  const by = { ko: kstDay(day, 'ko'), en: kstDay(day, 'en') };
  const { ko, en } = round.title;
  return {
    ...base(round, `round-${round.number}-date-${day}`, endOfDay(day), MINISTRY, 'day'),
    title: {
      ko: `${ko} 결과 발표일, ${by.ko}까지 공지될까요?`,
      en: `Will the date of the result of ${lower(en)} be announced by ${by.en}?`,
    },
    lead: {
      ko: '정부가 결과 발표일을 미리 알릴지 묻는 질문이에요',
      en: 'Whether the government names the day of the result in advance',
    },
    rules: [
      {
        ko: `과학기술정보통신부가 ${by.ko} 24시(KST)까지 ${ko} 결과를 발표할 날(연·월·일)을 공식 발표문에 적으면 ‘예’예요.`,
        en: `Yes if by 24:00 KST on ${by.en} an official text of the ministry names the day (year, month and day) on which the result of ${lower(en)} will be announced.`,
      },
      {
        ko: '‘몇 월’이나 ‘연초’처럼 날이 없는 예고와 언론 보도만 있는 것은 ‘아니요’예요. 나중에 그 날이 바뀌어도 결과는 그대로예요.',
        en: 'A month, “early in the year”, or press reports alone are a no. If the day is moved afterwards, the answer stays.',
      },
      {
        ko: '날짜를 먼저 알리지 않고 그 시각까지 결과를 바로 발표하면 ‘예’예요.',
        en: 'If the result itself is announced by then without a date before it, the answer is yes.',
      },
      {
        ko: `그 시각까지 정부가 ${josa(ko, '을/를')} 열지 않는다고 공식 발표하면 이 질문은 무효예요.`,
        en: `If by then the government officially announces that there will be no ${lower(en)}, the question is annulled.`,
      },
      LATE,
      MINISTRY_DECIDES,
    ],
    options: [option('yes', { ko: '예', en: 'Yes' }), option('no', { ko: '아니요', en: 'No' })],
  };
}
