import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as identities from '#lib/server/people/providers/identities.ts';
import * as accounts from '#lib/server/people/accounts/service.ts';
import { isFresh } from '#lib/server/people/sessions/sessions.ts';
import { NotFoundError } from '#lib/server/platform/errors.ts';
import {
  dismiss,
  offersPasskeys,
  passkeySite,
  requirePasskeySite,
  takeChallenge,
} from '#lib/server/people/passkeys/http.ts';
import * as registration from '#lib/server/people/passkeys/service.ts';
import * as passkeys from '#lib/server/people/passkeys/service.ts';
import { one } from '#lib/server/http/fields.ts';
import {
  logSecurity,
  postOf,
  requireAccount,
  requireFresh,
  sessionSecret,
} from '#lib/server/people/sessions/http.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { runForm } from '#lib/server/http/form.ts';
import { ownPath } from '#lib/server/http/page.ts';
import { providersFor } from '#lib/server/people/providers/http.ts';
import { PROVIDERS } from '#lib/types/provider.ts';
import type { Actions, PageServerLoad } from './$types';

const passwordForm = v.object({ password: v.pipe(one, v.nonEmpty('missing-password')) });
const addForm = v.object({
  name: v.pipe(one, v.trim(), v.nonEmpty('missing'), v.maxLength(40, 'too-long')),
  answer: one,
});
const removeForm = v.object({ id: one });
const unlinkForm = v.object({ provider: v.pipe(one, v.picklist(PROVIDERS, 'unknown-choice')) });

/** The ways in which the reader can sign in. They change with a fresh proof only. */
export const load: PageServerLoad = async (event) => {
  const { app } = event.locals;
  const { id } = accountOf(event);
  const [linked, keys, { hasPassword }, isProved] = await Promise.all([
    identities.list(app.db, id),
    passkeys.list(app.db, id),
    accounts.profile(app.db, id),
    isFresh(app.db, sessionSecret(event)),
  ]);
  const others = providersFor(event).filter((each) => !linked.some(({ provider }) => provider === each));
  return {
    linked: linked.map(({ provider, linkedAt }) => ({ provider, linkedAt })),
    others,
    passkeys: keys,
    canAddPasskey: offersPasskeys(event),
    hasPassword,
    isProved,
  };
};

export const actions: Actions = {
  prove: (event) =>
    runForm(event, passwordForm, async ({ password }) => {
      accountOf(event);
      await requireFresh(event, { password: [password] });
      redirect(303, localizeHref('/me/ways'));
    }),
  addPasskey: (event) =>
    runForm(event, addForm, async ({ name, answer }) => {
      const { app } = event.locals;
      const account = accountOf(event);
      const site = requirePasskeySite(event);
      await requireFresh(event, {});
      const challenge = await takeChallenge(event);
      await registration.add(app.db, postOf(event), site, account, { name, answer, challenge });
      await logSecurity(event, 'link', { accountId: account.id, reason: 'passkey-added' });
      setFlash(event.cookies, app, 'passkey-added');
      redirect(303, localizeHref('/me/ways'));
    }),
  removePasskey: (event) =>
    runForm(event, removeForm, async ({ id: passkey }) => {
      const { app } = event.locals;
      const { id } = accountOf(event);
      await requireFresh(event, {});
      const session = { accountId: id, secret: sessionSecret(event) };
      await passkeys.remove(app.db, postOf(event), session, passkey);
      await logSecurity(event, 'link', { accountId: id, reason: 'passkey-removed' });
      setFlash(event.cookies, app, 'passkey-removed');
      redirect(303, localizeHref('/me/ways'));
    }),
  dismissOffer: (event) =>
    runForm(event, v.object({ next: one }), async ({ next }) => {
      accountOf(event);
      dismiss(event);
      redirect(303, ownPath(next, localizeHref('/')));
    }),
  unlink: (event) =>
    runForm(event, unlinkForm, async ({ provider }) => {
      const { app } = event.locals;
      const { id } = accountOf(event);
      await requireFresh(event, {});
      const session = { accountId: id, secret: sessionSecret(event) };
      await identities.unlink(app.db, postOf(event), session, provider);
      await logSecurity(event, 'link', { accountId: id, reason: `unlinked-${provider}` });
      await app.keeper.poll();
      setFlash(event.cookies, app, 'unlinked');
      redirect(303, localizeHref('/me/ways'));
    }),
};

function accountOf(event: RequestEvent) {
  if (!passkeySite(event) && event.locals.app.config.providers.size === 0) throw new NotFoundError();
  return requireAccount(event);
}
