import { finalForecast } from './author.ts';
import { lg, skt, upstage } from './companies.ts';
import { secondRelease } from './official.ts';
import { scenarios } from './scenarios.ts';
import type { Company, QuestionOption, QuestionSeed, Text } from './types.ts';

const lateForecasts: Text = {
  ko: '결과가 공개된 시각이나 그 뒤에 남긴 예측은 점수에 넣지 않아요.',
  en: 'Forecasts made at or after the moment the result became public do not count.',
};

const ministryDecides: Text = {
  ko: '과학기술정보통신부가 낸 발표문이 기준이에요. 보도와 다르면 발표문을 따라요.',
  en: 'The ministry’s own text decides, also where the press says otherwise.',
};

function companyOption(company: Company): QuestionOption {
  return {
    slug: company.slug,
    label: company.name,
    shortLabel: company.shortName,
    company: company.slug,
  };
}

const finalThree: QuestionSeed = {
  slug: 'final-3',
  kind: 'final',
  scored: true,
  round: 3,
  seats: 2,
  title: { ko: '마지막 두 자리, 누가 앉을까요?', en: 'Who takes the last two seats?' },
  lead: {
    ko: '세 곳 중 두 곳이 남을 예정이에요. 발표일은 미정이고 정부가 바꿀 수 있어요',
    en: 'Two of the three are due to remain. No date is set, and the government may change the plan',
  },
  rules: [
    {
      ko: '과학기술정보통신부가 3차 평가의 결과로 다음 단계 진출이나 최종 선정을 공식 발표한 기업은 ‘예’예요.',
      en: 'A company resolves Yes if the ministry officially announces, as the result of the third evaluation, that it goes on or is finally chosen.',
    },
    {
      ko: '발표된 곳이 꼭 두 곳이 아니어도, 기업마다 발표된 대로 확정해요.',
      en: 'If not exactly two are named, each company is still resolved as announced.',
    },
    {
      ko: '스스로 빠지거나 자격을 잃은 기업은 ‘아니요’예요.',
      en: 'A company that withdraws or is disqualified is a no.',
    },
    {
      ko: '2027년 12월 31일 24시(KST)까지 발표가 없거나, 3차 평가 없이 사업이 끝나거나 바뀌면 이 질문은 무효예요.',
      en: 'Without an announcement by 24:00 KST on 31 December 2027, or if the programme ends or changes without a third evaluation, the question is annulled.',
    },
    lateForecasts,
    ministryDecides,
  ],
  officialSource: secondRelease.url,
  options: [companyOption(skt), companyOption(upstage), companyOption(lg)],
  authorPermille: [finalForecast.skt, finalForecast.upstage, finalForecast.lg],
  closesAt: null,
  endsBy: '2028-01-01T00:00:00+09:00',
  announcementRule: 'survivors',
};

const countThree: QuestionSeed = {
  slug: 'count-3',
  kind: 'side',
  scored: true,
  round: 3,
  seats: 1,
  title: { ko: '3차 평가 뒤 몇 곳이 남을까요?', en: 'How many remain after evaluation 3?' },
  lead: {
    ko: '이전 계획은 두 곳이에요. 1차 평가에서는 예고와 다른 수가 남았어요',
    en: 'The earlier plan says two. In evaluation 1 the number differed from the one announced',
  },
  rules: [
    {
      ko: '3차 평가 결과 발표에서 남는다고 한 기업이 몇 곳인지 봐요. 한 곳 이하, 두 곳, 세 곳 가운데 하나로 확정해요.',
      en: 'What counts is how many companies remain after the third evaluation: one or none, two, or three.',
    },
    {
      ko: '2027년 6월 30일 24시(KST)까지 결과 발표가 없으면 ‘발표 없음’으로 확정해요.',
      en: 'If no result has been announced by 24:00 KST on 30 June 2027, the answer is “no result”.',
    },
    lateForecasts,
    ministryDecides,
  ],
  officialSource: secondRelease.url,
  options: [
    {
      slug: 'one-or-none',
      label: { ko: '한 곳 이하', en: 'One or none' },
      shortLabel: { ko: '0~1곳', en: '0–1 remain' },
      company: null,
    },
    {
      slug: 'two',
      label: { ko: '두 곳', en: 'Two' },
      shortLabel: { ko: '2곳', en: '2 remain' },
      company: null,
    },
    {
      slug: 'three',
      label: { ko: '세 곳', en: 'Three' },
      shortLabel: { ko: '3곳', en: '3 remain' },
      company: null,
    },
    {
      slug: 'no-result',
      label: { ko: '2027년 6월까지 발표 없음', en: 'No result by the end of June 2027' },
      shortLabel: { ko: '발표 없음', en: 'No result' },
      company: null,
    },
  ],
  authorPermille: null,
  closesAt: '2027-07-01T00:00:00+09:00',
  endsBy: null,
  announcementRule: 'count',
};

const scenario: QuestionSeed = {
  slug: 'scenario',
  kind: 'scenario',
  scored: false,
  round: null,
  seats: 1,
  title: { ko: '세 시나리오 중 어느 쪽일까요?', en: 'Which of the three scenarios?' },
  lead: {
    ko: '저자가 그린 세 갈래 앞날이에요. 점수를 매기지 않는 의견 질문이에요',
    en: 'Three futures drawn by the author. An opinion question without a score',
  },
  rules: [
    {
      ko: '의견을 묻는 질문이라 결과를 확정하지 않고 점수도 매기지 않아요.',
      en: 'This is an opinion question: it is never resolved and never scored.',
    },
    {
      ko: '세 시나리오는 저자의 글에서 가져왔어요.',
      en: 'The three scenarios are the author’s, taken from the article.',
    },
  ],
  officialSource: null,
  options: scenarios.map(({ slug, title }) => ({ slug, label: title, shortLabel: title, company: null })),
  authorPermille: scenarios.map(({ permille }) => permille),
  closesAt: null,
  endsBy: null,
  announcementRule: null,
};

export const questions: QuestionSeed[] = [finalThree, countThree, scenario];
