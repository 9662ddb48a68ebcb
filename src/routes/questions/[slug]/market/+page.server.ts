import { NotEnoughPointsError, NotEnoughSharesError } from '#lib/server/platform/errors.ts';
import { shareOf } from '#lib/components/share/summary.ts';
import { pageTitle } from '#lib/components/share/pages.ts';
import { STAKE } from '#lib/domain/market-stake.ts';
import { formatCount } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';
import { marketQuestion } from '#lib/server/market/http.ts';
import { momentFor, readerOf } from '#lib/server/questions/http.ts';
import { messagesOf } from '#lib/server/http/messages.ts';
import { parseSeq, type TradedQuestion } from '#lib/server/market/trade.ts';
import { readQuote } from '#lib/server/market/form.ts';
import * as market from '#lib/server/market/service.ts';
import { depthOf, marketView, SETS_SHOWN } from '#lib/server/market/view.ts';
import { logsOf } from '#lib/server/forecasts/crowd/logs.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { ShareView } from '#lib/types/share.ts';
import type { AskedQuote } from '#lib/types/market.ts';
import type { Actions, PageServerLoad } from './$types';
import { buy, notEnough, sell } from './trade-actions.ts';

/** More than a chart can show beside each other. */
const POINTS_SHOWN = 240;
/** Rows of the log below the trade box. */
const TRADES_SHOWN = 10;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, db, account } = locals;
  const traded = await marketQuestion(locals, params.slug);
  const moment = await momentFor(locals);
  const question = questions.getAt(moment, app.keeper, params.slug);
  const { row } = questions.find(moment, params.slug);
  const state = await app.markets.state(traded);
  const before = parseSeq(url.searchParams.get('before'));
  const receipt = parseSeq(url.searchParams.get('traded'));
  const [logs, prices, trades, own, asked, done] = await Promise.all([
    logsOf(db, app.keeper.histories, row, readerOf(locals), POINTS_SHOWN),
    app.marketHistories.read(app.db, traded),
    market.trades(app.db, traded.id, before === null ? { limit: TRADES_SHOWN } : { before }),
    account && market.account(app.db, app.markets, traded, account.id),
    askedIn(url.searchParams, locals, traded),
    account && receipt && market.ownTrade(app.db, traded.id, account.id, receipt),
  ]);
  const view = marketView(state, traded);
  const share: ShareView = {
    ...shareOf(question),
    title: pageTitle(m.market_page_title({ title: localized(question.title) })),
    description: m.market_lead({ stake: formatCount(STAKE) }),
  };
  return {
    question,
    share,
    market: { ...view, sets: view.sets.slice(0, SETS_SHOWN) },
    depth: traded.options.map((_, survives) => depthOf(state.book, { survives })),
    history: logs.history,
    authorLog: logs.author,
    prices,
    trades: trades.rows,
    /** `before` of the page of older trades; null where there are none. */
    olderTrades: trades.next,
    areTradesOlder: before !== null,
    own: own && { ...own, outcomes: own.outcomes.slice(0, SETS_SHOWN) },
    asked,
    done,
    mustVerify: account !== null && app.config.requireVerified && !moment.isVerified,
    now: moment.now.toISOString(),
    requestId: crypto.randomUUID(),
    events: moment.catalogue.events.filter((event) => event.round === question.round),
  };
};

/** The quote that the address asks for, with everything that was typed; null where it asks for none. */
async function askedIn(
  parameters: URLSearchParams,
  { app, account }: App.Locals,
  traded: TradedQuestion,
): Promise<AskedQuote | null> {
  const typed = Object.fromEntries(
    ['event', 'spend', 'shares']
      .filter((name) => parameters.has(name))
      .map((name) => [name, parameters.getAll(name)]),
  );
  if (Object.keys(typed).length === 0) return null;
  const text = (name: string) => typed[name]?.[0] ?? '';
  const shown = {
    side: 'shares' in typed ? ('sell' as const) : ('buy' as const),
    ...{ event: text('event'), spend: text('spend'), shares: text('shares') },
  };
  const { values, errors } = readQuote(typed, traded);
  if (errors) return { ...shown, errors: messagesOf(errors), quote: null };
  try {
    const quote = await market.quote(app.db, app.markets, traded, values, account?.id ?? null);
    return { ...shown, errors: {}, quote: { ...quote, pays: quote.pays.slice(0, SETS_SHOWN) } };
  } catch (error) {
    if (!(error instanceof NotEnoughPointsError || error instanceof NotEnoughSharesError)) throw error;
    return { ...shown, errors: messagesOf(notEnough(error)), quote: null };
  }
}

export const actions: Actions = { buy, sell };
