import { setImmediate } from 'node:timers/promises';
import type { Db } from '../../platform/db/connect.ts';
import { singleFlight } from '../../platform/concurrency.ts';
import {
  drawTransactionId,
  findHighestSeq,
  listRowsOpenAt,
  type LogRow,
  type LogUpdate,
  readLog,
  readStanding,
  readStatusChanges,
  readStatuses,
} from './queries.ts';

// Log cursor: the position of a follower in the forecast log. Pure.
//
// Rows commit out of `seq` order, so reading only `seq > highest` would miss late commits. A skipped `seq` is a gap: its row
// may still commit. The gate draws a transaction id before it draws `seq`, so a transaction id that is drawn after a gap was
// seen is higher than that of the gap's transaction: it is the gap's bound. Once a snapshot's xmin has reached the bound, that
// transaction has ended, and a row that the snapshot lacks will never come. See docs/decisions/006-the-log-follower.md.

/** State of the database at the start, read in this order. */
export interface LogStart {
  /** Highest committed `seq`. */
  highest: number;
  /** A transaction id drawn after `highest` was read. */
  bound: number;
  /** Xmin of the snapshot in which the standing forecasts were read. */
  xmin: number;
}

/** Result of one read, in one snapshot, of all gaps and the first rows after the highest `seq`. */
interface LogRead {
  seqs: readonly number[];
  /** Xmin of the snapshot: all transactions below it have ended. */
  xmin: number;
  /** A transaction id drawn by the read, when `needsBound` was true. */
  bound: number | null;
}

export class LogCursor {
  #highest: number;
  /** Bound of each gap; null until one is drawn. */
  readonly #gaps = new Map<number, number | null>();
  /** Rows that `addCommitted` got before a read returned them. */
  readonly #early = new Set<number>();
  #openStart: LogStart | null;

  constructor(start: LogStart) {
    this.#highest = start.highest;
    this.#openStart = start.xmin < start.bound ? start : null;
  }

  /** Highest `seq` that a read has returned. */
  get highest(): number {
    return this.#highest;
  }

