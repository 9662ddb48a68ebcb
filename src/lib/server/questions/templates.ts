// Questions that keep coming back, filled in to be looked over: never more than what the contest's own data says.
import { addMonths, kstDate, lastDay } from '#lib/kst.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import { dateQuestion } from './date-template.ts';
import { indexQuestion } from './index-template.ts';
import { monthQuestion } from './month-template.ts';
import type { TemplateInput } from './template-parts.ts';

const FILLERS = { date: dateQuestion, month: monthQuestion, index: indexQuestion };
export type Template = keyof typeof FILLERS;
export const TEMPLATES = Object.keys(FILLERS) as Template[];

/** What a template proposes for a day: the end of the next month but one. */
export function proposedDay(now: Date): string {
  return lastDay(addMonths(kstDate(now).slice(0, 'YYYY-MM'.length), 2));
}

export function fill(template: Template, input: TemplateInput): QuestionDraft {
  return FILLERS[template](input);
}
