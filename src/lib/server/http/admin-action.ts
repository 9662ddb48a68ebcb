// How every form of the admin pages is answered: read, done in the admin's name, then on to a page that says so; or 4xx
// with all that was typed.
import { error, fail, isHttpError, isRedirect, redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import type { AdminFormState } from '#lib/types/admin.ts';
import type { NoticeCode } from '#lib/types/reader.ts';
import type { Db } from '../db/connect.ts';
import { AppError, BusyError, EditConflictError, ValidationError } from '../errors.ts';
import { setFlash } from './cookies.ts';
import { isSlug } from '../slug.ts';
import { AdminFormReader } from './admin-form.ts';
import { reportError } from './errors.ts';
import { readForm } from './page.ts';

/** The admin who acts, and why where he said it. */
export interface AdminActor {
  accountId: number;
  reason: string;
  /** Id of the newest audit event when the page was loaded. */
  expectedVersion?: number;
}

export interface AdminTask<T> {
  /** Which form of its page it is. */
  at?: string;
  /** What the next page says. */
  notice?: NoticeCode;
  read(form: AdminFormReader): T;
  /** Asked only where nothing is wrong with the form. @returns the address to go on to, without the language */
  change(db: Db, by: AdminActor, input: T): Promise<string>;
}

/** What comes back of a form of the admin pages. */
export interface AdminAnswer {
  at: string;
  form: AdminFormState;
}

export async function runAdminAction<T>(
  event: RequestEvent,
  { at = '', notice = 'saved', read, change }: AdminTask<T>,
) {
  const { app, account } = event.locals;
  // The hook has said so already; a route that it forgot would still be shut.
  if (!account?.isAdmin) error(404, { message: 'Not Found' });
  const form = new AdminFormReader(await readForm(event));
  const input = read(form);
  const reason = form.text('reason', { required: false, max: 1000 });
  const version = form.all('expectedVersion')[0] ?? '';
  const expected = /^\d{1,15}$/.test(version) && { expectedVersion: Number(version) };
  const by = { accountId: account.id, reason, ...expected };
  if (!form.isClean) return fail(400, { at, form: form.form } satisfies AdminAnswer);
  let next: string;
  try {
    next = await change(app.db, by, input);
  } catch (cause) {
    const refused = refusal(event, form, cause);
    return fail(refused.status, { at, form: refused.form } satisfies AdminAnswer);
  }
  setFlash(event.cookies, app, notice);
  redirect(303, localizeHref(next));
}

/**
 * What went wrong with a form of the admin pages, with all that was typed in it; what nobody expected is logged.
 *
 * @throws what is an answer of its own: that there is nothing at the address, or where to go on
 */
export function refusal(
  event: RequestEvent,
  form: AdminFormReader,
  cause: unknown,
): { status: number; form: AdminFormState } {
  if (isHttpError(cause) || isRedirect(cause)) throw cause;
  if (cause instanceof AppError && cause.status === 404) throw cause;
  if (cause instanceof ValidationError) {
    form.fault(cause.field, cause.error);
    return { status: cause.status, form: form.form };
  }
  if (cause instanceof EditConflictError) {
    form.fault('form', 'edit-conflict');
    const { typed, faults } = form.form;
    // The conflict is shown with the form: sending it again overwrites.
    return {
      status: cause.status,
      form: {
        typed: { ...typed, expectedVersion: [String(cause.version)] },
        faults,
        meanwhile: cause.changes,
      },
    };
  }
  if (cause instanceof AppError) {
    form.fault('form', cause instanceof BusyError ? 'busy' : 'not-possible-now');
    return { status: cause.status, form: form.form };
  }
  const { id } = reportError(event, cause);
  form.fault('form', 'unexpected');
  return { status: 500, form: { ...form.form, ...(id && { errorId: id }) } };
}

/** The slug in an address of the admin pages; what can be none is nowhere. */
export function slugOf({ slug }: { slug: string }): string {
  if (!isSlug(slug)) error(404, { message: 'Not Found' });
  return slug;
}
