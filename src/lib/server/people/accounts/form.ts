// The forms of `/join` and `/sign-in`. Whether a handle is free and a password right only the service can say.
import * as v from 'valibot';
import { formRule, one, rule, ticked } from '../../http/fields.ts';
import { handleError, isEmail, normaliseEmail, normaliseHandle } from './handle.ts';
import { passwordError, passwordLengthError } from './password-rule.ts';
import type { ValidationCode } from '../../platform/validation-codes.ts';

const handle = v.pipe(one, v.transform(normaliseHandle), rule(handleError));
const consent = { age14: ticked('age-required'), terms: ticked('terms-required') };

/** What shows that no program joins, where that is asked for. */
const proof = { solution: one, token: one };

/** Of an account that signs in without a password. */
export const passwordlessForm = v.object({ handle, ...consent, ...proof });

/** @param canMail whether mail is configured: then an e-mail address is required, else it may be left out */
export function joinForm(canMail: boolean) {
  return v.pipe(
    v.object({
      handle,
      email: v.pipe(
        one,
        v.transform(normaliseEmail),
        rule((email) => emailError(email, canMail)),
        v.transform((email) => email || null),
      ),
      password: v.pipe(one, rule(passwordLengthError)),
      ...consent,
      ...proof,
    }),
    formRule(({ password, handle, email }) => ({ password: passwordError(password, { handle, email }) })),
  );
}

export type Join = v.InferOutput<ReturnType<typeof joinForm>>;

/** `login` is a handle or a verified e-mail address. */
export const signInForm = v.object({
  login: v.pipe(one, v.trim(), v.nonEmpty('missing-login')),
  password: v.pipe(one, v.nonEmpty('missing-password')),
});

export type SignIn = v.InferOutput<typeof signInForm>;

function emailError(email: string, isRequired: boolean): ValidationCode | null {
  if (email === '') return isRequired ? 'missing-email' : null;
  return isEmail(email) ? null : 'email-shape';
}

export const sendForm = v.object({
  email: v.pipe(
    one,
    v.transform(normaliseEmail),
    v.nonEmpty('missing-email'),
    v.check(isEmail, 'email-shape'),
  ),
});

/** Digits as people copy them, with spaces or a hyphen between. */
export const codeForm = v.object({
  code: v.pipe(
    one,
    v.transform((typed) => typed.normalize('NFKC').replace(/[\s-]/g, '')),
    v.nonEmpty('missing-code'),
    v.regex(/^\d{8}$/, 'code-shape'),
  ),
});
