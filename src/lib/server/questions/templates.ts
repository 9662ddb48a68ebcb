// Templates of recurring questions: drafts filled from the contest's data, for an admin to review.
import { addMonths, kstDate, lastDay } from '#lib/kst.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import { dateQuestion } from './date-template.ts';
import { indexQuestion } from './index-template.ts';
import { monthQuestion } from './month-template.ts';
import type { TemplateInput } from './template-parts.ts';

const FILLERS = { date: dateQuestion, month: monthQuestion, index: indexQuestion };
type Template = keyof typeof FILLERS;
export const TEMPLATES = Object.keys(FILLERS) as Template[];

/** Default day of a template: the end of the month after next. */
export function proposedDay(now: Date): string {
  return lastDay(addMonths(kstDate(now).slice(0, 'YYYY-MM'.length), 2));
}

export function fill(template: Template, input: TemplateInput): QuestionDraft {
  return FILLERS[template](input);
}
