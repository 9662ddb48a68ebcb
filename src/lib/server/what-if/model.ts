// The state of the boards' worker: the logs of all open questions and of every edition of `final`, and the official scores.
// It reads the log once; later rows come with the jobs, from the log follower of the process.
import type { Db } from '../db/connect.ts';
import { REFERENCES } from '../forecast-log/growing-log.ts';
import { isOutsidePool, type LogUpdate, type LogRow } from '../forecast-log/update.ts';
import { listExcluded, openLog } from '../forecast-log/whole-log.ts';
import { readClock } from '../questions/service.ts';
import { assumedOf, replacedBy } from './assumed.ts';
import type { Assumption } from './assumption.ts';
import { type ComputedBoard, computeBoard } from './compute.ts';
import { CachedLog } from './cached-log.ts';
import { JoinTimes } from './join-times.ts';
import { loadOfficial, type OfficialSums } from './official.ts';
import { findEdition, type CachedQuestionRow, listCachedQuestions } from './queries.ts';

export class BoardModel {
  readonly #db: Db;
  readonly #cached = new Map<number, CachedLog>();
  /** Account ids by index; 0 for the crowd and the market. */
  readonly #accountIds = new Array<number>(REFERENCES).fill(0);
  readonly #indexOf = new Map<number, number>();
  readonly #joinTimes = new JoinTimes();
  #excluded = new Set<number>();
  /** Changes when somebody is excluded or let back in. */
  #excludedVersion = 0;
  #mustLoad = true;
  /** Received and not applied yet. */
  readonly #updates: LogUpdate[] = [];
  /** Official sums, of all results and without those that the newest edition's result would replace; `of` is the cache key. */
  #official: { of: string; all: OfficialSums; beside: OfficialSums } | null = null;
  #now = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Queues the updates since the last job; null when the whole log must be read. */
  receive(update: LogUpdate | null): void {
    if (update) this.#updates.push(update);
    else this.#mustLoad = true;
  }

  /**
   * Applies queued updates and reads new results. Must not run twice at a time.
   *
   * A row that commits after `openLog` comes with a later job, because the follower emits it after this job was sent.
   * Questions are read after the rows are known, so that the question of each row is loaded.
   */
  async catchUp(): Promise<void> {
    const received = this.#updates.length;
    const mustLoad = this.#mustLoad;
    this.#mustLoad = false;
    try {
      const readLog = mustLoad ? await openLog(this.#db) : null;
      await this.#loadResults();
      for (const update of this.#updates.splice(0, received)) this.#apply(update);
      // After the updates: it is newer than all of them.
      if (readLog) {
        await readLog((row) => this.#addRow(row));
        this.#setExcluded(await listExcluded(this.#db));
      }
    } catch (error) {
      this.#mustLoad ||= mustLoad;
      throw error;
    }
    await this.#joinTimes.load(this.#db, this.#accountIds);
    for (const cached of this.#cached.values()) await cached.loadOdds(this.#db);
    this.#now = (await readClock(this.#db)).getTime();
  }

  /**
   * The board under assumed results, as of the last catch-up or a given instant. An assumed result of the newest `final`
   * question also decides its older editions, as publishing it would.
   *
   * @param newcomersOnly ranks only accounts that joined in the thirty days before the last catch-up, by the same points
   * @returns null when a question is no longer open
   */
  compute(
    assumptions: readonly Assumption[],
    { knownAt = this.#now, newcomersOnly = false } = {},
  ): ComputedBoard | null {
    const decided = assumedOf(assumptions, this.#rows());
    if (!decided || !this.#official) return null;
    const flags = Uint8Array.from(this.#accountIds, (id) => (id === 0 || this.#excluded.has(id) ? 1 : 0));
    const excluded = { flags, version: this.#excludedVersion };
    const isReplaced = decided.some(({ row }) => row.isResolved);
    return computeBoard({
      ...(isReplaced ? this.#official.beside : this.#official.all),
      accountIds: this.#accountIds,
      isExcluded: flags,
      isShown: newcomersOnly ? this.#joinTimes.newcomersAt(this.#now) : null,
      assumed: decided.map(({ row, outcome }) => ({
        outcome,
        table: this.#cached.get(row.id)!.table(excluded, knownAt),
      })),
    });
  }

  #rows(): CachedQuestionRow[] {
    return [...this.#cached.values()].map(({ row }) => row);
  }

  #setExcluded(accounts: readonly number[]): void {
    this.#excluded = new Set(accounts);
    this.#excludedVersion += 1;
  }

  #apply({ rows, statuses }: LogUpdate): void {
    for (const row of rows) this.#addRow(row);
    for (const { accountId, status } of statuses) {
      const isExcluded = isOutsidePool(status);
      if (isExcluded === this.#excluded.has(accountId)) continue;
      if (isExcluded) this.#excluded.add(accountId);
      else this.#excluded.delete(accountId);
      this.#excludedVersion += 1;
    }
  }

  #addRow({ questionId, seq, accountId, madeAt, permille }: LogRow): void {
    this.#cached.get(questionId)?.log.take(seq, this.#index(accountId), madeAt.getTime(), permille);
  }
  /** Reads questions and results in one snapshot, so that no question is both resolved and assumed. */
  #loadResults(): Promise<void> {
    const snapshot = this.#db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return snapshot.execute(async (tx) => {
      this.#takeQuestions(await listCachedQuestions(tx));
      const replaced = replacedBy(this.#rows());
      const of = `${await findEdition(tx)} without ${replaced.join()}`;
      if (of === this.#official?.of) return;
      const index = (accountId: number) => this.#index(accountId);
      const all = await loadOfficial(tx, [], index);
      const beside = replaced.length > 0 ? await loadOfficial(tx, replaced, index) : all;
      this.#official = { of, all, beside };
    });
  }

  #takeQuestions(rows: readonly CachedQuestionRow[]): void {
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#cached.keys()) if (!ids.has(id)) this.#cached.delete(id);
    for (const row of rows) {
      const known = this.#cached.get(row.id);
      if (known) known.row = row;
      else this.#cached.set(row.id, new CachedLog(row));
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
