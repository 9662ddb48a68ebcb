import type { MarketView } from '#lib/types/market.ts';
import type { CrowdView, QuestionView } from '#lib/types/question.ts';

/** Of components that show a market's numbers beside the crowd's. */
export interface MarketBesideCrowd {
  question: QuestionView;
  market: MarketView;
  crowd: CrowdView;
}
