// What the board's worker keeps in memory: who forecast what on every open question and every edition of `final`, tailed
// from the log, and what the results so far have earned. It follows the database as the crowd keeper does, in a thread of
// its own.
import {
  findSettledSeq,
  listOutsideAccounts,
  listRowsAfter,
  listRowsBetween,
  type LogRow,
} from '../crowd/log.ts';
import { Tail } from '../crowd/tail.ts';
import type { Db } from '../db/connect.ts';
import { readClock } from '../questions/service.ts';
import { assumedOf, replacedBy } from './assumed.ts';
import type { Assumption } from './assumption.ts';
import { type ComputedBoard, computeBoard } from './compute.ts';
import { CachedLog } from './cached-log.ts';
import { loadOfficial, type OfficialSums } from './official.ts';
import { findEdition, type KeptRow, listKept } from './queries.ts';

/** At the start, rows younger than this are read again: a row before them may still be on its way. */
const SETTLED_SECONDS = 120;
/** So many rows of a long log are read at a time. */
const ROWS_AT_ONCE = 50_000;

export class BoardModel {
  readonly #db: Db;
  #tail: Tail | null = null;
  readonly #kept = new Map<number, CachedLog>();
  /** Index 0 is the crowd's. */
  readonly #accountIds: number[] = [0];
  readonly #indexOf = new Map<number, number>();
  #outside: ReadonlySet<number> = new Set();
  /** Another whenever somebody enters or leaves the ranking. */
  #outsideVersion = 0;
  /** Of all results, and without those that the newest edition's would replace; with what they were read of. */
  #official: { of: string; all: OfficialSums; beside: OfficialSums } | null = null;
  #now = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Reads what is new in the database. */
  async catchUp(): Promise<void> {
    const startedAt = Date.now();
    await this.#loadResults();
    const tail = (this.#tail ??= await this.#loadSettled());
    const [rows, outside] = await Promise.all([
      listRowsAfter(this.#db, tail.from()),
      listOutsideAccounts(this.#db),
    ]);
    // Before any row counts as met: a question that opened meanwhile must not miss its first ones.
    if (rows.some(({ questionId }) => !this.#kept.has(questionId))) await this.#loadResults();
    for (const row of rows) if (tail.isNew(row.seq, Date.now())) this.#take(row);
    tail.hasRead(startedAt);
    this.#takeOutside(new Set(outside));
    for (const kept of this.#kept.values()) await kept.loadCrowd(this.#db);
    this.#now = (await readClock(this.#db)).getTime();
  }

  /**
   * The board under assumed outcomes, as of the last reading or of the instant given. What is assumed of the newest
   * `final` question is assumed of its older editions with it, as publishing it would decide them.
   *
   * @returns null where a question is not open any more
   */
  compute(assumptions: readonly Assumption[], knownAt = this.#now): ComputedBoard | null {
    const decided = assumedOf(assumptions, this.#rows());
    if (!decided || !this.#official) return null;
    const flags = Uint8Array.from(this.#accountIds, (id) => (id === 0 || this.#outside.has(id) ? 1 : 0));
    const outside = { flags, version: this.#outsideVersion };
    const isReplaced = decided.some(({ row }) => row.isResolved);
    return computeBoard({
      ...(isReplaced ? this.#official.beside : this.#official.all),
      accountIds: this.#accountIds,
      isOutside: flags,
      assumed: decided.map(({ row, outcome }) => ({
        outcome,
        ...this.#kept.get(row.id)!.scores(outside, knownAt),
      })),
    });
  }

  #rows(): KeptRow[] {
    return [...this.#kept.values()].map(({ row }) => row);
  }

  /** All of the log that nothing can come before any more: read once. */
  async #loadSettled(): Promise<Tail> {
    const settled = await findSettledSeq(this.#db, SETTLED_SECONDS);
    for (let from = 0; from < settled;) {
      const rows = await listRowsBetween(this.#db, from, settled, ROWS_AT_ONCE);
      for (const row of rows) this.#take(row);
      from = rows.at(-1)?.seq ?? settled;
    }
    return new Tail(settled);
  }

  #take({ questionId, seq, accountId, madeAt, permille }: LogRow): void {
    this.#kept.get(questionId)?.log.take(seq, this.#index(accountId), madeAt.getTime(), permille);
  }

  #takeOutside(outside: ReadonlySet<number>): void {
    const isSame = outside.size === this.#outside.size && [...outside].every((id) => this.#outside.has(id));
    if (isSame) return;
    this.#outside = outside;
    this.#outsideVersion += 1;
  }

  /** Questions and results as of one instant: what has its result must not be assumed beside it. */
  #loadResults(): Promise<void> {
    const snapshot = this.#db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return snapshot.execute(async (tx) => {
      this.#takeQuestions(await listKept(tx));
      const replaced = replacedBy(this.#rows());
      const of = `${await findEdition(tx)} without ${replaced.join()}`;
      if (of === this.#official?.of) return;
      const index = (accountId: number) => this.#index(accountId);
      const all = await loadOfficial(tx, [], index);
      const beside = replaced.length > 0 ? await loadOfficial(tx, replaced, index) : all;
      this.#official = { of, all, beside };
    });
  }

  #takeQuestions(rows: readonly KeptRow[]): void {
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#kept.keys()) if (!ids.has(id)) this.#kept.delete(id);
    for (const row of rows) {
      const known = this.#kept.get(row.id);
      if (known) known.row = row;
      else this.#kept.set(row.id, new CachedLog(row));
    }
  }

  #index(accountId: number): number {
    let index = this.#indexOf.get(accountId);
    if (index === undefined) {
      index = this.#accountIds.push(accountId) - 1;
      this.#indexOf.set(accountId, index);
    }
    return index;
  }
}
