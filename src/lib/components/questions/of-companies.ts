import type { QuestionView } from '#lib/types/question.ts';

/** Whether a question chooses among companies, not among answers. */
export function isOfCompanies({ options }: Pick<QuestionView, 'options'>): boolean {
  return options.some(({ company }) => company !== null);
}
