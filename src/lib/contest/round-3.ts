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
    ko: '공식 발표일은 확인되지 않았고, 두 가지로 전해졌어요. 2026년 말까지(아시아경제 8월 18일, 코리아타임스 10월 5일) 또는 2027년 초(아시아경제 6월 5일 ‘2월’, 지디넷코리아 7월 6일, EBN 8월 18일)예요. 어느 쪽도 정해지지 않았어요.',
    en: 'No official date has been found, and two are reported: by the end of 2026 (Asia Business Daily, 18 August; The Korea Times, 5 October) or early 2027 (Asia Business Daily, 5 June: “February”; ZDNet Korea, 6 July; EBN, 18 August). Neither is settled.',
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
    press.etnewsDirection,
    official.directionClarification,
    press.koreaTimesOutlook,
    press.ajuFrontier,
  ],
};