  get gaps(): number[] {
    return [...this.#gaps.keys()];
  }

  /** Whether the next read has to draw a transaction id, because a gap has no bound yet. */
  get needsBound(): boolean {
    return this.#gaps.values().some((bound) => bound === null);
  }

  /** Adds a committed row that came from elsewhere than a read. @returns whether it is new */
  addCommitted(seq: number): boolean {
    if (this.#gaps.delete(seq)) return true;
    const isUnread = seq > this.#highest || (this.#openStart !== null && seq <= this.#openStart.highest);
    if (!isUnread || this.#early.has(seq)) return false;
    this.#early.add(seq);
    return true;
  }

  /** Adds the result of a read. @returns its new rows */
  advance({ seqs, xmin, bound }: LogRead): Set<number> {
    const found = this.#closeGaps(new Set(seqs), xmin, bound);
    for (const seq of seqs.toSorted((a, b) => a - b)) {
      if (seq <= this.#highest) continue;
      for (let gap = this.#highest + 1; gap < seq; gap++) {
        if (!this.#early.delete(gap)) this.#gaps.set(gap, null);
      }
      if (!this.#early.delete(seq)) found.add(seq);
      this.#highest = seq;
    }
    return found;
  }

  /** The start, if transactions were open then that could commit rows up to its `highest`, and all have ended by this xmin. */
  startToSettle(xmin: number): LogStart | null {
    const start = this.#openStart;
    return start && start.bound <= xmin ? start : null;
  }

  /** Adds the rows of `listRowsOpenAt` for the open start. @returns the new ones */
  settle(seqs: readonly number[]): Set<number> {
    const { highest = 0 } = this.#openStart ?? {};
    this.#openStart = null;
    const found = new Set(seqs.filter((seq) => !this.#early.has(seq)));
    for (const seq of this.#early) if (seq <= highest) this.#early.delete(seq);
    return found;
  }

  /** @returns the gaps that were filled */
  #closeGaps(seqs: ReadonlySet<number>, xmin: number, bound: number | null): Set<number> {
    const filled = new Set<number>();
    for (const [gap, known] of this.#gaps) {
      const drawn = known ?? bound;
      if (seqs.has(gap)) filled.add(gap);
      if (seqs.has(gap) || (drawn !== null && drawn <= xmin)) this.#gaps.delete(gap);
      else this.#gaps.set(gap, drawn);
    }
    return filled;
  }
}

// The log follower: one per process, on the primary server. It emits new rows of the forecast log, each once however late it
// commits, and changes of how accounts count.

/** Batch size of reads. */
const ROWS_AT_ONCE = 5_000;

type Listener = (update: LogUpdate) => void;

/** Class because it has identity: its position in the log. */
export class LogFollower {
  readonly #db: Db;
  readonly #listeners = new Set<Listener>();
  #cursor: LogCursor | null = null;
  /** Xmin of the last snapshot in which accounts were read. */
  #statusXmin = 0;
  /** Rows that were read and not emitted yet, by `seq`. */
  readonly #pending = new Map<number, LogRow>();
  /** Whether a new account counts in full at once; else its status must be read before its first forecast is emitted. */
  #newcomersCount = true;
  /** Accounts of emitted rows, where newcomers do not count. */
  readonly #known = new Set<number>();
  /** First forecasts of accounts since the last read of statuses. */
  #newcomers: LogRow[] = [];
  #rowsRead = 0;
  /** Open gaps by `seq`, with the time at which they were seen. */
  #gapsSeenAt = new Map<number, Date>();
  #now = new Date(0);

  constructor(db: Db) {
    this.#db = db;
  }

  /** Number of log rows read since the start, for benchmarks and metrics. */
  get rowsRead(): number {
    return this.#rowsRead;
  }

  /** Highest `seq` that a poll has read. */
  get highest(): number {
    return this.#cursor?.highest ?? 0;
  }

  /** When the longest open gap was seen; null without a gap. */
  get oldestGapAt(): Date | null {
    return this.#gapsSeenAt.values().next().value ?? null;
  }

  /** Number of open gaps. */
  get gaps(): number {
    return this.#cursor?.gaps.length ?? 0;
  }

  /** The database's clock at the last poll. */
  get now(): Date {
    return this.#now;
  }

  /** Subscribes to updates. @returns unsubscribe */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Emits the accounts that do not count in full and the standing forecasts. The order of the reads matters: see `LogStart`. Rows that stand may
   * be emitted again by polls; listeners ignore known rows.
   */
  async start(): Promise<void> {
    const { xmin: statusXmin, statuses, newcomersCount } = await readStatuses(this.#db);
    const highest = await findHighestSeq(this.#db);
    const bound = await drawTransactionId(this.#db);
    const { xmin, rows } = await readStanding(this.#db);
    this.#cursor = new LogCursor({ highest, bound, xmin });
    this.#statusXmin = statusXmin;
    this.#newcomersCount = newcomersCount;
    this.#emit({ rows, statuses });
  }

  /**
   * Emits a row that this process has just committed; no poll emits it again. An account's first one may wait for the next
   * poll.
   */
  take(row: LogRow): void {
    const isNew = this.#cursor?.addCommitted(row.seq) || this.#pending.delete(row.seq);
    if (!isNew) return;
    if (this.#newcomersCount || this.#known.has(row.accountId)) this.#emit({ rows: [row], statuses: [] });
    else this.#newcomers.push(row);
  }

  /** Emits everything that was committed before the call. Calls during a poll share the next one. */
  readonly poll = singleFlight(() => this.#poll());

  /** Reads up to the highest `seq` of its first read, so that it ends while rows keep coming. */
  async #poll(): Promise<void> {
    const cursor = this.#cursor;
    if (!cursor) throw new Error('The log follower has not been started.');
    let read = await this.#readRows(cursor);
    const { last } = read;
    while (cursor.highest < last) read = await this.#readRows(cursor);
    // After the rows, so that no row is weighed by a status older than itself.
    const newcomers = this.#newcomers.splice(0);
    for (const row of newcomers) this.#pending.set(row.seq, row);
    await this.#readStatuses();
    await this.#emitPending();
    this.#now = read.now;
  }

  #noteGaps(gaps: readonly number[]): void {
    const now = new Date();
    this.#gapsSeenAt = new Map(gaps.map((seq) => [seq, this.#gapsSeenAt.get(seq) ?? now]));
  }

  /** In batches, so that a long backlog does not hold up requests. */
  async #emitPending(): Promise<void> {
    while (this.#pending.size > 0) {
      const rows = [...this.#pending.values().take(ROWS_AT_ONCE)];
      for (const { seq } of rows) this.#pending.delete(seq);
      this.#emit({ rows, statuses: [] });
      if (this.#pending.size > 0) await setImmediate();
    }
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
    this.#noteGaps(cursor.gaps);
    return read;
  }

  #keepNew(rows: readonly LogRow[], isNew: ReadonlySet<number>): void {
    this.#rowsRead += rows.length;
    for (const row of rows) if (isNew.has(row.seq)) this.#pending.set(row.seq, row);
  }

  async #readStatuses(): Promise<void> {
    const { xmin, statuses, newcomersCount } = await readStatusChanges(this.#db, this.#statusXmin);
    this.#statusXmin = xmin;
    this.#newcomersCount = newcomersCount;
    this.#emit({ rows: [], statuses });
  }

  #emit(update: LogUpdate): void {
    if (!this.#newcomersCount) for (const { accountId } of update.rows) this.#known.add(accountId);
    for (const listener of this.#listeners) listener(update);
  }
}

function seqsOf(rows: readonly LogRow[]): number[] {
  return rows.map(({ seq }) => seq);
}
