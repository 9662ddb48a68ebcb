// Counters in PostgreSQL, so that they hold across processes. Keys are hashes or random ids.
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequestsError } from '../errors.ts';

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;

interface Limiter {
  /** Counts one. @returns null, or where the limit is reached the seconds until its window ends */
  count(key: string): Promise<number | null>;
  /** As `count`. @throws TooManyRequestsError */
  consume(key: string): Promise<void>;
  giveBack(key: string): Promise<void>;
  /** Whether the next one is refused; counts nothing. */
  isReached(key: string): Promise<boolean>;
}

/** Makes a limit of so many points in a window of so many seconds, which begins with the first. */
export type CreateLimiter = (keyPrefix: string, points: number, seconds: number) => Limiter;

export function limitersOn(pool: pg.Pool): CreateLimiter {
  return (keyPrefix, points, seconds) => createLimiter(pool, keyPrefix, points, seconds);
}

/** The package names its statements, which a pooler in transaction mode may hand to a session that has not prepared them. */
function unnamedOn(pool: pg.Pool) {
  return { query: ({ text, values }: pg.QueryConfig) => pool.query(text, values) };
}

function createLimiter(pool: pg.Pool, keyPrefix: string, points: number, duration: number): Limiter {
  const limiter = new RateLimiterPostgres({
    storeType: 'pool',
    storeClient: unnamedOn(pool),
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration,
  });

  async function count(key: string): Promise<number | null> {
    try {
      await limiter.consume(key);
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.ceil(refusal.msBeforeNext / 1000);
    }
  }

  return {
    count,
    async consume(key) {
      const seconds = await count(key);
      if (seconds !== null) throw new TooManyRequestsError(seconds);
    },
    giveBack: async (key) => void (await limiter.reward(key)),
    isReached: async (key) => ((await limiter.get(key))?.consumedPoints ?? 0) >= points,
  };
}
