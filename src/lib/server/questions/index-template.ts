import { endOfDay, kstDay, lastDay } from '#lib/kst.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import { base, LATE, lower, monthName, option, type TemplateInput } from './template-parts.ts';

const INDEX = 'https://artificialanalysis.ai/';

/** Which entrant leads the index at the end of a month? 1 of n; one option is “none or a tie”. */
export function indexQuestion({ round, companies, day }: TemplateInput): QuestionDraft {
  const month = day.slice(0, 'YYYY-MM'.length);
  const end = lastDay(month);
  const name = monthName(month);
  const entrants = round.entrants.flatMap(({ company, outcome }) =>
    outcome === 'eliminated' ? [] : companies.filter(({ slug }) => slug === company),
  );
  return {
    ...base(round, `aa-index-${month}`, endOfDay(end), INDEX, null),
    title: {
      ko: `${name.ko} 말, Artificial Analysis 지수에서 누가 앞설까요?`,
      en: `Who leads the Artificial Analysis index at the end of ${name.en}?`,
    },
    lead: {
      ko: `${round.title.ko} 참가 기업 가운데 지수가 가장 높은 모델을 낸 곳을 묻는 질문이에요`,
      en: `Which entrant of ${lower(round.title.en)} has the model with the highest index`,
    },
    rules: [
      {
        ko: `${kstDay(end, 'ko')} 24시(KST)에 artificialanalysis.ai가 보여 주는 Artificial Analysis Intelligence Index를 봐요. 기업마다 자기 이름으로 올라 있는 모델의 가장 높은 값을 써요.`,
        en: `What counts is the Artificial Analysis Intelligence Index as artificialanalysis.ai shows it at 24:00 KST on ${kstDay(end, 'en')}: for each company, the highest value of any model listed under its name.`,
      },
      {
        ko: '화면에 보이는 값(보이는 자릿수까지)이 가장 높은 기업 한 곳이 답이에요. 추정치라고 적힌 값도 그대로 써요.',
        en: 'The one company with the highest value, to the digits shown, is the answer. Values marked as estimates count as shown.',
      },
      {
        ko: '가장 높은 값이 둘 이상에서 같거나, 어느 기업의 모델도 올라 있지 않으면 ‘동점이거나 없음’이에요.',
        en: 'If two or more share the highest value, or no model of any of them is listed, the answer is “a tie or none”.',
      },
      {
        ko: '지수의 판이 여럿이면 그 시각에 사이트가 처음으로 보여 주는 판을 써요. 그 시각 앞뒤 12시간 안에 남긴 화면이나 보관본으로 확인하고, 여럿이면 그 시각에 가장 가까운 것을 써요.',
        en: 'Of several versions, the one that the site shows by default at that time counts. It is read from a capture or archive made within 12 hours of that time, the nearest if there are several.',
      },
      {
        ko: '그때 지수가 없어졌거나 앞뒤 12시간 동안 확인할 길이 없으면 이 질문은 무효예요.',
        en: 'If the index no longer exists then, or cannot be read within those 12 hours, the question is annulled.',
      },
      LATE,
    ],
    options: [
      ...entrants.map(({ slug, name: label, shortName }) => ({
        slug,
        label,
        shortLabel: shortName,
        company: slug,
      })),
      option('tie-or-none', { ko: '동점이거나 없음', en: 'A tie or none' }),
    ],
  };
}
