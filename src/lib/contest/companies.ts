import * as consortia from './consortia.ts';
import * as official from './official.ts';
import * as press from './press.ts';
import type { Company, Text } from './types.ts';

const asOfSelection: Text = {
  ko: '2025년 8월 4일 발표 때의 구성이에요.',
  en: 'As announced on 4 August 2025.',
};

export const lg: Company = {
  slug: 'lg',
  name: { ko: 'LG AI연구원', en: 'LG AI Research' },
  shortName: { ko: 'LG', en: 'LG' },
  strategy: null,
  consortium: consortia.lg,
  consortiumNote: {
    ko: '2025년 8월 4일 발표 때의 구성이에요. 2026년 2월 25일 엘리스가 합류했다는 소식은 2차 자료 한 곳에서만 확인했어요.',
    en: 'As announced on 4 August 2025. Only one secondary source says that Elice joined on 25 February 2026.',
  },
  site: 'https://www.lgresearch.ai',
  siteNote: null,
  sources: [
    official.secondRelease,
    official.firstRelease,
    official.selectionRelease,
    press.newswayTeams,
    press.exaoneCollection,
  ],
};

export const skt: Company = {
  slug: 'skt',
  name: { ko: 'SK텔레콤', en: 'SK Telecom' },
  shortName: { ko: 'SKT', en: 'SKT' },
  strategy: null,
  consortium: consortia.skt,
  consortiumNote: asOfSelection,
  site: 'https://news.sktelecom.com',
  siteNote: {
    ko: 'SK텔레콤 뉴스룸이에요. 회사 홈페이지 주소는 자료에서 확인하지 못했어요.',
    en: 'This is the newsroom; the company home page was not found in the sources.',
  },
  sources: [
    official.secondRelease,
    official.firstRelease,
    official.selectionRelease,
    press.isplusTeams,
    press.sktNewsroom,
  ],
};

export const upstage: Company = {
  slug: 'upstage',
  name: { ko: '업스테이지', en: 'Upstage' },
  shortName: { ko: '업스테이지', en: 'Upstage' },
  strategy: null,
  consortium: consortia.upstage,
  consortiumNote: {
    ko: '2025년 8월 4일 발표 때의 구성이에요. 2단계부터 스탠퍼드대와 뉴욕대가 함께한다는 2026년 1월 15일 보도가 있지만, 공식 자료로는 확인하지 못했어요.',
    en: 'As announced on 4 August 2025. Press reports of 15 January 2026 have Stanford and NYU joining for stage 2; no official text confirms it.',
  },
  site: 'https://www.upstage.ai',
  siteNote: null,
  sources: [
    official.secondRelease,
    official.firstRelease,
    official.selectionRelease,
    press.newswayTeams,
    press.outstandingTeams,
  ],
};

const motif: Company = {
  slug: 'motif',
  name: { ko: '모티프테크놀로지스', en: 'Motif Technologies' },
  shortName: { ko: '모티프', en: 'Motif' },
  strategy: null,
  consortium: consortia.motif,
  consortiumNote: {
    ko: '2026년 2월 20일 발표 때의 구성이에요.',
    en: 'As announced on 20 February 2026.',
  },
  site: 'https://motiftech.io',
  siteNote: null,
  sources: [official.secondRelease, official.secondScores, official.wildcardRelease, press.newspimWildcard],
};

const naverCloud: Company = {
  slug: 'naver-cloud',
  name: { ko: '네이버클라우드', en: 'NAVER Cloud' },
  shortName: { ko: '네이버', en: 'NAVER' },
  strategy: null,
  consortium: consortia.naverCloud,
  consortiumNote: asOfSelection,
  site: 'https://clova.ai/en/hyperclova',
  siteNote: {
    ko: '모델을 소개하는 페이지예요. Hugging Face 조직 페이지에 적힌 주소를 따랐어요.',
    en: 'The page of the model, as given on the Hugging Face organisation page.',
  },
  sources: [
    official.firstRelease,
    official.selectionRelease,
    press.isplusTeams,
    press.newswayTeams,
    press.zdnetModels,
  ],
};

const ncAi: Company = {
  slug: 'nc-ai',
  name: { ko: 'NC AI', en: 'NC AI' },
  shortName: { ko: 'NC', en: 'NC' },
  strategy: null,
  consortium: consortia.ncAi,
  consortiumNote: asOfSelection,
  site: null,
  siteNote: {
    ko: '회사 홈페이지 주소는 자료에서 확인하지 못했어요.',
    en: 'The company home page was not found in the sources.',
  },
  sources: [official.firstRelease, official.selectionRelease, press.isplusTeams, press.vaetkiOrganisation],
};

export const companies: Company[] = [lg, skt, upstage, motif, naverCloud, ncAi];
