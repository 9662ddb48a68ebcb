import { type Horizon, type ScoreTable, scoreTableOf } from '#lib/domain/scores.ts';
import type { Db } from '../db/connect.ts';
import { type CrowdRow, GrowingLog } from './growing-log.ts';
import { type KeptRow, listPointsFrom } from './queries.ts';

const MINUTE_MS = 60_000;

/** Who is outside the ranking, by the place in memory. */
export interface Outside {
  flags: Uint8Array;
  /** Another where somebody else is outside. */
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

  async loadCrowd(db: Db): Promise<void> {
    // The last minute's point may have been written again.
    const last = this.#crowd.pop();
    const from = new Date(last ? last.at - MINUTE_MS : 0);
    for (const { at, permille } of await listPointsFrom(db, this.row.id, from)) {
      this.#crowd.push({ at: at.getTime() + MINUTE_MS, permille });
    }
  }

  /** Scores for any outcome, and the share of the horizon that is over. Without scores where it had no time at all. */
  scores(outside: Outside, knownAt: number): { table: ScoreTable | null; known: number } {
    const [opensAt, closesAt] = [this.row.opensAt.getTime(), this.row.closesAt?.getTime() ?? null];
    if (closesAt !== null && closesAt <= opensAt) return { table: null, known: 0 };
    const end = closesAt ?? knownAt;
    const until = Math.min(end, knownAt);
    const known = end > opensAt ? Math.max(0, until - opensAt) / (end - opensAt) : 0;
    return { table: this.#tableOf(outside, { opensAt, closesAt, knownAt: until }), known };
  }

  /** Made anew only where something that it depends on is another: that of a closed edition serves for months. */
  #tableOf(outside: Outside, horizon: Horizon): ScoreTable {
    const { opensAt, closesAt, knownAt } = horizon;
    const of = String([opensAt, closesAt, knownAt, outside.version, this.log.length, this.#crowdKey()]);
    if (this.#table?.of === of) return this.#table.table;
    const columns = this.log.columns(this.#crowd, outside.flags);
    const names = new Array<string>(outside.flags.length).fill('');
    const table = scoreTableOf(columns, names, horizon, this.row.options.length, this.row.seats);
    this.#table = { of, table };
    return table;
  }

  #crowdKey(): string {
    const last = this.#crowd.at(-1);
    return `${this.#crowd.length} ${last?.at} ${last?.permille}`;
  }
}
