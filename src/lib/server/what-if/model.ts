// What the boards' worker holds in memory: who forecast what on every open question and every edition of `final`, and what
// the results so far have earned. It reads the log once; from then on its news come with the jobs, from the log follower of
// the process.
import type { Db } from '../db/connect.ts';
import type { LogNews, LogRow } from '../forecast-log/news.ts';
import { listExcluded, openLog } from '../forecast-log/whole-log.ts';
import { readClock } from '../questions/service.ts';
import { assumedOf, replacedBy } from './assumed.ts';
import type { Assumption } from './assumption.ts';
import { type ComputedBoard, computeBoard } from './compute.ts';
import { CachedLog } from './cached-log.ts';
import { loadOfficial, type OfficialSums } from './official.ts';
import { findEdition, type KeptRow, listKept } from './queries.ts';

export class BoardModel {
  readonly #db: Db;
  readonly #kept = new Map<number, CachedLog>();
  /** Index 0 is the crowd's. */
  readonly #accountIds: number[] = [0];
  readonly #indexOf = new Map<number, number>();
  #excluded = new Set<number>();
  /** Changes when somebody is excluded or let back in. */
  #excludedVersion = 0;
  #mustLoad = true;
  /** Received and not taken in yet. */
  readonly #news: LogNews[] = [];
  /** Of all results, and without those that the newest edition's would replace; with what they were read of. */
  #official: { of: string; all: OfficialSums; beside: OfficialSums } | null = null;
  #now = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  /** What the log follower passed on since the last call; null where the log must be read whole. */
  receive(news: LogNews | null): void {
    if (news) this.#news.push(news);
    else this.#mustLoad = true;
  }

  /**
   * Takes in what was received and reads what else is new in the database. One at a time.
   *
   * A row that commits after the log was opened is not missed: the follower passes it on after the job was sent, so it comes
   * with a later one. Questions are read after that, so that no row is of an unknown one.
   */
  async catchUp(): Promise<void> {
    const received = this.#news.length;
    const mustLoad = this.#mustLoad;
    this.#mustLoad = false;
    try {
      const readLog = mustLoad ? await openLog(this.#db) : null;
      await this.#loadResults();
      if (readLog) {
        await readLog((row) => this.#takeRow(row));
        this.#setExcluded(await listExcluded(this.#db));
      }
    } catch (error) {
      this.#mustLoad ||= mustLoad;
      throw error;
    }
    for (const news of this.#news.splice(0, received)) this.#take(news);
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
    const flags = Uint8Array.from(this.#accountIds, (id) => (id === 0 || this.#excluded.has(id) ? 1 : 0));
    const excluded = { flags, version: this.#excludedVersion };
    const isReplaced = decided.some(({ row }) => row.isResolved);
    return computeBoard({
      ...(isReplaced ? this.#official.beside : this.#official.all),
      accountIds: this.#accountIds,
      isExcluded: flags,
      assumed: decided.map(({ row, outcome }) => ({
        outcome,
        table: this.#kept.get(row.id)!.table(excluded, knownAt),
      })),
    });
  }

  #rows(): KeptRow[] {
    return [...this.#kept.values()].map(({ row }) => row);
  }

  #setExcluded(accounts: readonly number[]): void {
    this.#excluded = new Set(accounts);
    this.#excludedVersion += 1;
  }

  #take({ rows, statuses }: LogNews): void {
    for (const row of rows) this.#takeRow(row);
    for (const { accountId, isExcluded } of statuses) {
      if (isExcluded === this.#excluded.has(accountId)) continue;
      if (isExcluded) this.#excluded.add(accountId);
      else this.#excluded.delete(accountId);
      this.#excludedVersion += 1;
    }
  }

  #takeRow({ questionId, seq, accountId, madeAt, permille }: LogRow): void {
    this.#kept.get(questionId)?.log.take(seq, this.#index(accountId), madeAt.getTime(), permille);
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
