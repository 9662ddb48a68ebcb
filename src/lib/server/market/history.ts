import type { PricePointView } from '#lib/types/market.ts';
import { thin } from '../crowd/history.ts';
import type { Db } from '../db/connect.ts';
import type { TradedQuestion } from './new-trade.ts';
import { PriceLog } from './price-log.ts';

/** More than a chart can show beside each other. */
const MOST_POINTS = 240;
const MINUTE_MS = 60_000;

interface Kept {
  log: PriceLog;
  /** Of the log when the points were made. */
  version: number;
  points: readonly PricePointView[];
}

/** Prices of markets over time as charts show them. What was read once stays in memory. */
export class MarketHistories {
  readonly #kept = new Map<number, Kept>();

  /** Oldest first; empty before the first trade. */
  async read(db: Db, question: TradedQuestion): Promise<readonly PricePointView[]> {
    const kept = this.#kept.get(question.id) ?? {
      log: new PriceLog(question, MINUTE_MS),
      version: 0,
      points: [],
    };
    this.#kept.set(question.id, kept);
    const rows = await kept.log.read(db);
    if (kept.log.version !== kept.version) {
      const all = rows.map(({ at, permille }) => ({ at: new Date(at).toISOString(), permille }));
      Object.assign(kept, { version: kept.log.version, points: thin(all, MOST_POINTS) });
    }
    return kept.points;
  }
}
