import { m } from '#lib/i18n/paraglide/messages.js';
import type { DeskFaultCode, DeskForm } from '#lib/types/admin.ts';

const TEXTS: Record<DeskFaultCode, () => string> = {
  missing: m.desk_fault_missing,
  'too-long': m.desk_fault_too_long,
  'slug-shape': m.desk_fault_slug_shape,
  'slug-taken': m.desk_fault_slug_taken,
  'not-https': m.desk_fault_not_https,
  'not-a-day': m.desk_fault_not_a_day,
  'not-a-time': m.desk_fault_not_a_time,
  'not-an-instant': m.desk_fault_not_an_instant,
  'not-a-number': m.desk_fault_not_a_number,
  'out-of-range': m.desk_fault_out_of_range,
  'unknown-choice': m.desk_fault_unknown_choice,
  'in-the-future': m.desk_fault_in_the_future,
  'in-the-past': m.desk_fault_in_the_past,
  duplicate: m.desk_fault_duplicate,
  'wrong-count': m.desk_fault_wrong_count,
  'reason-missing': m.desk_fault_reason_missing,
  'only-typing-errors': m.desk_fault_only_typing_errors,
  'not-possible-now': m.desk_fault_not_possible_now,
  gone: m.desk_fault_gone,
  'already-so': m.desk_fault_already_so,
  'changed-meanwhile': m.desk_fault_changed_meanwhile,
  busy: m.desk_fault_busy,
  unexpected: m.desk_fault_unexpected,
};

/** What is wrong with a field of the desk, as a sentence; null where nothing is. */
export function deskFault(form: DeskForm | null | undefined, name: string): string | null {
  const code = form && ownOf(form.faults, name);
  return code ? TEXTS[code]() : null;
}

/** What came back of a field, however often it was sent; undefined where nothing did. */
export function typedIn(form: DeskForm | null | undefined, name: string): string[] | undefined {
  return form ? ownOf(form.typed, name) : undefined;
}

/** Not what every object has: a field may be named `constructor`. */
function ownOf<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
