// Shared by the templates of questions.
import type { Text } from '#lib/contest/types.ts';
import { addMonths, endOfDay, kstDate, kstDay, lastDay } from '#lib/kst.ts';
import type { CompanyView, RoundView } from '#lib/types/contest.ts';
import type { AnnouncementRule, OptionDraft, QuestionDraft } from '#lib/types/question-admin.ts';
import { josa } from '#lib/format.ts';

export interface TemplateInput {
  /** The current round. */
  round: Pick<RoundView, 'number' | 'title' | 'entrants'>;
  companies: readonly CompanyView[];
  /** `YYYY-MM-DD`; templates about months begin with its month. */
  day: string;
}

const MINISTRY = 'https://www.msit.go.kr/';

const LATE: Text = {
  ko: '결과가 공개된 시각이나 그 뒤에 남긴 예측은 점수에 넣지 않아요.',
  en: 'Forecasts made at or after the moment the result became public do not count.',
};
const MINISTRY_DECIDES: Text = {
  ko: '과학기술정보통신부가 누리집이나 정책브리핑(korea.kr)에 낸 발표문이 기준이에요. 보도와 다르면 발표문을 따라요.',
  en: 'The ministry’s own text, on its site or on korea.kr, decides, also where the press says otherwise.',
};

function base(
  round: TemplateInput['round'],
  slug: string,
  closesAt: Date,
  officialSource: string,
  announcementRule: AnnouncementRule | null,
) {
  const fixed = { kind: 'side', scored: true, seats: 1, endsBy: null } as const;
  return { ...fixed, slug, round: round.number, closesAt, officialSource, announcementRule };
}

function option(slug: string, label: Text, shortLabel: Text = label): OptionDraft {
  return { slug, label, shortLabel, company: null };
}

function monthName(month: string): Text {
  const [year, number] = month.split('-');
  const [name] = kstDay(`${month}-01`, 'en').split(' ');
  return { ko: `${year}년 ${Number(number)}월`, en: `${name} ${year}` };
}

function shortMonth(month: string): Text {
  const [year = '', number] = month.split('-');
  return { ko: `${year.slice(2)}년 ${Number(number)}월`, en: `${monthName(month).en}` };
}

/** First letter in lower case, for use inside a sentence. */
function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** Will the date of the result be announced by the given day? */
function dateQuestion({ round, day }: TemplateInput): QuestionDraft {
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

const INDEX = 'https://artificialanalysis.ai/';

/** Which entrant leads the index at the end of a month? 1 of n; one option is “none or a tie”. */
function indexQuestion({ round, companies, day }: TemplateInput): QuestionDraft {
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

/** Number of months that have an option of their own, before “later”. */
const MONTHS = 6;

/** In which month will the result come? */
function monthQuestion({ round, day }: TemplateInput): QuestionDraft {
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

// Templates of recurring questions: drafts filled from the contest's data, for an admin to review.

const FILLERS = { date: dateQuestion, month: monthQuestion, index: indexQuestion };
type Template = keyof typeof FILLERS;
export const TEMPLATES = Object.keys(FILLERS) as Template[];

/** Default day of a template: the end of the month after next. */
export function proposedDay(now: Date): string {
  return lastDay(addMonths(kstDate(now).slice(0, 'YYYY-MM'.length), 2));
}

export function fill(template: Template, input: TemplateInput): QuestionDraft {
  return FILLERS[template](input);
}
