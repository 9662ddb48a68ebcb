// The forms of `/join` and `/sign-in`. Whether a handle is free and a password right only the service can say.
import * as v from 'valibot';
import { formRule, one, rule, ticked } from '../fields.ts';
import { isEmail, normaliseEmail } from './email.ts';
import { handleError, normaliseHandle } from './handle.ts';
import { passwordError } from './password-rule.ts';

const handle = v.pipe(one, v.transform(normaliseHandle), rule(handleError));
const email = v.pipe(one, v.transform(normaliseEmail), v.nonEmpty('missing-email'));

export const joinForm = v.pipe(
  v.object({
    handle,
    email: v.pipe(email, v.check(isEmail, 'email-shape')),
    password: v.pipe(
      one,
      rule((password) => passwordError(password)),
    ),
    age14: ticked('age-required'),
    terms: ticked('terms-required'),
  }),
  formRule(({ password, handle, email }) => ({ password: passwordError(password, { handle, email }) })),
);

export const signInForm = v.object({ email, password: v.pipe(one, v.nonEmpty('missing-password')) });
