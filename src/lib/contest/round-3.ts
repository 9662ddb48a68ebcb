import * as official from './official.ts';
import * as press from './press.ts';
import type { CompanySlug, Entrant, Round } from './types.ts';

function carried(company: CompanySlug): Entrant {
  return {
    company,
    entry: 'carried',
    enteredOn: '2026-08-18',
    model: null,
    modelParams: null,
    outcome: null,
    reason: null,
  };
}

export const thirdRound: Round = {
  number: 3,
  title: { ko: '3차 평가', en: 'Evaluation 3' },
  opensOn: '2026-08-18',
  closesOn: null,
  announcedSeats: 2,
  seatsNote: {
    ko: '두 곳은 이전 계획의 숫자예요. 2026년 8월 18일 발표에서 과학기술정보통신부는 두 곳으로 할지 열어 두었어요.',
    en: 'Two is the number of the earlier plan. On 18 August 2026 the ministry left it open whether it will stay at two.',
  },
  schedule: {
    ko: '공식 발표일은 확인되지 않았어요. 언론은 2027년 2월(2026년 6월 5일 보도)이나 2027년 초(7월 6일·8월 18일 보도)로 전했어요.',
    en: 'No official date has been found. The press has said February 2027 (5 June 2026) or early 2027 (6 July and 18 August 2026).',
  },
  resultAt: null,
  entrants: [carried('lg'), carried('skt'), carried('upstage')],
  recruitment: null,
  scale: null,
  publishedScores: [],
  sources: [
    official.secondRelease,
    official.secondBriefing,
    press.asiaeOutlook,
    press.zdnetOutlook,
    press.ebnOutlook,
  ],
};
