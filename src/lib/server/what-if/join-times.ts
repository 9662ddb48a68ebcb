import type { Db } from '../db/connect.ts';
import { NEWCOMER_MS } from '../leaderboard/newcomers.ts';
import { listJoinTimes } from './queries.ts';

const ACCOUNTS_AT_ONCE = 50_000;

/** When accounts joined, by their index in memory. Read once for each account, because it never changes. */
export class JoinTimes {
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
