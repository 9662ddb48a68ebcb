import type { RequestEvent } from '@sveltejs/kit';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { readForm } from '#lib/server/http/page.ts';

/** Form action that returns the form with one more option row; stores nothing. */
export async function growRows(event: RequestEvent) {
  const { typed } = new AdminFormReader(await readForm(event)).form;
  const rows = (Number(typed['rows']?.[0]) || 0) + 1;
  return { at: 'save', form: { typed: { ...typed, rows: [String(rows)] }, faults: {} } };
}
