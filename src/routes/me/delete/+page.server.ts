import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { deleteOwn } from '#lib/server/people/accounts/deletion.ts';
import { normaliseHandle } from '#lib/server/people/accounts/handle.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { ValidationError } from '#lib/server/platform/errors.ts';
import { one } from '#lib/server/http/fields.ts';
import { logSecurity, postOf, proveOwner, requireAccount } from '#lib/server/people/sessions/http.ts';
import { CLEAR_SITE_DATA, clearSession, setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import type { Actions, PageServerLoad } from './$types';

const deleteForm = v.object({
  /** The reader's own handle, typed as a confirmation. */
  handle: v.pipe(one, v.transform(normaliseHandle)),
  /** Empty where the account has none. */
  password: one,
});

export const load: PageServerLoad = async (event) => {
  const { id, handle, isAdmin, isAuthor } = requireAccount(event);
  const { hasPassword } = await accounts.profile(event.locals.app.db, id);
  return { handle, hasPassword, canDelete: !isAdmin && !isAuthor };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, deleteForm, async ({ handle, password }) => {
      const { app } = event.locals;
      const account = requireAccount(event);
      if (handle.toLowerCase() !== account.handle.toLowerCase())
        throw new ValidationError('handle', 'deletion-unconfirmed');
      await proveOwner(event, account, password);
      await deleteOwn(app.db, postOf(event), account.id);
      await logSecurity(event, 'deletion', { accountId: account.id, reason: 'own' });
      await app.keeper.poll();
      clearSession(event.cookies, app);
      event.setHeaders(CLEAR_SITE_DATA);
      setFlash(event.cookies, app, 'account-deleted');
      redirect(303, localizeHref('/'));
    }),
};
