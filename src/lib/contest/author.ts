// What the article behind this site says, in our own sentences. All of it is the author's view, not ours.
import type { CompanySlug, Text } from './types.ts';

interface CompanyView {
  company: CompanySlug;
  /** The model the article names, which need not be the one that entered the contest. */
  model: string | null;
  view: Text;
}

interface AuthorFacts {
  picks: CompanySlug[];
  houseRule: Text;
  notTheAuthorsNumber: Text;
  scenarioNumbers: Text;
  premise: Text;
  money: Text;
  why: Text[];
  views: CompanyView[];
  strengths: Text[];
  conditions: Text[];
  whyKorea: Text[];
  watched: { company: CompanySlug; text: Text }[];
}

/** The two picks as a forecast of two seats, in permille; derived by the rule below, not numbers given by the author. */
export const finalForecast = { skt: 750, upstage: 750, lg: 500 };

const views: CompanyView[] = [
  {
    company: 'lg',
    model: 'EXAONE 4.0',
    view: {
      ko: '저자는 LG AI연구원이 크기보다 효율로 승부한다고 봐요. 학습 전에 데이터를 꼼꼼히 다듬고, 바이오·첨단소재·제조 현장의 실제 데이터를 가진 점을 강점으로 꼽았어요.',
      en: 'The author sees LG AI Research competing on efficiency rather than size: data cleaned with care before training, and real data from biotech, advanced materials and manufacturing.',
    },
  },
  {
    company: 'skt',
    model: 'A.X 4.0',
    view: {
      ko: '저자는 SK텔레콤이 일상에서 가장 강하다고 봐요. 통신망의 실시간 데이터, 가입자 1,000만 명의 에이닷, 통화 요약과 자동 메모를 들었어요. MIT와 제조·배터리·반도체를 함께 연구하고, A.X 4.0이 한국어 입력을 GPT-4o보다 33% 효율적으로 다룬다고도 적었어요.',
      en: 'The author sees SK Telecom as the strongest in daily life: real-time network data, ten million subscribers of its A. service, call summaries and automatic notes. The article adds work with MIT on manufacturing, batteries and semiconductors, and says A.X 4.0 handles Korean input 33% more efficiently than GPT-4o.',
    },
  },
  {
    company: 'upstage',
    model: 'Solar Pro 2',
    view: {
      ko: '저자는 업스테이지를 작지만 강한 팀, 유일한 스타트업으로 소개해요. 매개변수 310억 개로 Artificial Analysis에서 프런티어 모델로 인정받았고, 한국어에서 세계 수준의 105%를 노리며, 벤치마크 점수보다 금융·법률·의료의 쓸모를 앞세운다고 봐요.',
      en: 'The author presents Upstage as small but strong and the only start-up: 31 billion parameters, recognised as a frontier model by Artificial Analysis, aiming at 105% of the global standard in Korean, with use in finance, law and medicine ahead of benchmark points.',
    },
  },
  {
    company: 'naver-cloud',
    model: 'HyperCLOVA X',
    view: {
      ko: '저자는 네이버클라우드가 한국의 구글을 꿈꾼다고 봐요. 모델부터 데이터센터, 클라우드, 플랫폼, 서비스까지 갖췄고, 2021년부터 꾸준했으며, 기존 시스템을 잇는 역할을 한다고 적었어요. 멀티모달 추론 모델 HyperCLOVA X Think와 실제 구매 데이터를 쓰는 쇼핑 가이드도 언급했어요.',
      en: 'The author sees NAVER Cloud wanting to be Korea’s Google: everything from model to data centre, cloud, platform and services, steady since 2021, and a connector of older systems. The article also names HyperCLOVA X Think, a multimodal reasoning model, and a shopping guide built on real purchases.',
    },
  },
  {
    company: 'nc-ai',
    model: null,
    view: {
      ko: '저자는 NC AI를 다섯 팀 가운데 하나로만 언급하고 따로 분석하지 않았어요.',
      en: 'The author names NC AI among the five teams and does not analyse it.',
    },
  },
];

