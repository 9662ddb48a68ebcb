// The questions of the replay: the contest's actual history, with facts from src/lib/contest. Where the hour of a
// publication is unknown it is assumed, and the resolution's note says so.
import { companies } from '#lib/contest/companies.ts';
import { questions as shipped } from '#lib/contest/questions.ts';
import { rounds } from '#lib/contest/rounds.ts';
import type { Text } from '#lib/contest/types.ts';
import { fill } from '#lib/server/questions/templates.ts';
import type { OptionDraft, QuestionDraft } from '#lib/types/question-admin.ts';

/** The stages of the replay, in ms since the epoch. */
export const STAGES = {
  begin: Date.parse('2025-08-05T09:00:00+09:00'),
  firstResult: Date.parse('2026-01-15T15:00:00+09:00'),
  wildcard: Date.parse('2026-02-20T14:00:00+09:00'),
  /** The day is known, the hour is not: 11:00 is assumed. */
  secondResult: Date.parse('2026-08-18T11:00:00+09:00'),
  end: Date.parse('2026-11-20T00:00:00+09:00'),
} as const;

export const SECOND_RESULT_NOTE =
  '발표 시각을 알 수 없어 11시로 가정했어요. (Published at an assumed hour, 11:00.)';
/** How long after a result its admin publishes it, in the replay. */
export const PUBLISHING_MS = 2 * 60 * 60 * 1000;

/** The parts of a question that simulated forecasters need. */
export interface ReplayQuestion {
  slug: string;
  options: string[];
  seats: number;
  opensAt: number;
  closesAt: number;
  /** Opinion questions are not, and have no market. */
  scored: boolean;
  /** Per option: 1 comes true, −1 does not; values between where the outcome is unknown. */
  leaning: number[];
}

const FIRST_FIELD = ['naver-cloud', 'upstage', 'skt', 'nc-ai', 'lg'];
const SURVIVORS = ['lg', 'skt', 'upstage'];
const SECOND_FIELD = ['lg', 'skt', 'upstage', 'motif'];

const toll = (field: readonly string[], survivors: readonly string[]) =>
  field.map((slug) => (survivors.includes(slug) ? 1 : -1));

/** Leaning by company on the question of the last two, whose outcome is unknown: small values, invented for the replay. */
const LEANING = { skt: 0.35, upstage: 0.2, lg: -0.1, motif: -0.5, 'naver-cloud': -0.2, 'nc-ai': -0.6 };
const lean = (field: readonly string[]) => field.map((slug) => LEANING[slug as keyof typeof LEANING] ?? 0);

const { begin, firstResult, wildcard, secondResult, end } = STAGES;

/** The two recurring side questions, as their templates fill them in for this day. */
const SIDE_DAY = '2026-12-31';
const third = rounds.find(({ number }) => number === 3)!;
export const SIDE_DRAFTS: QuestionDraft[] = (['date', 'month'] as const).map((template) =>
  fill(template, {
    round: { number: third.number, title: third.title, entrants: [] },
    companies: [],
    day: SIDE_DAY,
  }),
);

/** In the order in which they open. */
export const QUESTIONS: ReplayQuestion[] = [
  replay('advance-1', FIRST_FIELD, 4, begin, firstResult, toll(FIRST_FIELD, SURVIVORS)),
  replay('final-1', FIRST_FIELD, 2, begin, firstResult, lean(FIRST_FIELD)),
  replay('final-2a', SURVIVORS, 2, firstResult + PUBLISHING_MS, wildcard, lean(SURVIVORS)),
  replay('advance-2', SECOND_FIELD, 3, wildcard, secondResult, toll(SECOND_FIELD, SURVIVORS)),
  replay('final-2b', SECOND_FIELD, 2, wildcard, secondResult, lean(SECOND_FIELD)),
  ...shipped.map(({ slug, options, seats, scored }) => {
    const field = options.map((option) => option.slug);
    return replay(slug, field, seats, secondResult + PUBLISHING_MS, end, lean(field), scored);
  }),
  ...SIDE_DRAFTS.map(({ slug, options, seats }) => {
    const field = options.map((option) => option.slug);
    return replay(slug, field, seats, secondResult + PUBLISHING_MS, end, lean(field));
  }),
];

