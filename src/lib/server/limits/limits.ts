// Rate limits, by the keys of address.ts.
import type pg from 'pg';
import { createJoinLimits, type JoinLimits } from './join-limits.ts';
import { limitersOn, HOUR } from './limiter.ts';
import { deleteExpiredCounters } from './queries.ts';
import { createSignInLimits, type SignInLimits } from './sign-in-limits.ts';

/** Letters with a code, per hour. */
const CODES_PER_ACCOUNT = 6;
const CODES_PER_ADDRESS = 120;
const CODES_PER_MAILBOX = 6;
const RESETS_PER_ADDRESS = 100;
const RESETS_PER_LOGIN = 5;

export interface Limits extends SignInLimits, JoinLimits {
  /** Counts a letter with a code; every key is a hash or an id. @throws TooManyRequestsError */
  verification(keys: { account: string; address: string; mailbox: string }): Promise<void>;
  /** Counts a request for a reset link. @throws TooManyRequestsError */
  reset(loginKey: string, addressKey: string): Promise<void>;
  sweep(): Promise<void>;
}

export function createLimits(pool: pg.Pool): Limits {
  const create = limitersOn(pool);
  const codesByAccount = create('code-account', CODES_PER_ACCOUNT, HOUR);
  const codesByAddress = create('code-address', CODES_PER_ADDRESS, HOUR);
  const codesByMailbox = create('code-mailbox', CODES_PER_MAILBOX, HOUR);
  const resetsByAddress = create('reset-address', RESETS_PER_ADDRESS, HOUR);
  const resetsByLogin = create('reset-login', RESETS_PER_LOGIN, HOUR);

  return {
    ...createSignInLimits(create),
    ...createJoinLimits(create),
    async verification({ account, address, mailbox }) {
      await codesByAccount.consume(account);
      await codesByAddress.consume(address);
      await codesByMailbox.consume(mailbox);
    },
    async reset(loginKey, addressKey) {
      await resetsByAddress.consume(addressKey);
      await resetsByLogin.consume(loginKey);
    },
    async sweep() {
      await deleteExpiredCounters(pool);
    },
  };
}
