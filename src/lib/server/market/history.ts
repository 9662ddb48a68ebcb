// The prices of a market as odds that can be scored as the crowd's are. What was read once stays in memory.
import { prices } from '#lib/domain/market.ts';
import { largestRemainder, MAX_PERMILLE, MIN_PERMILLE, SEAT } from '#lib/domain/seats.ts';
import type { Db } from '../platform/db/connect.ts';
import type { OddsRow } from '../forecasts/log/growing-log.ts';
import { MarketBook } from './book.ts';
import { parseEvent, type TradedQuestion } from './trade.ts';
import { findMarket, listTradesAfter } from './queries.ts';
import type { PricePointView } from '#lib/types/market.ts';
import { thin } from '../forecasts/crowd/history.ts';

/** Rows of the log read at once. */
const BATCH = 2_000;

export class PriceLog {
  readonly #question: Omit<TradedQuestion, 'slug'>;
  readonly #slotMs: number;
  readonly #rows: OddsRow[] = [];
  #book: MarketBook | null = null;
  #reading: Promise<readonly OddsRow[]> | null = null;

  /** @param slotMs of trades in the same slot of time only the last has a row; all of them by default */
  constructor(question: Omit<TradedQuestion, 'slug'>, slotMs = 0) {
    this.#question = question;
    this.#slotMs = slotMs;
  }

  /** `seq` of the last trade that was read. */
  get version(): number {
    return this.#book?.version ?? 0;
  }

  /**
   * The prices of all options after each trade, rounded by largest remainder to whole permille in 1..999 that sum to
   * 1000·seats. Reads the trades since the last call; calls at once share one reading.
   *
   * @returns oldest first; empty before the first trade
   */
  read(db: Db): Promise<readonly OddsRow[]> {
    return (this.#reading ??= this.#read(db).finally(() => (this.#reading = null)));
  }

  async #read(db: Db): Promise<readonly OddsRow[]> {
    const { id, options, seats } = this.#question;
    for (;;) {
      const rows = await listTradesAfter(db, id, this.#book?.version ?? 0, BATCH);
      if (rows.length === 0) return this.#rows;
      let book = this.#book ?? MarketBook.open(options.length, seats, (await findMarket(db, id))!.opening);
      for (const [i, { madeAt, event, shares }] of rows.entries()) {
        book = book.withTrade(parseEvent(event, options, seats)!, shares);
        if (this.#isSameSlot(madeAt, rows[i + 1]?.madeAt)) continue;
        this.#replaceSlot({ at: madeAt.getTime(), permille: permilleOf(book, seats) });
      }
      this.#book = book;
      if (rows.length < BATCH) return this.#rows;
    }
  }

  #replaceSlot(row: OddsRow): void {
    const last = this.#rows.at(-1);
    if (last && this.#isSameSlot(new Date(last.at), new Date(row.at))) this.#rows.pop();
    this.#rows.push(row);
  }

  #isSameSlot(one: Date, other: Date | undefined): boolean {
    const slotOf = (at: Date) => Math.floor(at.getTime() / this.#slotMs);
    return this.#slotMs > 0 && other !== undefined && slotOf(one) === slotOf(other);
  }
}

function permilleOf({ market }: MarketBook, seats: number): number[] {
  const shares = prices(market).map((price) => price * SEAT);
  return largestRemainder(shares, SEAT * seats, MIN_PERMILLE, MAX_PERMILLE);
}

/** More than a chart can show beside each other. */
const MOST_POINTS = 240;
const MINUTE_MS = 60_000;

interface Kept {
  log: PriceLog;
  /** Of the log when the points were made. */
  version: number;
  points: readonly PricePointView[];
}

/** Prices of markets over time as charts show them. What was read once stays in memory. */
export class MarketHistories {
  readonly #kept = new Map<number, Kept>();

  /** Oldest first; empty before the first trade. */
  async read(db: Db, question: TradedQuestion): Promise<readonly PricePointView[]> {
    const kept = this.#kept.get(question.id) ?? {
      log: new PriceLog(question, MINUTE_MS),
      version: 0,
      points: [],
    };
    this.#kept.set(question.id, kept);
    const rows = await kept.log.read(db);
    if (kept.log.version !== kept.version) {
      const all = rows.map(({ at, permille }) => ({ at: new Date(at).toISOString(), permille }));
      Object.assign(kept, { version: kept.log.version, points: thin(all, MOST_POINTS) });
    }
    return kept.points;
  }
}
