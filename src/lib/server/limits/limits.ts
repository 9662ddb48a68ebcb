// How often things may be tried. Counters live in PostgreSQL, so they hold across processes; what is counted is
// stored under a hash, never as an address.
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { sha256 } from '../auth/hash.ts';
import { TooManyRequestsError } from '../errors.ts';

const MINUTE = 60;
/** Many phones share one address behind a carrier's gateway: these stop floods, not families. */
const JOINS_PER_HOUR = 500;
const SIGN_INS_PER_ADDRESS = 500;
const SIGN_INS_PER_EMAIL = 10;

export interface Limits {
  /** @throws TooManyRequestsError */
  join(address: string): Promise<void>;
  /** Counts an attempt. @throws TooManyRequestsError */
  signIn(email: string, address: string): Promise<void>;
  /** The attempt was right: it does not count. */
  forgiveSignIn(email: string, address: string): Promise<void>;
  sweep(): Promise<void>;
}

export function createLimits(pool: pg.Pool): Limits {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration,
    });
  const joins = limiter('join', JOINS_PER_HOUR, 60 * MINUTE);
  const byAddress = limiter('sign-in-address', SIGN_INS_PER_ADDRESS, 15 * MINUTE);
  const byEmail = limiter('sign-in-email', SIGN_INS_PER_EMAIL, 15 * MINUTE);

  return {
    join: (address) => consume(joins, address),
    async signIn(email, address) {
      await consume(byAddress, address);
      await consume(byEmail, email);
    },
    async forgiveSignIn(email, address) {
      await byAddress.reward(sha256(address));
      // No more than this one: others may claim the same address, and go on guessing between right tries.
      await byEmail.reward(sha256(email));
    },
    async sweep() {
      await pool.query('delete from rate_limit where expire < $1', [Date.now()]);
    },
  };
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(sha256(key));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new TooManyRequestsError(Math.ceil(refusal.msBeforeNext / 1000));
  }
}
