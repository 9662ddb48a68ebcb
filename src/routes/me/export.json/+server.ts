import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as disclosures from '#lib/server/accounts/disclosures.ts';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import * as accounts from '#lib/server/accounts/service.ts';
import { listSessions } from '#lib/server/auth/sessions.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { scoresJson } from '#lib/server/http/scores-json.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import { scoresOf } from '#lib/server/leaderboard/my-scores.ts';
import * as notices from '#lib/server/notices/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { RequestHandler } from './$types';

/** Upper bound of exported notices, more than any account has. */
const MOST_NOTICES = 10_000;

/** Data export: everything stored about the reader. */
export const GET: RequestHandler = async ({ locals, cookies }) => {
  const { app, account } = locals;
  if (!account) redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(localizeHref('/me'))}`);
  const [{ handle, email, joinedAt }, sessions, all, log, scores, noticeRows, decisions, disclosed] =
    await Promise.all([
      accounts.profile(app.db, account.id),
      listSessions(app.db, account.id, cookies.get(app.auth.cookieName) ?? ''),
      questions.list(app.db, app.keeper, readerOf(locals)),
      forecasts.log(app.db, account.id),
      scoresOf(app.db, account.id, { withLines: true }),
      notices.list(app.db, account.id, MOST_NOTICES),
      exclusions.historyOf(app.db, account.id),
      disclosures.historyOf(app.db, account.id),
    ]);
  const optionsOf = new Map(all.map(({ slug, options }) => [slug, options.map((option) => option.slug)]));
  const everything = {
    account: { handle, email, joinedAt },
    forecasts: log.map(({ question, requestId, madeAt, permille }) => ({
      question,
      requestId,
      madeAt,
      permille:
        permille &&
        Object.fromEntries(permille.map((value, i) => [optionsOf.get(question)?.[i] ?? i, value])),
    })),
    scores: scores.flatMap(scoresJson),
    trades: [],
    notices: noticeRows.map(({ at, kind, slug, isNew }) => ({ at, kind, question: slug, isNew })),
    exclusions: decisions.map(({ excluded, reason, decidedAt }) => ({ excluded, reason, decidedAt })),
    disclosures: disclosed,
    sessions,
  };
  return Response.json(everything, {
    headers: {
      'content-disposition': 'attachment; filename="final-two.json"',
      'cache-control': 'private, no-store',
    },
  });
};
