import type { Db } from '../../platform/db/connect.ts';
import { computeBoard, type ComputedBoard, type Input } from './compute.ts';
import {
  type CachedQuestionRow,
  countResolved,
  findEdition,
  listCachedQuestions,
  listJoinTimes,
  listOfficial,
  listOfficialReferences,
  listPointsFrom,
} from './queries.ts';
import { NEWCOMER_MS } from '../leaderboard/queries.ts';
import { type ScoreTable, scoreTableOf } from '#lib/domain/scores.ts';
import { countsFrom, POINT_MS } from '../../forecasts/crowd/queries.ts';
import { GrowingLog, type OddsRow, REFERENCES } from '../../forecasts/log/growing-log.ts';
import { PriceLog } from '../../market/history.ts';
import {
  isOutsidePool,
  listExcluded,
  type LogRow,
  type LogUpdate,
  openLog,
} from '../../forecasts/log/queries.ts';
import { readClock } from '../../questions/service.ts';
import { assumedOf, type Assumption, replacedBy } from './assumption.ts';

/** Sums of all official scores. */
export type OfficialSums = Pick<Input, 'official' | 'officialReferences' | 'officialQuestions'>;

/**
 * @param without questions whose results are left out
 * @param index index of an account in the worker's arrays
 */
async function loadOfficial(
  db: Db,
  without: readonly number[],
  index: (accountId: number) => number,
): Promise<OfficialSums> {
  const sums = await listOfficial(db, without);
  return {
    official: new Map(sums.map(({ accountId, ...sum }) => [index(accountId), sum])),
    officialReferences: await listOfficialReferences(db, without),
    officialQuestions: await countResolved(db, without),
  };
}

const ACCOUNTS_AT_ONCE = 50_000;

/** When accounts joined, by their index in memory. Read once for each account, because it never changes. */
class JoinTimes {
  /** Milliseconds since the epoch; −Infinity for what is no account. */
  readonly #joinedAt: number[] = [];

  /** Reads the times of accounts that are new in memory. @param accountIds database ids by index */
  async load(db: Db, accountIds: readonly number[]): Promise<void> {
    while (this.#joinedAt.length < accountIds.length) {
      const from = this.#joinedAt.length;
      const ids = accountIds.slice(from, from + ACCOUNTS_AT_ONCE);
      const times = new Map(
        (await listJoinTimes(db, ids)).map(({ id, joinedAt }) => [id, joinedAt.getTime()]),
      );
      for (const id of ids) this.#joinedAt.push(times.get(id) ?? -Infinity);
    }
  }

  /** Who is a newcomer at an instant, by index. */
  newcomersAt(now: number): Uint8Array {
    return Uint8Array.from(this.#joinedAt, (joinedAt) => (now - joinedAt < NEWCOMER_MS ? 1 : 0));
  }
}

/** Who is excluded from pool and ranking, by the account's index in memory. */
export interface Excluded {
  flags: Uint8Array;
  /** Changes when somebody is excluded or let back in. */
  version: number;
}

/** A question's log with the odds of crowd and market in memory, with the score table computed from them. */
export class CachedLog {
  row: CachedQuestionRow;
  readonly log: GrowingLog;
  readonly #crowd: OddsRow[] = [];
  readonly #prices: PriceLog;
  #market: readonly OddsRow[] = [];
  /** The cached score table and the key of everything it depends on. */
  #table: { of: string; table: ScoreTable } | null = null;

  constructor(row: CachedQuestionRow) {
    this.row = row;
    this.log = new GrowingLog(row.options.length);
    const { id, seats, options } = row;
    this.#prices = new PriceLog({ id, seats, options: options.map(({ slug }) => slug) });
  }

  /** Reads new odds of the crowd and of the market. */
  async loadOdds(db: Db): Promise<void> {
    await this.#loadCrowd(db);
    this.#market = await this.#prices.read(db);
  }

  /** Reads new crowd points. One may commit after the next minute's point, so the last two minutes are read again. */
  async #loadCrowd(db: Db): Promise<void> {
    const from = (this.#crowd.at(-1)?.at ?? 0) - 2 * POINT_MS;
    const points = await listPointsFrom(db, this.row.id, new Date(from));
    this.#crowd.length = this.#crowd.findLastIndex(({ at }) => at - POINT_MS < from) + 1;
    for (const { at, permille } of points) this.#crowd.push({ at: countsFrom(at), permille });
  }

  /**
   * The score table; null when the horizon is empty. Recomputed only when its key changes; the table of a closed edition
   * stays cached.
   */
  table(excluded: Excluded, now: number): ScoreTable | null {
    const [opensAt, closesAt] = [this.row.opensAt.getTime(), this.row.closesAt?.getTime() ?? null];
    if (closesAt !== null && closesAt <= opensAt) return null;
    const horizon = { opensAt, closesAt, knownAt: Math.min(closesAt ?? now, now) };
    const of = String([...Object.values(horizon), excluded.version, this.log.length, this.#oddsKey()]);
    if (this.#table?.of === of) return this.#table.table;
    const columns = this.log.columns([this.#crowd, this.#market], excluded.flags);
    const names = new Array<string>(excluded.flags.length).fill('');
    const table = scoreTableOf(columns, names, horizon, this.row.options.length, this.row.seats);
    this.#table = { of, table };
    return table;
  }

  #oddsKey(): string {
    const last = this.#crowd.at(-1);
    return `${this.#crowd.length} ${last?.at} ${last?.permille} ${this.#market.length}`;
  }
}

// The state of the boards' worker: the logs of all open questions and of every edition of `final`, and the official scores.
// It reads the log once; later rows come with the jobs, from the log follower of the process.

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
