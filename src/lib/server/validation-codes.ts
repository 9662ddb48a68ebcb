/** Everything that can be wrong with a field of a form; `http/validation-messages.ts` has the sentence of each. */
const VALIDATION_CODES = [
  // Any form.
  'missing',
  'too-long',
  'not-a-number',
  'out-of-range',
  'unknown-choice',
  'duplicate',
  'wrong-count',
  'too-many-requests',
  'busy',
  'not-possible-now',
  'unexpected',
  // Accounts.
  'missing-handle',
  'handle-shape',
  'handle-taken',
  'handle-reserved',
  'missing-email',
  'missing-login',
  'email-shape',
  'missing-password',
  'password-short',
  'password-long',
  'password-common',
  'age-required',
  'terms-required',
  'wrong-credentials',
  'fresh-password',
  'wrong-password',
  // Forecasts.
  'missing-percent',
  'not-a-percent',
  'percent-out-of-range',
  'wrong-sum',
  'missing-confidence',
  'pick-below-even',
  'answer-below-even',
  'wrong-pick-count',
  'one-answer',
  'duplicate-option',
  'unknown-option',
  'bad-request-id',
  'request-id-taken',
  'question-closed',
  'question-not-open',
  'nothing-to-withdraw',
  'forecast-limit',
  // The admin pages.
  'slug-shape',
  'slug-taken',
  'not-https',
  'not-a-day',
  'not-a-time',
  'not-an-instant',
  'in-the-future',
  'in-the-past',
  'reason-missing',
  'edit-conflict',
  'already-so',
  'gone',
] as const;

export type ValidationCode = (typeof VALIDATION_CODES)[number];

export function isValidationCode(text: string): text is ValidationCode {
  return VALIDATION_CODES.some((code) => code === text);
}
