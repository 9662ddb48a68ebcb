import { error } from '@sveltejs/kit';
import { requireAccount } from '#lib/server/people/sessions/http.ts';
import { cursorOf } from '#lib/server/http/page.ts';
import { linePage } from '#lib/server/results/leaderboard/my-scores.ts';
import * as questions from '#lib/server/questions/service.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import { HIGHEST_VERSION } from '#lib/server/results/resolutions/form.ts';
import type { PageServerLoad } from './$types';

/** Forecasts on one page; each has a line per option. */
const PAGE = 100;

/** One's own score lines in one version of a result, page by page: a page begins after the `seq` of `after`. */
export const load: PageServerLoad = async (event) => {
  const { locals, params, url } = event;
  const { app } = locals;
  const account = requireAccount(event);
  const version = cursorOf(url, 'version');
  if (version === undefined || version > HIGHEST_VERSION)
    error(404, { message: 'There is no such version.', code: 'not-found' });
  const moment = await momentFor(locals);
  const { id } = questions.find(moment, params.slug).row;
  const question = questions.getAt(moment, app.keeper, params.slug);
  const after = cursorOf(url, 'after') ?? 0;
  const page = { questionId: id, version, after, limit: PAGE };
  return { question, version, ...(await linePage(app.db, account.id, question.options, page)) };
};