function replay(
  slug: string,
  options: string[],
  seats: number,
  opensAt: number,
  closesAt: number,
  leaning: number[],
  scored = true,
): ReplayQuestion {
  return { slug, options, seats, opensAt, closesAt, scored, leaning };
}

/** A past question as the draft that an admin would have entered at the time. */
export function draftOf(slug: string): QuestionDraft {
  const question = QUESTIONS.find((known) => known.slug === slug);
  if (!question) throw new RangeError(`no question ${slug} in the replay`);
  const isFinal = slug.startsWith('final');
  const round = slug.includes('2b') || slug === 'advance-2' || slug === 'final-2a' ? 2 : 1;
  const stage = rounds.find(({ number }) => number === round)!;
  return {
    slug,
    kind: isFinal ? 'final' : 'advance',
    round,
    title: isFinal
      ? { ko: '마지막 두 자리, 누가 앉을까요?', en: 'Who takes the last two seats?' }
      : {
          ko: `${stage.title.ko}, 누가 통과할까요?`,
          en: `Who passes ${stage.title.en.charAt(0).toLowerCase()}${stage.title.en.slice(1)}?`,
        },
    lead: {
      ko: '실제 경과를 따라가는 시뮬레이션이에요',
      en: 'A simulation that follows what really happened',
    },
    rules: [...(isFinal ? FINAL_RULES : ADVANCE_RULES), ...(slug === 'advance-2' ? [ASSUMED_HOUR] : [])],
    officialSource: stage.sources.find(({ official }) => official)?.url ?? null,
    options: question.options.map(optionOf),
    seats: question.seats,
    scored: true,
    closesAt: null,
    endsBy: new Date('2027-12-31T23:59:59+09:00'),
    announcementRule: isFinal ? null : 'survivors',
  };
}

/** The shipped question as the draft of a new edition of the one before it. */
export function shippedDraft(slug: string): QuestionDraft {
  const question = shipped.find((known) => known.slug === slug);
  if (!question) throw new RangeError(`no question ${slug} is shipped`);
  const { closesAt, endsBy } = question;
  return {
    ...question,
    options: question.options.map((option) => ({ ...option })),
    closesAt: closesAt === null ? null : new Date(closesAt),
    endsBy: endsBy === null ? null : new Date(endsBy),
  };
}

const LATE: Text = {
  ko: '결과가 공개된 시각이나 그 뒤에 남긴 예측은 점수에 넣지 않아요.',
  en: 'Forecasts made at or after the moment the result became public do not count.',
};
const ADVANCE_RULES: Text[] = [
  {
    ko: '과학기술정보통신부가 이 평가를 통과했다고 공식 발표한 기업은 ‘예’예요. 발표된 수가 자리 수와 달라도 발표 그대로 확정해요.',
    en: 'A company resolves Yes if the ministry officially announces that it passed, however many are named.',
  },
  LATE,
];
const FINAL_RULES: Text[] = [
  {
    ko: '마지막 평가의 결과로 남는다고 공식 발표된 기업은 ‘예’예요. 참가 기업이 바뀌면 이 질문은 닫히고 새 질문이 열려요.',
    en: 'A company resolves Yes if it remains by the last evaluation. Where the field changes, this closes and a new edition opens.',
  },
  LATE,
];

const ASSUMED_HOUR: Text = {
  ko: '2차 평가 결과가 나온 시각은 알려지지 않았어요. 이 시뮬레이션은 2026년 8월 18일 11시로 가정해요.',
  en: 'The hour of round 2’s announcement is not known. This simulation assumes 11:00 on August 18, 2026.',
};

function optionOf(slug: string): OptionDraft {
  const company = companies.find((known) => known.slug === slug);
  if (!company) throw new RangeError(`no company ${slug}`);
  return { slug, label: company.name, shortLabel: company.shortName, company: slug };
}
