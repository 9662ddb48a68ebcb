// Rate limits. Counters are kept in PostgreSQL, so they are shared by all processes; keys are hashes of
// network addresses and logins (see address.ts).
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequestsError } from '../errors.ts';

const MINUTE = 60;
/** High limits per IP address, because many phones share one behind carrier-grade NAT. */
const JOINS_PER_HOUR = 500;
const SIGN_INS_PER_ADDRESS = 500;
const SIGN_INS_PER_LOGIN = 10;
/** Letters with a code, per hour. */
const CODES_PER_ACCOUNT = 6;
const CODES_PER_ADDRESS = 120;
const CODES_PER_MAILBOX = 6;

export interface Limits {
  /** @throws TooManyRequestsError */
  join(addressKey: string): Promise<void>;
  /** Counts an attempt. @throws TooManyRequestsError */
  signIn(loginKey: string, addressKey: string): Promise<void>;
  /** Gives the attempt back, after a success or where the password was not checked. */
  forgiveSignIn(loginKey: string, addressKey: string): Promise<void>;
  /** Counts a letter with a code; every key is a hash or an id. @throws TooManyRequestsError */
  verification(keys: { account: string; address: string; mailbox: string }): Promise<void>;
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
  const byLogin = limiter('sign-in-login', SIGN_INS_PER_LOGIN, 15 * MINUTE);
  const codesByAccount = limiter('code-account', CODES_PER_ACCOUNT, 60 * MINUTE);
  const codesByAddress = limiter('code-address', CODES_PER_ADDRESS, 60 * MINUTE);
  const codesByMailbox = limiter('code-mailbox', CODES_PER_MAILBOX, 60 * MINUTE);

  return {
    join: (addressKey) => consume(joins, addressKey),
    async signIn(loginKey, addressKey) {
      await consume(byAddress, addressKey);
      await consume(byLogin, loginKey);
    },
    async forgiveSignIn(loginKey, addressKey) {
      // Gives back one attempt each instead of resetting: others may go on guessing between successful sign-ins.
      await byAddress.reward(addressKey);
      await byLogin.reward(loginKey);
    },
    async verification({ account, address, mailbox }) {
      await consume(codesByAccount, account);
      await consume(codesByAddress, address);
      await consume(codesByMailbox, mailbox);
    },
    async sweep() {
      await pool.query('delete from rate_limit where expire < $1', [Date.now()]);
    },
  };
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new TooManyRequestsError(Math.ceil(refusal.msBeforeNext / 1000));
  }
}
