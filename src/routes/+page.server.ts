import { shareOf } from '#lib/components/share/summary.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import { since } from '#lib/server/forecasts/crowd/since.ts';
import { BusyError } from '#lib/server/platform/errors.ts';
import { formFor } from '#lib/server/forecasts/form.ts';
import { isFirstVisit, momentFor, readerOf } from '#lib/server/questions/http.ts';
import { marketBeside } from '#lib/server/market/http.ts';
import { leadQuestion, pictureOdds } from '#lib/server/questions/lead.ts';
import type { Moment } from '#lib/server/questions/moment.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import { recentResult } from '#lib/server/results/resolutions/recent-result.ts';
import * as whatIf from '#lib/server/results/what-if/service.ts';
import { assumablesOf, favouriteOf, keptFor } from '#lib/server/results/what-if/service.ts';
import { textsOf } from '#lib/server/results/what-if/assumption.ts';
import { FEWEST_RANKED } from '#lib/server/results/what-if/board-view.ts';
import type { TopView } from '#lib/types/leaderboard.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { PageServerLoad } from './$types';

const EVENTS_SHOWN = 3;
const TOP_ROWS = 3;

export const load: PageServerLoad = async ({ cookies, locals }) => {
  const { db, app } = locals;
  const { keeper } = app;
  const moment = await momentFor(locals);
  const all = questions.listAt(moment, keeper);
  const question = leadQuestion(all);
  const led = question ? [question] : [];
  const [sinceMine, top, recent, market] = await Promise.all([
    since(db, moment, led),
    topOf(locals, moment, all),
    recentResult(app.db, moment, all, readerOf(locals)),
    question && marketBeside(locals, question),
  ]);
  return {
    recent,
    now: moment.now.toISOString(),
    question,
    market: market ?? null,
    ...(question && { share: shareOf(question) }),
    form: question && formFor(question, editions.carried(moment, led).get(question.slug)),
    isFirstVisit: isFirstVisit(locals, cookies, moment),
    since: (question && sinceMine.get(question.slug)) ?? null,
    others: all.filter((other) => other.phase === 'open' && other !== question),
    contest: contest.viewAt(moment.catalogue.contest, moment.now),
    ...pictureOdds(all),
    events: moment.catalogue.events.slice(0, EVENTS_SHOWN),
    top,
  };
};

/** The best on the board of the crowd's favourite result; null where nothing can be assumed. */
async function topOf(locals: App.Locals, moment: Moment, all: QuestionView[]): Promise<TopView | null> {
  const [choice] = assumablesOf(all);
  const favourite = choice && favouriteOf([choice]);
  if (!favourite) return null;
  const { slug, options, crowd } = choice;
  const request = { page: 1, search: '', ...readerOf(locals), limit: TOP_ROWS };
  const board = await whatIf.board(locals.app, [favourite], request).catch((error: unknown) => {
    // The page is there for forecasting: it does without this card. An overload is not logged.
    if (!(error instanceof BusyError))
      locals.app.log.error({ err: error }, 'the what-if board could not be worked out');
    return null;
  });
  return (
    board && {
      board,
      rows: TOP_ROWS,
      assume: textsOf([favourite]),
      survivors: favourite.survivors,
      choice: { slug, options, crowd },
      fewestRanked: FEWEST_RANKED,
      kept: keptFor(
        moment,
        all.find(({ slug }) => slug === favourite.question),
      ),
    }
  );
}
