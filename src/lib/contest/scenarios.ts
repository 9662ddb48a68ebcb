// The article's three scenarios for the contest.
import type { Text } from './types.ts';

interface Scenario {
  slug: 'ecosystem' | 'partnership' | 'setback';
  title: Text;
  text: Text;
  permille: number;
}

/** Probabilities are the article's own: 70, 20 and 10 percent. */
export const scenarios: Scenario[] = [
  {
    slug: 'ecosystem',
    title: { ko: 'K-AI 생태계 완성', en: 'A K-AI ecosystem takes shape' },
    text: {
      ko: '기업용에 강한 곳과 소비자용에 강한 곳, 두 곳이 남아 해외로 나가요.',
      en: 'Two companies remain, one for business and one for consumers, and both go abroad.',
    },
    permille: 700,
  },
  {
    slug: 'partnership',
    title: { ko: '글로벌 협력', en: 'Global partnership' },
    text: {
      ko: 'OpenAI나 구글과 손잡고 한국에 맞춘 모델을 함께 만들어요.',
      en: 'Korea teams up with OpenAI or Google and they build models for Korea together.',
    },
    permille: 200,
  },
  {
    slug: 'setback',
    title: { ko: '아쉬운 결과', en: 'A disappointing result' },
    text: {
      ko: '사업 규모가 줄고, 그동안 만든 기술은 다른 데 쓰여요.',
      en: 'The project shrinks and its technology ends up elsewhere.',
    },
    permille: 100,
  },
];
