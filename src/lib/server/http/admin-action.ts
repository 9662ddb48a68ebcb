// How every form of the admin pages is answered: read, done in the admin's name, the odds refreshed, then on to a page that
// says so; or 4xx with all that was typed.
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { FlashCode } from '#lib/types/reader.ts';
import type { Db } from '../platform/db/connect.ts';
import { EditConflictError, ValidationError } from '../platform/errors.ts';
import { setFlash } from './cookies.ts';
import type { Answer, Fields, ValuesOf } from '#lib/types/admin-form.ts';
import { AdminFormReader } from './admin-form.ts';
import { refusalOf } from './errors.ts';
import { formState, typedBy } from './form.ts';
import { requireFresh } from '../people/sessions/http.ts';

/** The admin who acts. */
export interface AdminActor {
  accountId: number;
  /** Why something is changed; empty where the form does not ask. */
  reason: string;
  /** Id of the newest audit event when the page was loaded. */
  expectedVersion?: number;
}

export interface AdminTask<T> {
  /** Identifies the form on its page; by default the action with its query. */
  at?: string;
  /** What the next page says. */
  flash?: FlashCode;
  /** Whether it needs a fresh proof of who acts; the form then comes back with a field for the password. */
  needsProof?: boolean;
  read(form: AdminFormReader): T;
  /** Called only with a valid form. @returns the address to go on to, without the language */
  change(db: Db, by: AdminActor, input: T): Promise<string>;
}

export async function runAdminAction<T>(
  event: RequestEvent,
  {
    at = event.url.search.replace(/^\?\/?/, ''),
    flash = 'saved',
    needsProof = false,
    read,
    change,
  }: AdminTask<T>,
) {
  const { app, account } = event.locals;
  // The hook refuses it, too; checked twice, because a mistake there would open the admin's actions.
  if (!account?.isAdmin) error(404, { message: 'Not Found' });
  const form = new AdminFormReader(await typedBy(event));
  const input = read(form);
  const reason = form.text('reason', { required: false, max: 1000 });
  const version = form.all('expectedVersion')[0] ?? '';
  const expected = /^\d{1,15}$/.test(version) && { expectedVersion: Number(version) };
  const by = { accountId: account.id, reason, ...expected };
  if (!form.isClean) return fail(400, { at, form: formState(form.typed, form.errors) } satisfies Answer);
  let next: string;
  try {
    if (event.locals.lacksPasskey) throw new ValidationError('form', 'fresh-passkey', 403);
    if (needsProof) await requireFresh(event, form.typed);
    next = await change(app.db, by, input);
    await app.keeper.poll();
  } catch (cause) {
    const refusal = refusalOf(event, cause);
    // The conflict is shown with the form: sending it again overwrites.
    const shown = cause instanceof EditConflictError && { expectedVersion: [String(cause.version)] };
    const state = formState({ ...form.typed, ...shown }, refusal.errors, refusal.editConflicts);
    return fail(refusal.status, { at, form: state } satisfies Answer);
  }
  setFlash(event.cookies, app, flash);
  redirect(303, localizeHref(next));
}

/** Runs a form that is a table of fields. @param next the address to go on to */
export function runFields<T extends Fields>(
  event: RequestEvent,
  fields: T,
  next: string,
  change: (db: Db, by: AdminActor, values: ValuesOf<T>) => Promise<unknown>,
) {
  return runAdminAction(event, {
    read: (form) => form.read(fields),
    change: async (db, by, values) => {
      await change(db, by, values);
      return next;
    },
  });
}
