import { type Horizon, type ScoreTable, scoreTableOf } from '#lib/domain/scores.ts';
import type { Db } from '../db/connect.ts';
import { type CrowdRow, GrowingLog } from './growing-log.ts';
import { type KeptRow, listPointsFrom } from './queries.ts';

const MINUTE_MS = 60_000;

/** Who is excluded from pool and ranking, by the account's index in memory. */
export interface Excluded {
  flags: Uint8Array;
  /** Changes when somebody is excluded or let back in. */
  version: number;
}

/** A question's log with the crowd's odds, and everybody's scores by it. */
export class CachedLog {
  row: KeptRow;
  readonly log: GrowingLog;
  readonly #crowd: CrowdRow[] = [];
  /** The last one made, and all that it depends on. */
  #table: { of: string; table: ScoreTable } | null = null;

  constructor(row: KeptRow) {
    this.row = row;
    this.log = new GrowingLog(row.options.length);
  }

  /** Reads the crowd's odds. A point may commit after that of the next minute, so the last two minutes are read again. */
  async loadCrowd(db: Db): Promise<void> {
    const from = (this.#crowd.at(-1)?.at ?? 0) - 2 * MINUTE_MS;
    const points = await listPointsFrom(db, this.row.id, new Date(from));
    this.#crowd.length = this.#crowd.findLastIndex(({ at }) => at - MINUTE_MS < from) + 1;
    for (const { at, permille } of points) this.#crowd.push({ at: at.getTime() + MINUTE_MS, permille });
  }

  /** Scores for any outcome, and the share of the horizon that is over. Without scores where it had no time at all. */
  scores(excluded: Excluded, knownAt: number): { table: ScoreTable | null; known: number } {
    const [opensAt, closesAt] = [this.row.opensAt.getTime(), this.row.closesAt?.getTime() ?? null];
    if (closesAt !== null && closesAt <= opensAt) return { table: null, known: 0 };
    const end = closesAt ?? knownAt;
    const until = Math.min(end, knownAt);
    const known = end > opensAt ? Math.max(0, until - opensAt) / (end - opensAt) : 0;
    return { table: this.#tableOf(excluded, { opensAt, closesAt, knownAt: until }), known };
  }

  /** Made anew only where something that it depends on is another: that of a closed edition serves for months. */
  #tableOf(excluded: Excluded, horizon: Horizon): ScoreTable {
    const { opensAt, closesAt, knownAt } = horizon;
    const of = String([opensAt, closesAt, knownAt, excluded.version, this.log.length, this.#crowdKey()]);
    if (this.#table?.of === of) return this.#table.table;
    const columns = this.log.columns(this.#crowd, excluded.flags);
    const names = new Array<string>(excluded.flags.length).fill('');
    const table = scoreTableOf(columns, names, horizon, this.row.options.length, this.row.seats);
    this.#table = { of, table };
    return table;
  }

  #crowdKey(): string {
    const last = this.#crowd.at(-1);
    return `${this.#crowd.length} ${last?.at} ${last?.permille}`;
  }
}
