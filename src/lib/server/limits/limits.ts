// Rate limits. Counters are kept in PostgreSQL, so they are shared by all processes; keys are hashes, never plain
// IP or e-mail addresses.
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { sha256 } from '../auth/hash.ts';
import { TooManyRequestsError } from '../errors.ts';

const MINUTE = 60;
/** High limits per IP address, because many phones share one behind carrier-grade NAT. */
const JOINS_PER_HOUR = 500;
const SIGN_INS_PER_ADDRESS = 500;
const SIGN_INS_PER_EMAIL = 10;

export interface Limits {
  /** @throws TooManyRequestsError */
  join(address: string): Promise<void>;
  /** Counts an attempt. @throws TooManyRequestsError */
  signIn(email: string, address: string): Promise<void>;
  /** Gives the attempt back after a successful sign-in. */
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
      // Give back one attempt, do not reset: others may claim the same e-mail and keep guessing between successful sign-ins.
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
