import { error, type RequestEvent } from '@sveltejs/kit';
import { viewFields } from '#lib/components/admin/fields.ts';
import type { runFields } from '#lib/server/http/admin-action.ts';
import type { FormView, PageView, RowView } from '#lib/types/admin-form.ts';

type Db = App.Locals['db'];

/** The parameters of a record's address; the company is that of an entrant in the round `key`, else empty. */
export interface Place {
  key: string;
  company: string;
}

/** A kind of record that one list page and one edit page show. */
export interface Entity {
  title: string;
  addTitle: string;
  list(db: Db, place: Place): Promise<RowView[]>;
  /** A record with its forms, or the form of a new one at `new`. @throws 404 where there is none */
  page(db: Db, place: Place): Promise<PageView>;
  /** What the forms do, by their actions. */
  actions: Readonly<Record<string, (event: RequestEvent, place: Place) => ReturnType<typeof runFields>>>;
}

/** The form of a new record. */
export function addForm(...fields: Parameters<typeof viewFields>): FormView {
  return { action: 'add', title: '내용', submit: '더하기', fields: viewFields(...fields) };
}

/** The round's number in an address. @throws 404 where it is none */
export function roundNumber({ key }: Place): number {
  if (!/^\d{1,3}$/.test(key)) error(404, { message: 'Not Found' });
  return Number(key);
}
