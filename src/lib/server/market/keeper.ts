// The state of every market in memory, as the crowd keeper has the odds: reading prices never queries the database.
import type { Db } from '../platform/db/connect.ts';
import { singleFlight } from '../platform/concurrency.ts';
import { MarketBook } from './book.ts';
import { parseEvent, type TradedQuestion } from './trade.ts';
import { listHoldings, listMarkets } from './queries.ts';
import type { CrowdKeeper } from '../forecasts/crowd/keeper.ts';

/** Poll interval for other processes' trades; this process's own come by `take`. */
const POLL_MS = 400;

/** A market as of its latest trade. */
export interface MarketState {
  book: MarketBook;
  /** Accounts that have traded. */
  traders: number;
  /** Permille of each option before the first trade; null where prices were even. */
  opening: readonly number[] | null;
}

/** The crowd odds at which a market would open now, in permille; null for even prices. */
export type OpeningOf = (questionId: number) => readonly number[] | null;

type Listener = (questionId: number) => void;
type Row = Awaited<ReturnType<typeof listMarkets>>[number];

export class MarketKeeper {
  readonly #db: Db;
  readonly openingOf: OpeningOf;
  readonly #rows = new Map<number, Row>();
  readonly #books = new Map<number, MarketBook>();
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Db, openingOf: OpeningOf) {
    this.#db = db;
    this.openingOf = openingOf;
  }

  /** Loads the markets and starts polling. @param onError called when a poll fails */
  async start(onError: (error: unknown) => void): Promise<void> {
    await this.poll();
    this.#timer = setInterval(() => void this.poll().catch(onError), POLL_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads what other processes have traded. */
  readonly poll = singleFlight(async () => {
    for (const row of await listMarkets(this.#db)) this.#take(row);
  });

  /** The market of a question now; before the first trade, as it would open. */
  async state(question: TradedQuestion): Promise<MarketState> {
    const row = this.#rows.get(question.id);
    const opening = row ? row.opening : this.openingOf(question.id);
    const book = await this.bookAt(this.#db, question, row?.version ?? 0, opening);
    return { book, traders: row?.traders ?? 0, opening };
  }

  /** The market of a question as far as memory has it; null before the first trade, and until somebody has read it. */
  inMemory(questionId: number): MarketState | null {
    const [row, book] = [this.#rows.get(questionId), this.#books.get(questionId)];
    if (!row || book?.version !== row.version) return null;
    return { book, traders: row.traders, opening: row.opening };
  }

  /** The market as of a version, from memory where that is known. */
  async bookAt(
    db: Db,
    { id, options, seats }: TradedQuestion,
    version: number,
    opening: readonly number[] | null,
  ): Promise<MarketBook> {
    const known = this.#books.get(id);
    if (known && known.version === version) return known;
    const opened = MarketBook.open(options.length, seats, opening);
    if (version === 0) return opened;
    const holdings = await listHoldings(db, id);
    const book = opened.withHoldings(
      version,
      holdings.map(({ event, shares }) => [parseEvent(event, options, seats)!, shares] as const),
    );
    // May hold what was traded since the poll: under the market's lock the database then has a later version.
    this.#keep(id, book);
    return book;
  }

  /** Takes what this process has committed. */
  take(row: Row, book: MarketBook): void {
    this.#keep(row.questionId, book);
    this.#take(row);
  }

  /** Subscribes to markets that have changed. @returns unsubscribe */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(questionId: number, book: MarketBook): void {
    if (book.version >= (this.#books.get(questionId)?.version ?? 0)) this.#books.set(questionId, book);
  }

  #take(row: Row): void {
    const { questionId, version } = row;
    if (version <= (this.#rows.get(questionId)?.version ?? 0)) return;
    this.#rows.set(questionId, row);
    for (const listener of this.#listeners) listener(questionId);
  }
}

/** With fewer forecasters a market opens at even prices. */
const FEWEST_FORECASTERS = 5;

/** Markets open at the crowd odds. */
export function openingAt(keeper: Pick<CrowdKeeper, 'crowd'>): OpeningOf {
  return (questionId) => {
    const { permille, forecasters } = keeper.crowd(questionId);
    return forecasters >= FEWEST_FORECASTERS ? permille : null;
  };
}
