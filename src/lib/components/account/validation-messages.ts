import { m } from '#lib/i18n/paraglide/messages.js';
import type { AccountFaultCode, AccountForm } from '#lib/types/reader.ts';

export type AccountField = keyof AccountForm['faults'];

const TEXTS: Record<AccountFaultCode, () => string> = {
  missing: m.account_fault_missing,
  'handle-shape': m.account_fault_handle_shape,
  'handle-taken': m.account_fault_handle_taken,
  'handle-reserved': m.account_fault_handle_reserved,
  'email-shape': m.account_fault_email_shape,
  'password-short': m.account_fault_password_short,
  'password-long': m.account_fault_password_long,
  'password-common': m.account_fault_password_common,
  'age-required': m.account_fault_age_required,
  'terms-required': m.account_fault_terms_required,
  'wrong-credentials': m.account_fault_wrong_credentials,
  'too-many-requests': m.account_fault_too_many_requests,
};

const MISSING: Partial<Record<AccountField, () => string>> = {
  handle: m.account_fault_handle_missing,
  email: m.account_fault_email_missing,
  password: m.account_fault_password_missing,
};

/** Id of a field's input, for the links of the error summary. */
export function fieldId(field: AccountField): string {
  return `field-${field}`;
}

/** Message for a field's validation error; null when it has none. */
export function accountFault(form: AccountForm | undefined, field: AccountField): string | null {
  const code = form?.faults[field];
  if (code === undefined) return null;
  return code === 'missing' ? (MISSING[field] ?? TEXTS.missing)() : TEXTS[code]();
}

/** All validation errors in the order of the form, those of the form as a whole first. */
export function accountFaults(form: AccountForm): { field: AccountField; text: string }[] {
  const order: AccountField[] = ['form', 'handle', 'email', 'password', 'age14', 'terms'];
  return order.flatMap((field) => {
    const text = accountFault(form, field);
    return text === null ? [] : [{ field, text }];
  });
}
