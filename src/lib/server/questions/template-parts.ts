// Shared by the templates of questions.
import type { Text } from '#lib/contest/types.ts';
import { kstDay } from '#lib/kst.ts';
import type { CompanyView, RoundView } from '#lib/types/contest.ts';
import type { AnnouncementRule, OptionDraft } from '#lib/types/question-admin.ts';

export interface TemplateInput {
  /** The current round. */
  round: Pick<RoundView, 'number' | 'title' | 'entrants'>;
  companies: readonly CompanyView[];
  /** `YYYY-MM-DD`; templates about months begin with its month. */
  day: string;
}

export const MINISTRY = 'https://www.msit.go.kr/';

export const LATE: Text = {
  ko: '결과가 공개된 시각이나 그 뒤에 남긴 예측은 점수에 넣지 않아요.',
  en: 'Forecasts made at or after the moment the result became public do not count.',
};
export const MINISTRY_DECIDES: Text = {
  ko: '과학기술정보통신부가 누리집이나 정책브리핑(korea.kr)에 낸 발표문이 기준이에요. 보도와 다르면 발표문을 따라요.',
  en: 'The ministry’s own text, on its site or on korea.kr, decides, also where the press says otherwise.',
};

export function base(
  round: TemplateInput['round'],
  slug: string,
  closesAt: Date,
  officialSource: string,
  announcementRule: AnnouncementRule | null,
) {
  const fixed = { kind: 'side', scored: true, seats: 1, endsBy: null } as const;
  return { ...fixed, slug, round: round.number, closesAt, officialSource, announcementRule };
}

export function option(slug: string, label: Text, shortLabel: Text = label): OptionDraft {
  return { slug, label, shortLabel, company: null };
}

export function monthName(month: string): Text {
  const [year, number] = month.split('-');
  const [name] = kstDay(`${month}-01`, 'en').split(' ');
  return { ko: `${year}년 ${Number(number)}월`, en: `${name} ${year}` };
}

export function shortMonth(month: string): Text {
  const [year = '', number] = month.split('-');
  return { ko: `${year.slice(2)}년 ${Number(number)}월`, en: `${monthName(month).en}` };
}

/** First letter in lower case, for use inside a sentence. */
export function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
