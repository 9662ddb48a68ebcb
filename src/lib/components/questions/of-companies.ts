import type { QuestionView } from '#lib/types/question.ts';

/** Whether there are companies among the options of the question. */
export function isOfCompanies({ options }: Pick<QuestionView, 'options'>): boolean {
  return options.some(({ company }) => company !== null);
}
