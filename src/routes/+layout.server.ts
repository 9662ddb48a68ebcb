import { shareSite } from '#lib/components/share/pages.ts';
import { takeFlash } from '#lib/server/http/cookies.ts';
import { placedWith } from '#lib/server/http/placed.ts';
import { momentFor } from '#lib/server/http/reader.ts';
import { verificationOf } from '#lib/server/http/verification.ts';
import type { FlashView, ReaderView, SiteView } from '#lib/types/reader.ts';
import type { LayoutServerLoad } from './$types';
import { FLASH_SENTENCES } from './flash-sentences.ts';

export const load: LayoutServerLoad = async ({ locals, cookies, setHeaders }) => {
  const { account, app } = locals;
  const { authorName, articleUrl, operatorName, operatorContact, canMail, requireVerified } = app.config;
  const reader: ReaderView | null = account && {
    handle: account.handle,
    isAuthor: account.isAuthor,
    isAdmin: account.isAdmin,
  };
  const { isSimulation } = app;
  const site: SiteView = {
    ...{ authorName, articleUrl, operatorName, operatorContact, canMail, requireVerified, isSimulation },
  };
  const unseen = account ? (await momentFor(locals)).unseen : 0;
  const taken = takeFlash(cookies, app);
  // Said once: going back to this page must not say it again, let alone offer to undo what has changed since.
  if (taken) setHeaders({ 'cache-control': 'private, no-store' });
  const flash: FlashView | null = taken && {
    sentence: FLASH_SENTENCES[taken.code](),
    needsCare: taken.code.startsWith('draft-'),
    placed: await placedWith(locals, taken),
  };
  const verification = await verificationOf({ locals, cookies });
  return { reader, site, unseen, verification, flash, share: shareSite(authorName !== null) };
};
