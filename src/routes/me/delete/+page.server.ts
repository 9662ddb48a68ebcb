import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { deleteOwn } from '#lib/server/accounts/deletion.ts';
import { normaliseHandle } from '#lib/server/accounts/handle.ts';
import { ValidationError } from '#lib/server/errors.ts';
import { one } from '#lib/server/fields.ts';
import { postOf, requireAccount } from '#lib/server/http/account-request.ts';
import { CLEAR_SITE_DATA, clearSession, setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import { logSecurity } from '#lib/server/http/log-security.ts';
import { proveOwnPassword } from '#lib/server/http/prove-own-password.ts';
import type { Actions, PageServerLoad } from './$types';

const deleteForm = v.object({
  /** The reader's own handle, typed as a confirmation. */
  handle: v.pipe(one, v.transform(normaliseHandle)),
  password: v.pipe(one, v.nonEmpty('missing-password')),
});

export const load: PageServerLoad = (event) => {
  const { handle, isAdmin, isAuthor } = requireAccount(event);
  return { handle, canDelete: !isAdmin && !isAuthor };
};

export const actions: Actions = {
  default: (event) =>
    runForm(event, deleteForm, async ({ handle, password }) => {
      const { app } = event.locals;
      const account = requireAccount(event);
      if (handle.toLowerCase() !== account.handle.toLowerCase())
        throw new ValidationError('handle', 'deletion-unconfirmed');
      await proveOwnPassword(event, account, password);
      await deleteOwn(app.db, postOf(event), account.id);
      await logSecurity(event, 'deletion', { accountId: account.id, reason: 'own' });
      await app.keeper.poll();
      clearSession(event.cookies, app);
      event.setHeaders(CLEAR_SITE_DATA);
      setFlash(event.cookies, app, 'account-deleted');
      redirect(303, localizeHref('/'));
    }),
};
