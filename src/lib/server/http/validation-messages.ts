import { countWord, percent } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { FieldError, FieldErrors } from '../form.ts';
import type { ValidationCode } from '../validation-codes.ts';

type Values = Required<Omit<FieldError, 'code'>>;

const MESSAGES: Record<ValidationCode, (values: Values) => string> = {
  missing: () => m.form_error_missing(),
  'too-long': () => m.form_error_too_long(),
  'not-a-number': () => m.form_error_not_a_number(),
  'out-of-range': () => m.form_error_out_of_range(),
  'unknown-choice': () => m.form_error_unknown_choice(),
  duplicate: () => m.form_error_duplicate(),
  'wrong-count': () => m.form_error_wrong_count(),
  'too-many-requests': () => m.form_error_too_many_requests(),
  busy: () => m.form_error_busy(),
  'storage-full': () => m.form_error_storage_full(),
  'not-possible-now': () => m.form_error_not_possible_now(),
  unexpected: ({ id }) => `${m.form_error_unexpected()} ${m.error_id()} ${id}`,
  'missing-handle': () => m.form_error_missing_handle(),
  'handle-shape': () => m.form_error_handle_shape(),
  'handle-taken': () => m.form_error_handle_taken(),
  'handle-reserved': () => m.form_error_handle_reserved(),
  'missing-email': () => m.form_error_missing_email(),
  'missing-login': () => m.form_error_missing_login(),
  'email-shape': () => m.form_error_email_shape(),
  'missing-code': () => m.form_error_missing_code(),
  'code-shape': () => m.form_error_code_shape(),
  'code-wrong': () => m.form_error_code_wrong(),
  'code-expired': () => m.form_error_code_expired(),
  'code-of-another-browser': () => m.form_error_code_of_another_browser(),
  'email-verified-elsewhere': () => m.form_error_email_verified_elsewhere(),
  'missing-password': () => m.form_error_missing_password(),
  'password-short': () => m.form_error_password_short(),
  'password-long': () => m.form_error_password_long(),
  'password-common': () => m.form_error_password_common(),
  'age-required': () => m.form_error_age_required(),
  'terms-required': () => m.form_error_terms_required(),
  'join-proof': () => m.form_error_join_proof(),
  'join-wait': () => m.form_error_join_wait(),
  'wrong-credentials': () => m.form_error_wrong_credentials(),
  'fresh-password': () => m.form_error_fresh_password(),
  'wrong-password': () => m.form_error_wrong_password(),
  'missing-percent': () => m.form_error_missing_percent(),
  'not-a-percent': () => m.form_error_not_a_percent(),
  'percent-out-of-range': () => m.form_error_percent_out_of_range(),
  'wrong-sum': ({ got, limit }) => m.form_error_wrong_sum({ got: percent(got), limit: percent(limit) }),
  'missing-confidence': () => m.form_error_missing_confidence(),
  'pick-below-even': ({ limit }) => m.form_error_pick_below_even({ limit: percent(limit) }),
  'answer-below-even': ({ limit }) => m.form_error_answer_below_even({ limit: percent(limit) }),
  'wrong-pick-count': ({ limit }) => m.form_error_wrong_pick_count({ count: countWord(limit, getLocale()) }),
  'one-answer': () => m.form_error_one_answer(),
  'duplicate-option': () => m.form_error_duplicate_option(),
  'unknown-option': () => m.form_error_unknown_option(),
  'bad-request-id': () => m.form_error_bad_request_id(),
  'request-id-taken': () => m.form_error_request_id_taken(),
  'question-closed': () => m.form_error_question_closed(),
  'question-not-open': () => m.form_error_question_not_open(),
  'nothing-to-withdraw': () => m.form_error_nothing_to_withdraw(),
  'forecast-limit': () => m.form_error_forecast_limit(),
  'slug-shape': () => m.form_error_slug_shape(),
  'slug-taken': () => m.form_error_slug_taken(),
  'not-https': () => m.form_error_not_https(),
  'not-a-day': () => m.form_error_not_a_day(),
  'not-a-time': () => m.form_error_not_a_time(),
  'not-an-instant': () => m.form_error_not_an_instant(),
  'in-the-future': () => m.form_error_in_the_future(),
  'in-the-past': () => m.form_error_in_the_past(),
  'before-opening': () => m.form_error_before_opening(),
  'reason-missing': () => m.form_error_reason_missing(),
  'edit-conflict': () => m.form_error_edit_conflict(),
  'already-so': () => m.form_error_already_so(),
  gone: () => m.form_error_gone(),
  'own-account': () => m.form_error_own_account(),
  superseded: () => m.form_error_superseded(),
  'has-stake': () => m.form_error_has_stake(),
};

/** The sentence of each error, in the language of the request. */
export function messagesOf(errors: FieldErrors): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, { code, ...values }]) => [
      field,
      MESSAGES[code]({ got: 0, limit: 0, id: '', ...values }),
    ]),
  );
}
