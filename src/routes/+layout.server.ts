import { shareSite } from '#lib/components/share/pages.ts';
import { takeFlash } from '#lib/server/http/cookies.ts';
import { passkeySite } from '#lib/server/http/passkeys.ts';
import { placedWith } from '#lib/server/http/placed.ts';
import { momentFor } from '#lib/server/http/reader.ts';
import { verificationOf } from '#lib/server/http/verification.ts';
import * as passkeys from '#lib/server/passkeys/service.ts';
import type { FlashView, ReaderView, SiteView } from '#lib/types/reader.ts';
import type { LayoutServerLoad } from './$types';
import { FLASH_SENTENCES } from './flash-sentences.ts';

export const load: LayoutServerLoad = async ({ locals, cookies, setHeaders, url, untrack }) => {
  const { account, app } = locals;
  const { authorName, articleUrl, operatorName, operatorContact, canMail, requireVerified, isRehearsal } =
    app.config;
  const hasProviders = app.config.providers.size > 0;
  const reader: ReaderView | null = account && {
    handle: account.handle,
    isAuthor: account.isAuthor,
    isAdmin: account.isAdmin,
  };
  const { isSimulation } = app;
  const site: SiteView = {
    ...{
      authorName,
      articleUrl,
      operatorName,
      operatorContact,
      canMail,
      hasProviders,
      requireVerified,
      isSimulation,
      isRehearsal,
    },
  };
  const unseen = account ? (await momentFor(locals)).unseen : 0;
  const taken = takeFlash(cookies, app);
  // Said once: going back to this page must not say it again, let alone offer to undo what has changed since.
  if (taken) setHeaders({ 'cache-control': 'private, no-store' });
  // Untracked: the host name is the same on every page.
  const passkeysWork = untrack(() => passkeySite({ url })) !== null;
  const lacksPasskey = async (id: number) => passkeysWork && (await passkeys.list(app.db, id)).length === 0;
  const flash: FlashView | null = taken && {
    sentence: FLASH_SENTENCES[taken.code](),
    needsCare: /^(?:draft|provider|identity)-|-failed$/.test(taken.code),
    offersPasskey: taken.code.startsWith('signed-in') && account !== null && (await lacksPasskey(account.id)),
    placed: await placedWith(locals, taken),
  };
  const verification = await verificationOf({ locals, cookies });
  return { reader, site, unseen, verification, flash, share: shareSite(authorName !== null) };
};
