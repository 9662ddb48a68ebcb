import type { QuestionView } from '#lib/types/question.ts';

/** Whether every option of the question is a company. */
export function isOfCompanies({ options }: Pick<QuestionView, 'options'>): boolean {
  return options.some(({ company }) => company !== null);
}
