import type { RequestEvent } from '@sveltejs/kit';
import { formState, typedBy } from '#lib/server/http/form.ts';

/** Form action that returns the form with one more option row; stores nothing. */
export async function addOptionRow(event: RequestEvent) {
  const typed = await typedBy(event);
  const rows = (Number(typed['rows']?.[0]) || 0) + 1;
  return { at: 'save', form: formState({ ...typed, rows: [String(rows)] }) };
}
