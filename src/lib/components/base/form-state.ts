import type { FormState } from '#lib/types/form.ts';

type Returned = FormState | null | undefined;

/** The sentence of what is wrong with a field, or null. */
export function errorOf(form: Returned, name: string): string | null {
  return (form && ownOf(form.errors, name)) ?? null;
}

/** What came back of a field, however often it was sent; undefined where nothing did. */
export function typedIn(form: Returned, name: string): string[] | undefined {
  return form ? ownOf(form.typed, name) : undefined;
}

/** Not what every object has: a field may be named `constructor`. */
function ownOf<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
