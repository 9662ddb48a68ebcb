import { m } from '#lib/i18n/paraglide/messages.js';
import type { ValidationErrorCode, AdminFormState } from '#lib/types/admin.ts';

const TEXTS: Record<ValidationErrorCode, () => string> = {
  missing: m.admin_fault_missing,
  'too-long': m.admin_fault_too_long,
  'slug-shape': m.admin_fault_slug_shape,
  'slug-taken': m.admin_fault_slug_taken,
  'not-https': m.admin_fault_not_https,
  'not-a-day': m.admin_fault_not_a_day,
  'not-a-time': m.admin_fault_not_a_time,
  'not-an-instant': m.admin_fault_not_an_instant,
  'not-a-number': m.admin_fault_not_a_number,
  'out-of-range': m.admin_fault_out_of_range,
  'unknown-choice': m.admin_fault_unknown_choice,
  'in-the-future': m.admin_fault_in_the_future,
  'in-the-past': m.admin_fault_in_the_past,
  duplicate: m.admin_fault_duplicate,
  'wrong-count': m.admin_fault_wrong_count,
  'reason-missing': m.admin_fault_reason_missing,
  'not-possible-now': m.admin_fault_not_possible_now,
  gone: m.admin_fault_gone,
  'already-so': m.admin_fault_already_so,
  'edit-conflict': m.admin_fault_edit_conflict,
  busy: m.admin_fault_busy,
  unexpected: m.admin_fault_unexpected,
};

/** Message for the validation error of an admin form's field; null when it has none. */
export function validationError(form: AdminFormState | null | undefined, name: string): string | null {
  const code = form && ownOf(form.faults, name);
  return code ? TEXTS[code]() : null;
}

/** Typed values of a field in a rejected form, one per field of that name; undefined when there are none. */
export function typedIn(form: AdminFormState | null | undefined, name: string): string[] | undefined {
  return form ? ownOf(form.typed, name) : undefined;
}

/** Own properties only: a field may be named `constructor`. */
function ownOf<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
