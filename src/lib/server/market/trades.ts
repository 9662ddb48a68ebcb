// Group commit of trades: those of one market that arrive while others are being written are written together, by one
// transaction (batch.ts).
import type { Db } from '../platform/db/connect.ts';
import { sqlStateOf } from '../platform/db/sqlstate.ts';
import { BusyError } from '../platform/errors.ts';
import { refusalOf, tradeTogether } from './apply.ts';
import type { MarketKeeper } from './keeper.ts';
import type { NewTrade, TradedQuestion, TradeReceipt } from './trade.ts';

/** Bounds how long a market is locked. */
const BATCH_SIZE = 64;
/** Of one market; more are refused as busy. */
const MOST_WAITING = 1_000;
/** Of one account: it has one trade in each transaction. */
const MOST_OF_ACCOUNT = 4;

interface Request {
  trade: NewTrade;
  resolve: (receipt: TradeReceipt) => void;
  reject: (error: unknown) => void;
}

/** The queue of one market. */
interface Queue {
  question: TradedQuestion;
  waiting: Request[];
  flight: Promise<void> | null;
}

export class MarketTrades {
  readonly #db: Db;
  readonly #queues = new Map<number, Queue>();
  readonly #keeper: MarketKeeper;

  constructor(db: Db, keeper: MarketKeeper) {
    this.#db = db;
    this.#keeper = keeper;
  }

  /**
   * Buys or sells on a question. Safe to repeat: the same requestId gives the same receipt, also after the close.
   *
   * @throws an AppError naming the rule by which it is refused; BusyError where too many wait
   */
  async place(question: TradedQuestion, trade: NewTrade): Promise<TradeReceipt> {
    const queue = this.#queues.get(question.id) ?? { question, waiting: [], flight: null };
    const own = queue.waiting.filter((request) => request.trade.accountId === trade.accountId);
    if (queue.waiting.length >= MOST_WAITING || own.length >= MOST_OF_ACCOUNT) throw new BusyError();
    this.#queues.set(question.id, queue);
    return new Promise((resolve, reject) => {
      queue.waiting.push({ trade, resolve, reject });
      queue.flight ??= this.#fly(queue);
    });
  }

  /** Waits for all pending trades. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#queues.values()].map(({ flight }) => flight));
  }

  async #fly(queue: Queue): Promise<void> {
    while (queue.waiting.length > 0) {
      const batch = takeBatch(queue);
      // A transaction that one trade makes fail says nothing of the others.
      if (!(await this.#write(queue.question, batch)))
        for (const request of batch) await this.#write(queue.question, [request], true);
    }
    queue.flight = null;
    this.#queues.delete(queue.question.id);
  }

  /** @returns false where the transaction failed and nothing was answered */
  async #write(question: TradedQuestion, batch: Request[], isAlone = batch.length === 1): Promise<boolean> {
    try {
      const trades = batch.map(({ trade }) => trade);
      const { results, book, ...market } = await this.#db
        .transaction()
        .execute((tx) => tradeTogether(tx, this.#keeper, question, trades));
      if (book) this.#keeper.take({ questionId: question.id, version: book.version, ...market }, book);
      for (const [i, { resolve, reject }] of batch.entries()) {
        const result = results[i]!;
        if (result instanceof Error) reject(result);
        else resolve(result);
      }
      return true;
    } catch (error) {
      if (!isAlone) return false;
      const refusal = refusalOf(sqlStateOf(error)) ?? error;
      for (const { reject } of batch) reject(refusal);
      return true;
    }
  }
}

/** The longest waiting, one of each account. */
function takeBatch(queue: Queue): Request[] {
  const accounts = new Set<number>();
  const batch: Request[] = [];
  queue.waiting = queue.waiting.filter((request) => {
    const { accountId } = request.trade;
    if (batch.length >= BATCH_SIZE || accounts.has(accountId)) return true;
    accounts.add(accountId);
    batch.push(request);
    return false;
  });
  return batch;
}
