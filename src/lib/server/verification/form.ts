import * as v from 'valibot';
import { isEmail, normaliseEmail } from '../accounts/email.ts';
import { one } from '../fields.ts';

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
