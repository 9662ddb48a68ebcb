import { redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as accounts from '#lib/server/accounts/service.ts';
import { endOtherSessions, listSessions } from '#lib/server/auth/sessions.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import { scoresOf } from '#lib/server/leaderboard/my-scores.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { LogEntryView } from '#lib/types/question.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, cookies, url }) => {
  const { app, account } = locals;
  if (!account) redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(url.pathname)}`);
  const [profile, sessions, all, rows, scores] = await Promise.all([
    accounts.profile(app.db, account.id),
    listSessions(app.db, account.id, cookies.get(app.auth.cookieName) ?? ''),
    questions.list(app.db, app.keeper, readerOf(locals)),
    forecasts.log(app.db, account.id),
    scoresOf(app.db, account.id, { withLines: true }),
  ]);
  const log = rows.map((row): LogEntryView => ({ ...row, madeAt: row.madeAt.toISOString() }));
  return {
    forecasts: all
      .map((question) => ({ question, log: log.filter((row) => row.question === question.slug) }))
      .filter((forecast) => forecast.log.length > 0),
    scores,
    email: profile.email,
    joinedAt: profile.joinedAt.toISOString(),
    sessions,
    requestId: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  endOtherSessions: async ({ locals, cookies }) => {
    const { app, account } = locals;
    if (!account) redirect(303, localizeHref('/sign-in'));
    await endOtherSessions(app.db, account.id, cookies.get(app.auth.cookieName) ?? '');
    setFlash(cookies, app, 'sessions-ended');
    redirect(303, localizeHref('/me'));
  },
};
