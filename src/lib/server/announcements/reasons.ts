import type { Text } from '#lib/contest/types.ts';

interface Reason {
  /** As the form offers it. */
  label: string;
  reason: Text;
  shortReason: Text;
}

/** Why a company does not go on: short choices with the sentences that everybody reads. */
export const REASONS = {
  score: {
    label: '점수',
    reason: { ko: '종합 평가 점수에서 밀렸어요.', en: 'Fell short in the overall score.' },
    shortReason: { ko: '종합 점수', en: 'overall score' },
  },
  originality: {
    label: '독자성',
    reason: { ko: '독자성 기준을 채우지 못했어요.', en: 'Did not meet the originality criterion.' },
    shortReason: { ko: '독자성', en: 'originality' },
  },
  disqualified: {
    label: '실격',
    reason: { ko: '평가에서 실격됐어요.', en: 'Was disqualified from the evaluation.' },
    shortReason: { ko: '실격', en: 'disqualified' },
  },
  withdrew: {
    label: '자진 철회',
    reason: { ko: '스스로 참여를 그만뒀어요.', en: 'Withdrew from the contest.' },
    shortReason: { ko: '자진 철회', en: 'withdrew' },
  },
} satisfies Record<string, Reason>;

export const REASON_CHOICES = [...(Object.keys(REASONS) as (keyof typeof REASONS)[]), 'other'] as const;
