import * as forecasts from '#lib/server/forecasts/service.ts';
import { requireAccount } from '#lib/server/people/sessions/http.ts';
import { cursorOf } from '#lib/server/http/page.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { LogEntryView } from '#lib/types/question.ts';
import type { PageServerLoad } from './$types';

/** One's own log on one question, page by page: `before` is the `seq` where a page begins. */
export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event;
  const { app } = locals;
  const account = requireAccount(event);
  const moment = await momentFor(locals);
  const question = questions.getAt(moment, app.keeper, params.slug);
  const { id } = questions.find(moment, params.slug).row;
  const page = { limit: forecasts.LOG_PAGE, before: cursorOf(url, 'before') };
  const rows = await forecasts.logOn(app.db, account.id, id, page);
  return {
    question,
    log: rows.map((row): LogEntryView => ({ ...row, madeAt: row.madeAt.toISOString() })),
    older: rows.length < forecasts.LOG_PAGE ? null : (rows.at(-1)?.seq ?? null),
  };
};
