/** The sentence of each fault of a forecast form, in the reader's language. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { isOfCompanies } from '#lib/components/questions/of-companies.ts';
import { countWord, percent } from '#lib/format.ts';
import type { Fault } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';

export function faultText(fault: Fault, question: QuestionView): string {
  const count = countWord(question.seats, getLocale());
  const ofCompanies = isOfCompanies(question);
  switch (fault.code) {
    case 'missing':
      if (fault.field === 'pick')
        return ofCompanies ? m.fault_missing_pick({ count }) : m.fault_choose_answer();
      return fault.field === 'confidence' ? m.fault_missing_confidence() : m.fault_missing_percent();
    case 'not-a-number':
      return m.fault_not_a_number();
    case 'out-of-range':
      return m.fault_out_of_range();
    case 'duplicate':
      return m.fault_duplicate();
    case 'unknown-option':
      return m.fault_unknown_option();
    case 'wrong-sum':
      return m.fault_wrong_sum({ got: percent(fault.got ?? 0), limit: percent(fault.limit ?? 0) });
    case 'wrong-count':
      return ofCompanies ? m.fault_wrong_count({ count }) : m.fault_choose_answer();
    case 'confidence-below-even':
      return (ofCompanies ? m.fault_confidence_below_even : m.fault_answer_below_even)({
        limit: percent(fault.limit ?? 0),
      });
    case 'bad-request-id':
      return m.fault_bad_request_id();
    case 'request-id-taken':
      return m.fault_request_id_taken();
    case 'question-closed':
      return m.fault_question_closed();
    case 'question-not-open':
      return m.fault_question_not_open();
    case 'nothing-to-withdraw':
      return m.fault_nothing_to_withdraw();
    case 'too-many-requests':
      return m.fault_too_many_requests();
  }
}
