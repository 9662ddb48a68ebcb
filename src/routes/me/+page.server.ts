import { ownPage } from '#lib/server/people/accounts/own-account.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { requireAccount } from '#lib/server/people/sessions/http.ts';
import { passkeySite } from '#lib/server/people/passkeys/http.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import { scoresOf } from '#lib/server/results/leaderboard/my-scores.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { LogEntryView } from '#lib/types/question.ts';
import { endOtherSessions, endSession } from './session-actions.ts';
import type { Actions, PageServerLoad } from './$types';

/** Newest rows of the log of each question; the whole log has pages of its own. */
const SHOWN_OF_LOG = 20;
/** A version of a result with more score lines shows them on pages of their own. */
const MOST_LINES = 100;

export const load: PageServerLoad = async (event) => {
  const { locals, cookies } = event;
  const { app } = locals;
  const account = requireAccount(event);
  const [own, moment, rows, scores] = await Promise.all([
    ownPage(app.db, account.id, cookies.get(app.auth.cookieName) ?? ''),
    momentFor(locals),
    forecasts.logHeads(app.db, account.id, SHOWN_OF_LOG),
    scoresOf(app.db, account.id, { mostLines: MOST_LINES }),
  ]);
  const logOf = (slug: string) => rows.filter(({ question }) => question === slug);
  return {
    forecasts: questions
      .listAt(moment, app.keeper)
      .map((question) => ({
        question,
        log: logOf(question.slug).map((row): LogEntryView => ({ ...row, madeAt: row.madeAt.toISOString() })),
        total: logOf(question.slug)[0]?.total ?? 0,
      }))
      .filter(({ total }) => total > 0),
    scores: questions.titled(moment, scores),
    ...own,
    canMail: app.config.canMail,
    hasWays: app.config.providers.size > 0 || passkeySite(event) !== null,
    requestId: crypto.randomUUID(),
  };
};

export const actions: Actions = { endSession, endOtherSessions };
