import { type ScoreTable, scoreTableOf } from '#lib/domain/scores.ts';
import { countsFrom, POINT_MS } from '../crowd/point-time.ts';
import type { Db } from '../db/connect.ts';
import { GrowingLog, type OddsRow } from '../forecast-log/growing-log.ts';
import { PriceLog } from '../market/price-log.ts';
import { type CachedQuestionRow, listPointsFrom } from './queries.ts';

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
