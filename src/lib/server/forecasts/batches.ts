// Group commit: forecasts on one question that arrive while others are being written are written together, by one
// statement. Nothing waits for a timer, and no receipt is given before its transaction is committed.
import type { RunPrepared } from '../platform/db/prepared.ts';
import { sqlStateOf } from '../platform/db/sqlstate.ts';
import { BusyError } from '../platform/errors.ts';
import type { LogRow } from './log/queries.ts';
import { type NewForecast, placeBatch, type PlacedRow } from './queries.ts';
import { type ForecastObserver, NO_OBSERVER } from '../platform/metrics/metrics.ts';
import { receiptOf, requireStorable, type Receipt } from './receipt.ts';

/** Statements in flight on one question: the database writes one while the next is on its way. */
const FLIGHTS = 2;
/** Bounds how long the accounts of one statement are locked. */
const BATCH_SIZE = 64;
/** Of one question; more are refused as busy. */
const MOST_WAITING = 2_000;
/** Of one account: it has one row in each statement, and could fill the queue by repeating what stands. */
const MOST_OF_ACCOUNT = 8;
const MOST_FAILING = 1_000;
/** SQLSTATE of a statement that took too long: another attempt would, too. */
const CANCELED = '57014';
/** SQLSTATE classes of errors that a single row can cause: data, integrity, conflict with another session. */
const ROW_ERRORS = ['22', '23', '40'];

interface Request {
  forecast: NewForecast;
  /** Of `performance.now()`. */
  enqueuedAt: number;
  /** Written by a statement of its own. */
  isAlone: boolean;
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}

/** The queue of one question. */
interface Queue {
  waiting: Request[];
  flights: number;
}

export class ForecastBatches {
  readonly #run: RunPrepared;
  readonly #onCommitted: (row: LogRow) => void;
  readonly #observer: ForecastObserver;
  readonly #queues = new Map<number, Queue>();
  readonly #flights = new Set<Promise<void>>();
  /** Each account is once in all that is in flight. */
  readonly #accounts = new Set<number>();
  /** Accounts whose last forecast made a statement fail: their next goes alone, so that it fails no other. */
  readonly #failing = new Set<number>();

  /** @param onCommitted gets the row of the log of each receipt, before the receipt is given; must not throw */
  constructor(
    run: RunPrepared,
    onCommitted: (row: LogRow) => void = () => undefined,
    observer: ForecastObserver = NO_OBSERVER,
  ) {
    this.#run = run;
    this.#onCommitted = onCommitted;
    this.#observer = observer;
  }

  /** Forecasts that wait for a statement. */
  get waiting(): number {
    return this.#queues.values().reduce((sum, queue) => sum + queue.waiting.length, 0);
  }

  /** As `place` of the service, for a forecast of its own transaction. @throws BusyError where too many wait */
  async place(forecast: NewForecast): Promise<Receipt> {
    try {
      const receipt = await this.#place(forecast);
      this.#observer.settled();
      return receipt;
    } catch (error) {
      this.#observer.settled(error);
      throw error;
    }
  }

  async #place(forecast: NewForecast): Promise<Receipt> {
    requireStorable(forecast);
    const waiting = this.#queues.get(forecast.questionId)?.waiting ?? [];
    const own = waiting.filter(({ forecast: { accountId } }) => accountId === forecast.accountId);
    if (waiting.length >= MOST_WAITING || own.length >= MOST_OF_ACCOUNT) throw new BusyError();
    const isAlone = this.#failing.has(forecast.accountId);
    return new Promise((resolve, reject) => {
      this.#enqueue({ forecast, enqueuedAt: performance.now(), isAlone, resolve, reject });
      this.#launch();
    });
  }

  /** Waits for all pending requests. */
  async close(): Promise<void> {
    while (this.#flights.size > 0) await Promise.allSettled(this.#flights);
  }

  #enqueue(request: Request): void {
    const { questionId } = request.forecast;
    const queue = this.#queues.get(questionId) ?? { waiting: [], flights: 0 };
    this.#queues.set(questionId, queue);
    queue.waiting.push(request);
  }

  #launch(): void {
    for (const [questionId, queue] of this.#queues) {
      while (queue.flights < FLIGHTS) {
        const batch = this.#takeBatch(queue);
        if (batch.length === 0) break;
        const flight = this.#write(queue, questionId, batch).finally(() => this.#flights.delete(flight));
        this.#flights.add(flight);
      }
      if (queue.flights === 0 && queue.waiting.length === 0) this.#queues.delete(questionId);
    }
  }

  /** The longest waiting requests of accounts that are not in flight. */
  #takeBatch(queue: Queue): Request[] {
    const batch: Request[] = [];
    queue.waiting = queue.waiting.filter((request) => {
      const hasRoom = batch[0] ? !batch[0].isAlone && !request.isAlone && batch.length < BATCH_SIZE : true;
      if (!hasRoom || this.#accounts.has(request.forecast.accountId)) return true;
      this.#accounts.add(request.forecast.accountId);
      batch.push(request);
      return false;
    });
    return batch;
  }

  async #write(queue: Queue, questionId: number, batch: Request[]): Promise<void> {
    queue.flights += 1;
    const startedAt = performance.now();
    try {
      const rows = await placeBatch(
        this.#run,
        questionId,
        batch.map(({ forecast }) => forecast),
      );
      this.#settle(batch, new Map(rows.map((row) => [row.accountId, row])));
    } catch (error) {
      this.#fail(batch, error);
      if (sqlStateOf(error) === CANCELED) refuseWaiting(queue);
    }
    this.#observer.written({
      rows: batch.length,
      waitedMs: startedAt - (batch[0]?.enqueuedAt ?? startedAt),
      tookMs: performance.now() - startedAt,
    });
    for (const { forecast } of batch) this.#accounts.delete(forecast.accountId);
    queue.flights -= 1;
    this.#launch();
  }

  #settle(batch: Request[], rows: ReadonlyMap<number, PlacedRow>): void {
    for (const { forecast, resolve, reject } of batch) {
      const { accountId } = forecast;
      this.#failing.delete(accountId);
      try {
        const receipt = receiptOf(forecast, rows.get(accountId));
        this.#onCommitted({ ...receipt, accountId });
        resolve(receipt);
      } catch (refusal) {
        reject(refusal);
      }
    }
  }

  /** Each row of a failed statement is tried once more, alone: where it was committed after all, that says so. */
  #fail(batch: Request[], cause: unknown): void {
    const error = sqlStateOf(cause) === CANCELED ? new BusyError() : cause;
    const isFinal = error instanceof BusyError;
    for (const request of batch) {
      if (!request.isAlone && !isFinal) this.#enqueue({ ...request, isAlone: true });
      else {
        if (isRowError(error)) this.#markFailing(request.forecast.accountId);
        request.reject(error);
      }
    }
  }

  #markFailing(accountId: number): void {
    if (this.#failing.size >= MOST_FAILING) this.#failing.clear();
    this.#failing.add(accountId);
  }
}

/** The question's lock is held for long, as by a publication: a further statement would wait as long again. */
function refuseWaiting(queue: Queue): void {
  const { waiting } = queue;
  queue.waiting = [];
  for (const { reject } of waiting) reject(new BusyError());
}

function isRowError(error: unknown): boolean {
  return ROW_ERRORS.includes(sqlStateOf(error)?.slice(0, 2) ?? '');
}
