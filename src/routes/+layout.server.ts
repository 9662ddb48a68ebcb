import { shareSite } from '#lib/components/share/pages.ts';
import { takeFlash } from '#lib/server/http/cookies.ts';
import * as passkeyOffer from '#lib/server/people/passkeys/http.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import { receiptFor } from '#lib/server/forecasts/http.ts';
import { verificationOf } from '#lib/server/people/verification/http.ts';
import type { FlashView, ReaderView, SiteView } from '#lib/types/reader.ts';
import type { LayoutServerLoad } from './$types';
import { FLASH_SENTENCES, NEEDS_CARE } from './flash-sentences.ts';

export const load: LayoutServerLoad = async ({ locals, cookies, request, setHeaders, url, untrack }) => {
  const { account, app } = locals;
  const { authorName, articleUrl, operatorName, operatorContact, canMail, requireVerified, isRehearsal } =
    app.config;
  const hasProviders = app.config.providers.size > 0;
  const moment = account && (await momentFor(locals));
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
  const unseen = moment?.unseen ?? 0;
  const taken = takeFlash(cookies, app);
  // Said once: going back to this page must not say it again, let alone offer to undo what has changed since.
  if (taken) setHeaders({ 'cache-control': 'private, no-store' });
  // Untracked: the host name is the same on every page.
  const offersPasskey =
    taken !== null && (await untrack(() => passkeyOffer.isDue({ cookies, locals, request, url }, taken)));
  const isShown = taken !== null && (taken.code !== 'returned' || offersPasskey);
  const flash: FlashView | null = isShown
    ? {
        sentence: FLASH_SENTENCES[taken.code](),
        needsCare: NEEDS_CARE.has(taken.code),
        offersPasskey,
        isOffer: taken.code === 'returned',
        receipt: await receiptFor(locals, taken),
      }
    : null;
  const verification = await verificationOf({ locals, cookies });
  return { reader, site, unseen, verification, flash, share: shareSite(authorName !== null) };
};
