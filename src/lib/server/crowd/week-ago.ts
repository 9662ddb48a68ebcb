import { DAY_MS } from '#lib/kst.ts';
import type { Db } from '../db/connect.ts';
import { listOddsAt } from './since-queries.ts';

const WEEK_MS = 7 * DAY_MS;
const READ_EVERY_MS = 5 * 60_000;

/** The odds of every question seven days ago, in memory. */
export class WeekAgo {
  readonly #db: Db;
  #odds: ReadonlyMap<number, number[] | null> = new Map();
  #readAt = -Infinity;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Null where there were none. */
  get(questionId: number): readonly number[] | null {
    return this.#odds.get(questionId) ?? null;
  }

  /** Reads them again, unless that was within the last minutes. @param now the database's clock */
  async refresh(questionIds: readonly number[], now: Date): Promise<void> {
    if (now.getTime() - this.#readAt < READ_EVERY_MS) return;
    const at = new Date(now.getTime() - WEEK_MS);
    const rows = await listOddsAt(
      this.#db,
      questionIds.map((questionId) => ({ questionId, at })),
    );
    this.#odds = new Map(rows.map(({ questionId, permille }) => [questionId, permille]));
    this.#readAt = now.getTime();
  }
}
