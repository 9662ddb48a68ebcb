import type { CrowdView } from '#lib/types/question.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Source of crowd odds and shared data: the crowd keeper. */
export interface QuestionSource {
  catalogue: Catalogue;
  crowd(questionId: number): CrowdView;
  /** The odds seven days ago, in option order; null where there were none. */
  weekAgo(questionId: number): readonly number[] | null;
}
