// The government's own pages, each once.
import type { Source } from './types.ts';

const MSIT_BOARD = 'https://www.msit.go.kr/bbs/view.do?sCode=user&mPid=208&mId=307&bbsSeqNo=94&nttSeqNo=';
const KOREA_KR = 'https://www.korea.kr/briefing/';

function page(url: string, publishedOn: string | null, ko: string, en: string): Source {
  return { url, label: { ko, en }, publishedOn, official: true };
}

export const callNotice = page(
  'https://www.msit.go.kr/bbs/view.do?sCode=user&mId=113&mPid=112&bbsSeqNo=94&nttSeqNo=3185914',
  '2025-06-20',
  '과학기술정보통신부: 정예팀 공모',
  'Ministry: call for teams',
);
export const selectionRelease = page(
  `${MSIT_BOARD}3186073`,
  '2025-08-04',
  '과학기술정보통신부: 다섯 정예팀 선정',
  'Ministry: five teams selected',
);
export const firstRelease = page(
  `${KOREA_KR}pressReleaseView.do?newsId=156739871`,
  '2026-01-15',
  '보도자료: 1차 평가 결과',
  'Press release: result of evaluation 1',
);
export const firstReleaseMsit = page(
  `${MSIT_BOARD}3186764`,
  '2026-01-15',
  '과학기술정보통신부: 1차 평가 결과',
  'Ministry: result of evaluation 1',
);
export const firstReleaseEnglish = page(
  'https://www.msit.go.kr/eng/bbs/view.do?sCode=eng&mPid=2&mId=4&bbsSeqNo=42&nttSeqNo=1212',
  null,
  '과학기술정보통신부 영문 보도자료: 1차 평가 결과',
  'Ministry press release in English: result of evaluation 1',
);
export const firstBriefing = page(
  `${KOREA_KR}policyBriefingView.do?newsId=156740468`,
  null,
  '브리핑 속기: 1차 평가 결과',
  'Briefing transcript: result of evaluation 1',
);
export const wildcardRelease = page(
  `${KOREA_KR}pressReleaseView.do?newsId=156745298`,
  '2026-02-20',
  '보도자료: 정예팀 추가 선정',
  'Press release: extra team selected',
);
export const wildcardBriefing = page(
  `${KOREA_KR}policyBriefingView.do?newsId=156745273`,
  null,
  '브리핑 속기: 정예팀 추가 선정',
  'Briefing transcript: extra team selected',
);
export const secondRelease = page(
  `${KOREA_KR}pressReleaseView.do?newsId=156774699`,
  '2026-08-18',
  '보도자료: 2차 평가 결과',
  'Press release: result of evaluation 2',
);
export const secondBriefing = page(
  `${KOREA_KR}policyBriefingView.do?newsId=156774781`,
  '2026-08-19',
  '브리핑 속기: 2차 평가 결과',
  'Briefing transcript: result of evaluation 2',
);
export const directionClarification = page(
  `${MSIT_BOARD}3187814`,
  null,
  '보도설명자료: 사업 중단과 특수목적법인 설립은 정해지지 않음',
  'Clarification: neither ending the project nor a special-purpose company is decided',
);
export const secondScores = page(
  `${KOREA_KR}actuallyView.do?newsId=148970354`,
  '2026-08-20',
  '보도설명자료: 2차 평가 항목별 최고 점수',
  'Clarification: best score per item in evaluation 2',
);
