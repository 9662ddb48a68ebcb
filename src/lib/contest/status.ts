// Facts about the contest as a whole, and the date to which they were verified.
import { firstRelease, secondRelease } from './official.ts';
import type { Source, Text } from './types.ts';

interface Criterion {
  item: 'benchmark' | 'expert' | 'user';
  label: Text;
  points: number;
  /** Composition of the block in each evaluation. */
  byRound: { round: number; detail: Text }[];
}

export interface ContestStatus {
  /** The day on which somebody last looked for news of the contest. */
  lastVerifiedOn: string;
  project: { name: Text; nicknames: Text[] };
  ministry: Text;
  leadAgency: Text;
  goal: Text;
  plan: Text;
  criteria: { blocks: Criterion[]; gate: Text; sources: Source[] };
  caveats: Text[];
}

const blocks: Criterion[] = [
  {
    item: 'benchmark',
    label: { ko: '벤치마크', en: 'Benchmarks' },
    points: 40,
    byRound: [
      {
        round: 1,
        detail: {
          ko: 'NIA 10점, 글로벌 공통 13종 20점, 글로벌 개별 5종 10점',
          en: 'NIA 10, thirteen common global tests 20, five individual global tests 10',
        },
      },
      {
        round: 2,
        detail: {
          ko: 'AAII(Artificial Analysis Intelligence Index) 25점, NIA 15점',
          en: 'AAII (Artificial Analysis Intelligence Index) 25, NIA 15',
        },
      },
    ],
  },
  {
    item: 'expert',
    label: { ko: '전문가 평가', en: 'Experts' },
    points: 35,
    byRound: [
      {
        round: 1,
        detail: {
          ko: '전략·기술 10점, 성과·계획 15점, 파급효과 10점. 외부 전문가 10명',
          en: 'Strategy and technology 10, results and plan 15, impact 10; ten outside experts',
        },
      },
      {
        round: 2,
        detail: {
          ko: '전략·기술 10점, 성과·계획 10점, 파급효과 15점. 외부 전문가 10명',
          en: 'Strategy and technology 10, results and plan 10, impact 15; ten outside experts',
        },
      },
    ],
  },
  {
    item: 'user',
    label: { ko: '사용자 평가', en: 'Users' },
    points: 25,
    byRound: [
      {
        round: 1,
        detail: {
          ko: '전문 사용자 49명. 가장 잘한 팀을 25점으로 환산',
          en: '49 expert users; the top team scaled to 25',
        },
      },
      {
        round: 2,
        detail: {
          ko: '전문 사용자 49명 15점, 일반 국민 185명 10점',
          en: '49 expert users 15, 185 citizens 10',
        },
      },
    ],
  },
];

export const status: ContestStatus = {
  lastVerifiedOn: '2026-12-04',
  project: {
    name: { ko: '독자 AI 파운데이션 모델 프로젝트', en: 'Sovereign AI Foundation Model project' },
    nicknames: [
      { ko: '독파모', en: 'Dokpamo' },
      { ko: '국가대표 AI', en: 'National-team AI' },
      { ko: 'K-AI', en: 'K-AI' },
    ],
  },
  ministry: { ko: '과학기술정보통신부', en: 'Ministry of Science and ICT' },
  leadAgency: { ko: 'NIPA', en: 'NIPA' },
  goal: {
    ko: '최근 6개월 안에 나온 세계 최고 모델의 95% 이상 성능이 목표예요. 그래서 기준이 계속 움직여요.',
    en: 'At least 95% of the best model released anywhere in the latest six months, so the bar keeps moving.',
  },
  plan: {
    ko: '처음 계획은 여섯 달쯤마다 평가해 다섯 곳에서 네 곳, 세 곳, 두 곳으로 줄이는 것이었어요.',
    en: 'The first plan was to review about every six months and go from five teams to four, three and two.',
  },
  criteria: {
    blocks,
    gate: {
      ko: '점수와 별도로 기술·정책·윤리 세 면에서 독자성을 봐요. 1차 평가의 최소 기준은 가중치를 초기화한 뒤 학습하는 것이었어요.',
      en: 'Apart from points, originality is checked on technology, policy and ethics. The minimum in evaluation 1 was weights that were initialised and then trained.',
    },
    sources: [firstRelease, secondRelease],
  },
  caveats: [
    {
      ko: '2026년 12월 4일에 찾아봤을 때 10월 9일보다 뒤에 나온 소식은 없었어요.',
      en: 'On 4 December 2026 no news later than 9 October was found.',
    },
    {
      ko: '3차 평가의 날짜, 자리 수, 평가 기준은 확인되지 않았어요. 2026년 말까지라는 보도와 2027년 초라는 보도가 함께 있어요.',
      en: 'The date, seats and criteria of evaluation 3 are not established: the press has both the end of 2026 and early 2027.',
    },
    {
      ko: '팀별 총점은 공식 발표에서 확인되지 않아 싣지 않았어요. 공개된 항목별 숫자만 보여 드려요.',
      en: 'No official total per team has been found, so none is shown; only the published figures per item are.',
    },
    {
      ko: '컨소시엄은 발표 당시 구성이에요. 지금은 다를 수 있어요.',
      en: 'Consortia are listed as announced and may have changed since.',
    },
    {
      ko: '발표문은 보관된 사본으로 읽었어요. 인용하기 전에 링크에서 원문을 확인해 주세요.',
      en: 'The releases were read as stored copies; check the linked originals before quoting them.',
    },
  ],
};
