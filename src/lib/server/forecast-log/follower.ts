// The log follower: one in a process, on the primary server. It reads what is new in the forecast log and which accounts
// are excluded from pool and ranking, and passes both on; every row once, however late it commits.
import type { Db } from '../db/connect.ts';
import { singleFlight } from '../single-flight.ts';
import { LogCursor } from './cursor.ts';
import type { LogNews, LogRow, StatusChange } from './news.ts';
import {
  drawTransactionId,
  findHighestSeq,
  listRowsOpenAt,
  readExcluded,
  readLog,
  readStanding,
  readStatusChanges,
} from './queries.ts';

/** So many rows of the log are read at a time. */
const ROWS_AT_ONCE = 5_000;

type Listener = (news: LogNews) => void;

/** Class because it has identity: its position in the log. */
export class LogFollower {
  readonly #db: Db;
  readonly #listeners = new Set<Listener>();
  #cursor: LogCursor | null = null;
  /** Xmin of the snapshot in which accounts were read last. */
  #statusXmin = 0;
  /** Rows that were read and not passed on yet, by `seq`. */
  readonly #unpassed = new Map<number, LogRow>();
  #rowsRead = 0;
  #now = new Date(0);

  constructor(db: Db) {
    this.#db = db;
  }

  /** How many rows of the log it has read since the start. */
  get rowsRead(): number {
    return this.#rowsRead;
  }

  /** How many rows below the highest one read may still commit. */
  get gaps(): number {
    return this.#cursor?.gaps.length ?? 0;
  }

  /** The database's clock at the last poll. */
  get now(): Date {
    return this.#now;
  }

  /** Calls the listener with all that is new. @returns how to stop it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Passes on who is excluded and what stands. Rows that are open now follow: by `seq` where it is higher than the highest
   * read before; else all that a transaction has written which was open in the snapshot of what stands, once every one that
   * was open when the highest `seq` was known has ended.
   */
  async start(): Promise<void> {
    const { xmin: statusXmin, excluded } = await readExcluded(this.#db);
    const highest = await findHighestSeq(this.#db);
    const bound = await drawTransactionId(this.#db);
    const { xmin, rows } = await readStanding(this.#db);
    this.#cursor = new LogCursor({ highest, bound, xmin });
    this.#statusXmin = statusXmin;
    this.#pass({ rows, statuses: statusesOf(excluded, true) });
  }

  /** A row that this process has just committed: passed on at once, and not again when it is read. */
  take(row: LogRow): void {
    const isNew = this.#cursor?.hand(row.seq) || this.#unpassed.delete(row.seq);
    if (isNew) this.#pass({ rows: [row], statuses: [] });
  }

  /** Reads and passes on all that was committed before the call. Callers share at most one poll that waits. */
  readonly poll = singleFlight(() => this.#poll());

  /** What commits meanwhile is left to the next poll, so that this one ends. */
  async #poll(): Promise<void> {
    const cursor = this.#cursor;
    if (!cursor) throw new Error('The log follower has not been started.');
    let read = await this.#readRows(cursor);
    const { last } = read;
    while (cursor.highest < last) read = await this.#readRows(cursor);
    // After the rows, so that none counts by a status older than itself.
    const statuses = await this.#readStatuses();
    this.#pass({ rows: [...this.#unpassed.values()], statuses });
    this.#unpassed.clear();
    this.#now = read.now;
  }

  async #readRows(cursor: LogCursor) {
    const { highest, gaps, needsBound } = cursor;
    const read = await readLog(this.#db, { highest, gaps, needsBound, limit: ROWS_AT_ONCE });
    const start = cursor.startToSettle(read.xmin);
    if (start) {
      const open = await listRowsOpenAt(this.#db, start.highest, start.xmin);
      this.#keepNew(open, cursor.settle(seqsOf(open)));
    }
    this.#keepNew(read.rows, cursor.advance({ ...read, seqs: seqsOf(read.rows) }));
    return read;
  }

  #keepNew(rows: readonly LogRow[], isNew: ReadonlySet<number>): void {
    this.#rowsRead += rows.length;
    for (const row of rows) if (isNew.has(row.seq)) this.#unpassed.set(row.seq, row);
  }

  async #readStatuses(): Promise<StatusChange[]> {
    const { xmin, excluded, counted } = await readStatusChanges(this.#db, this.#statusXmin);
    this.#statusXmin = xmin;
    return [...statusesOf(excluded, true), ...statusesOf(counted, false)];
  }

  #pass(news: LogNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}

function seqsOf(rows: readonly LogRow[]): number[] {
  return rows.map(({ seq }) => seq);
}

function statusesOf(accountIds: readonly number[], isExcluded: boolean): StatusChange[] {
  return accountIds.map((accountId) => ({ accountId, isExcluded }));
}
