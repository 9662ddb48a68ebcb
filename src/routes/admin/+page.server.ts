import * as accounts from '#lib/server/accounts/disclosures.ts';
import * as admin from '#lib/server/contest/admin.ts';
import * as contest from '#lib/server/contest/service.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, config } = locals.app;
  const [verified, written] = await Promise.all([
    contest.lastVerified(db),
    locals.account ? accounts.historyOf(db, locals.account.id) : [],
  ]);
  return {
    verified,
    hasDisclosed: written.length > 0,
    isUnset: {
      operatorName: config.operatorName === null,
      operatorContact: config.operatorContact === null,
      // A site without an author shows no article.
      article: config.articleUrl === null && config.authorName !== null,
    },
  };
};

export const actions: Actions = {
  verify: (event) =>
    runAdminAction(event, {
      at: 'verify',
      read: () => null,
      change: async (db, by) => {
        await admin.verifyToday(db, by);
        return '/admin';
      },
    }),
};
