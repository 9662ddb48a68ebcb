// Prices of a market over time, from the log of trades: one point a minute at the most. What was read once stays in memory.
import { prices } from '#lib/domain/market.ts';
import type { PricePointView } from '#lib/types/market.ts';
import type { Db } from '../db/connect.ts';
import { MarketBook } from './book.ts';
import { parseEvent } from './event-text.ts';
import type { TradedField } from './new-trade.ts';
import { listTradesAfter } from './queries.ts';
import { findMarket } from './trade-queries.ts';

const MINUTE_MS = 60_000;
/** Rows of the log read at once. */
const BATCH = 2_000;

interface Kept {
  book: MarketBook;
  points: PricePointView[];
}

export class MarketHistories {
  readonly #kept = new Map<number, Kept>();

  /** Oldest first; empty before the first trade. */
  async read(db: Db, field: TradedField): Promise<readonly PricePointView[]> {
    const market = await findMarket(db, field.id);
    if (!market || market.version === 0) return [];
    let kept = this.#kept.get(field.id) ?? {
      book: MarketBook.open(field.options.length, field.seats, market.opening),
      points: [],
    };
    while (kept.book.version < market.version) {
      const rows = await listTradesAfter(db, field.id, kept.book.version, BATCH);
      if (rows.length === 0) break;
      kept = withTrades(kept, field, rows);
    }
    this.#kept.set(field.id, kept);
    return kept.points;
  }
}

function withTrades(
  { book, points }: Kept,
  field: TradedField,
  rows: { madeAt: Date; event: string; shares: number }[],
): Kept {
  const minuteOf = (at: Date) => Math.floor(at.getTime() / MINUTE_MS);
  const added: PricePointView[] = [];
  let now = book;
  for (const [i, { madeAt, event, shares }] of rows.entries()) {
    now = now.withTrade(parseEvent(event, field.options, field.seats)!, shares);
    const next = rows[i + 1];
    // The last price of each minute.
    if (next && minuteOf(next.madeAt) === minuteOf(madeAt)) continue;
    added.push({
      at: madeAt.toISOString(),
      permille: prices(now.market).map((price) => Math.round(price * 1000)),
    });
  }
  return { book: now, points: [...points, ...added] };
}
