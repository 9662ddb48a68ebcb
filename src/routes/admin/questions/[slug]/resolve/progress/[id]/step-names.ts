/** What a publication is doing, by step. */
export const STEP_NAMES: Record<string, string> = {
  waiting: '차례 기다리기',
  reading: '예측 기록 읽기',
  scoring: '점수 계산',
  scores: '점수 저장',
  lines: '예측별 점수 저장',
  boards: '순위표 만들기',
  committing: '마무리',
};
