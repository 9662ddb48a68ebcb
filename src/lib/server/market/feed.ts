import type { MarketJson } from '#lib/types/market.ts';
import { marketJson } from './json.ts';
import type { MarketKeeper } from './keeper.ts';
import type { TradedField } from './new-trade.ts';
import { marketView } from './view.ts';

/** Between two messages of one market. */
const SEND_MS = 500;
/** Of many sets a page shows the likeliest. */
const MOST_SETS = 10;

interface Receiver {
  /** Undefined for a question that was opened since the last poll. */
  fieldOf(questionId: number): TradedField | undefined;
  send(slug: string, market: MarketJson): void;
  onError(error: unknown): void;
}

/** Sends the prices of markets that have changed, at most twice a second each. @returns how to stop */
export function feedMarkets(markets: MarketKeeper, { fieldOf, send, onError }: Receiver): () => void {
  const changed = new Set<number>();
  const stopListening = markets.listen((questionId) => changed.add(questionId));
  const sendOne = async (questionId: number) => {
    const field = fieldOf(questionId);
    if (!field) return;
    changed.delete(questionId);
    const view = marketView(await markets.state(field), field);
    send(field.slug, marketJson({ ...view, sets: view.sets.slice(0, MOST_SETS) }, field.options));
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
