import { exclusionsOf } from '#lib/server/accounts/exclusions.ts';
import { shareOf } from '#lib/components/share/summary.ts';
import * as contest from '#lib/server/contest/service.ts';
import { history } from '#lib/server/crowd/history.ts';
import { since } from '#lib/server/crowd/since.ts';
import { formFor } from '#lib/server/forecasts/form-state.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import * as edits from '#lib/server/questions/edits.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { ForecastStepView } from '#lib/types/odds.ts';
import type { LogEntryView } from '#lib/types/question.ts';
import { balance, forecast, withdraw } from './forecast-actions.ts';
import type { Actions, PageServerLoad } from './$types';

/** More than a chart can show beside each other. */
const POINTS_SHOWN = 240;

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, app } = locals;
  const { keeper } = app;
  const [question, field] = await Promise.all([
    questions.get(db, keeper, readerOf(locals), params.slug),
    questions.getField(db, params.slug),
  ]);
  const [carried, links, corrections, exclusions, points, log, authorLog, events, sinceMine, now] =
    await Promise.all([
      editions.carried(db, locals.account?.id ?? null, [question]),
      editions.links(db, field.slug),
      edits.list(db, field),
      exclusionsOf(db, field.id),
      history(db, field, POINTS_SHOWN),
      locals.account ? forecasts.logOn(db, locals.account.id, field.id) : [],
      locals.app.config.authorName === null ? [] : forecasts.authorLogOn(db, field.id),
      contest.events(db),
      since(db, question),
      questions.readClock(db),
    ]);
  return {
    question,
    share: shareOf(question),
    form: formFor(question, carried.get(question.slug)),
    editions: links,
    edits: corrections,
    exclusions,
    history: points,
    hasOlderLog: log.length === forecasts.LOG_PAGE,
    log: log.map((row): LogEntryView => ({ ...row, madeAt: row.madeAt.toISOString() })),
    authorLog: authorLog.map((row): ForecastStepView => ({ ...row, madeAt: row.madeAt.toISOString() })),
    since: sinceMine,
    now: now.toISOString(),
    events: events.filter((event) => event.round === question.round),
  };
};

export const actions: Actions = { forecast, balance, withdraw };
