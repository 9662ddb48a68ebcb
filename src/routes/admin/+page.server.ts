import * as accounts from '#lib/server/accounts/disclosures.ts';
import * as admin from '#lib/server/contest/admin.ts';
import * as contest from '#lib/server/contest/service.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import { momentFor } from '#lib/server/http/reader.ts';
import * as questions from '#lib/server/questions/service.ts';
import { endOfForecasting } from '#lib/domain/question.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Actions, PageServerLoad } from './$types';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

export const load: PageServerLoad = async ({ locals }) => {
  const { db, config, keeper } = locals.app;
  const [moment, verified, written] = await Promise.all([
    momentFor(locals),
    contest.lastVerified(db),
    locals.account ? accounts.historyOf(db, locals.account.id) : [],
  ]);
  return {
    closing: closingSoon(questions.listAt(moment, keeper), moment.now),
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

/** Questions whose forecasting ends within a week, the next first. */
function closingSoon(all: readonly QuestionView[], now: Date) {
  return all
    .filter(({ phase }) => phase === 'open')
    .flatMap(({ slug, title, closesAt, endsBy }) => {
      const at = endOfForecasting(closesAt, endsBy);
      const leftMs = at === null ? Infinity : Date.parse(at) - now.getTime();
      return at !== null && leftMs < WEEK_MS
        ? [{ slug, title: title.ko, at, isWithinDay: leftMs < DAY_MS }]
        : [];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

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
