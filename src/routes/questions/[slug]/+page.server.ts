import { shareOf } from '#lib/components/share/summary.ts';
import { since } from '#lib/server/forecasts/crowd/since.ts';
import { formAt } from '#lib/server/forecasts/form.ts';
import { isFirstVisit, momentFor, readerOf } from '#lib/server/questions/http.ts';
import { marketBeside } from '#lib/server/market/http.ts';
import * as editions from '#lib/server/questions/edition.ts';
import { logsOf } from '#lib/server/forecasts/crowd/logs.ts';
import * as questions from '#lib/server/questions/service.ts';
import { balance, dismissSteps, forecast, withdraw } from './forecast-actions.ts';
import type { Actions, PageServerLoad } from './$types';

/** More than a chart can show beside each other. */
const POINTS_SHOWN = 240;

export const load: PageServerLoad = async ({ cookies, locals, params, url }) => {
  const { db, app } = locals;
  const { keeper } = app;
  const moment = await momentFor(locals);
  const question = questions.getAt(moment, keeper, params.slug);
  const { row, edits, exclusions } = questions.find(moment, params.slug);
  const [logs, sinceMine, market] = await Promise.all([
    logsOf(db, keeper.histories, row, readerOf(locals), POINTS_SHOWN),
    since(db, moment, [question]),
    marketBeside(locals, question),
  ]);
  return {
    question,
    market,
    share: shareOf(question),
    form: formAt(url.searchParams, question, editions.carried(moment, [question]).get(question.slug)),
    isFirstVisit: isFirstVisit(locals, cookies, moment),
    editions: editions.links(moment, question.slug),
    edits,
    exclusions,
    history: logs.history,
    hasOlderLog: logs.hasOlder,
    log: logs.own,
    authorLog: logs.author,
    since: sinceMine.get(question.slug) ?? null,
    now: moment.now.toISOString(),
    events: moment.catalogue.events.filter((event) => event.round === question.round),
  };
};

export const actions: Actions = { forecast, balance, withdraw, dismissSteps };
