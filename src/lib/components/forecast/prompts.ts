/** What a question asks its reader to do, by its seats and by what it chooses among. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { countWord } from '#lib/format.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { isOfCompanies } from '#lib/components/base/options.ts';

/** "남을 두 곳을 골라 보세요" */
export function pickPrompt(question: QuestionView): string {
  if (question.seats > 1) return m.form_pick({ seats: countWord(question.seats, getLocale()) });
  return isOfCompanies(question) ? m.form_pick_one() : m.form_pick_answer();
}

/** "두 곳을 골라 주세요" */
export function chooseFirst(question: QuestionView): string {
  if (question.seats > 1) return m.form_choose({ seats: countWord(question.seats, getLocale()) });
  return isOfCompanies(question) ? m.form_choose_one() : m.form_choose_answer();
}