export const author: AuthorFacts = {
  picks: ['skt', 'upstage'],
  houseRule: {
    ko: '글에는 픽의 확률이 없어서, 픽마다 75%를 주고 남은 몫을 나머지 기업에 똑같이 나눴어요. 세 곳 중 두 자리라면 75%·75%·50%예요.',
    en: 'The article gives no probability for the picks, so each pick gets 75% and the others share the rest evenly: 75, 75 and 50% for two seats among three.',
  },
  notTheAuthorsNumber: {
    ko: '75%는 저자가 말한 숫자가 아니에요.',
    en: 'The 75% is not a number the author gave.',
  },
  scenarioNumbers: {
    ko: '시나리오의 70%·20%·10%는 저자가 글에 적은 숫자예요.',
    en: 'The 70, 20 and 10% of the scenarios are the author’s own numbers.',
  },
  premise: {
    ko: '2025년 가을, 정부가 다섯 팀을 뽑은 직후에 쓴 글이에요. 여섯 달마다 평가해 마지막에 두 곳이 남는 계획을 두고, 저자는 처음에는 의심했지만 나중에는 설득됐다고 해요.',
    en: 'Written in autumn 2025, just after the government named five teams. Of the plan to evaluate every six months until two remain, the author says: sceptical at first, then convinced.',
  },
  money: {
    ko: '글은 정부가 다섯 팀에 쓰는 돈을 530억 원이라고 적었어요. 글에만 나오는 금액이고, 다른 출처에서는 찾지 못했어요.',
    en: 'The article says the government puts 53 billion won (530억 원) on the five teams. That is the article’s figure alone; no other source has it.',
  },
  why: [
    {
      ko: '저자는 조심스럽게 SK텔레콤과 업스테이지를 마지막 두 곳으로 꼽았어요.',
      en: 'Cautiously, the author picks SK Telecom and Upstage as the last two.',
    },
    {
      ko: '저자가 본 SK텔레콤의 무기는 인프라와 일상에 닿는 힘이에요.',
      en: 'In the author’s view SK Telecom has the infrastructure and the reach into daily life.',
    },
    {
      ko: '저자가 본 업스테이지의 무기는 순수한 기술력이에요.',
      en: 'In the author’s view Upstage stands for pure technology.',
    },
  ],
  views,
  strengths: [
    { ko: '언어와 문화', en: 'Language and culture' },
    { ko: '실제 산업 데이터', en: 'Real industrial data' },
    { ko: '빠짐없이 갖춘 인프라', en: 'Complete infrastructure' },
  ],
  conditions: [
    { ko: '협력과 경쟁의 균형', en: 'A balance of cooperation and competition' },
    { ko: '세계 표준에 맞추기', en: 'Global standards' },
    { ko: '실제 쓸모를 먼저', en: 'Practical value first' },
  ],
  whyKorea: [
    { ko: '차별점이 되는 언어와 문화', en: 'Language and culture as a difference' },
    { ko: '현장에서 나온 산업 데이터', en: 'Data from real industry' },
    { ko: '효율에 집중하는 현실적인 전략', en: 'A realistic focus on efficiency' },
    { ko: '이미 확보한 사용자', en: 'Users already won' },
  ],
  watched: [
    {
      company: 'skt',
      text: { ko: 'SK텔레콤이 일상에 얼마나 닿는지', en: 'How far SK Telecom reaches into daily life' },
    },
    { company: 'upstage', text: { ko: '업스테이지의 효율', en: 'How efficient Upstage is' } },
    {
      company: 'naver-cloud',
      text: {
        ko: '네이버의 검색·쇼핑·지도·금융 데이터',
        en: 'NAVER’s data from search, shopping, maps and finance',
      },
    },
  ],
};
