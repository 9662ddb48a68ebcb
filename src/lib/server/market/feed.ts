import { MICRO } from '#lib/domain/micro.ts';
import { zip } from '#lib/domain/zip.ts';
import type { MarketJson, MarketView } from '#lib/types/market.ts';
import type { MarketBook } from './book.ts';
import type { MarketKeeper, MarketState } from './keeper.ts';
import type { TradedQuestion } from './trade.ts';
import { marketView, SETS_SHOWN } from './view.ts';

/** A market in JSON: points a share with at most six decimals. @param options slugs in option order */
export function marketJson(view: MarketView, options: readonly string[]): MarketJson {
  return {
    price: Object.fromEntries(zip(options, view.prices).map(([slug, micro]) => [slug, micro / MICRO])),
    sets: view.sets.map(({ members, price }) => ({ members, price: price / MICRO })),
    liquidity: rounded(view.liquidity),
    makerLossAtMost: rounded(view.makerLossAtMost),
    trades: view.trades,
    version: view.trades,
  };
}

function rounded(points: number): number {
  return Math.round(points * MICRO) / MICRO;
}

/** Between two messages of one market. */
const SEND_MS = 500;
/** By book: after a restart thousands of pages connect at once. */
const jsonOf = new WeakMap<MarketBook, MarketJson>();

/** A market as event streams send it. */
export function liveMarketJson(state: MarketState, question: TradedQuestion): MarketJson {
  const known = jsonOf.get(state.book);
  if (known) return known;
  const view = marketView(state, question);
  const json = marketJson({ ...view, sets: view.sets.slice(0, SETS_SHOWN) }, question.options);
  jsonOf.set(state.book, json);
  return json;
}

interface Receiver {
  /** Undefined for a question that was opened since the last poll. */
  questionOf(questionId: number): TradedQuestion | undefined;
  send(slug: string, market: MarketJson): void;
  onError(error: unknown): void;
}

/** Sends the prices of markets that have changed, at most twice a second each. @returns how to stop */
export function feedMarkets(markets: MarketKeeper, { questionOf, send, onError }: Receiver): () => void {
  const changed = new Set<number>();
  const stopListening = markets.listen((questionId) => changed.add(questionId));
  const sendOne = async (questionId: number) => {
    const question = questionOf(questionId);
    if (!question) return;
    changed.delete(questionId);
    send(question.slug, liveMarketJson(await markets.state(question), question));
  };
  const timer = setInterval(() => {
    for (const questionId of changed) sendOne(questionId).catch(onError);
  }, SEND_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    stopListening();
  };
}
