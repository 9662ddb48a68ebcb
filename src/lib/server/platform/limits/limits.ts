// Counters in PostgreSQL, so that they hold across processes. Keys are hashes or random ids.
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { JoinProofError, TooManyRequestsError } from '../errors.ts';
import { type JoinProof, PROOF_SECONDS, WAIT_SECONDS } from './join-proof.ts';
import { deleteExpiredCounters } from './queries.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

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
type CreateLimiter = (keyPrefix: string, points: number, seconds: number) => Limiter;

function limitersOn(pool: pg.Pool): CreateLimiter {
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

const WINDOW = 15 * MINUTE;
/** For how long a passkey may be asked for. */
export const CHALLENGE_SECONDS = 5 * MINUTE;
const PER_LOGIN = 10;
const PER_DEVICE = 10;
/** Many phones share an address behind carrier-grade NAT, and what succeeds is given back. */
const PER_ADDRESS = 100;

interface SignInAttempt {
  loginKey: string;
  addressKey: string;
  /** Of a device on which the account has signed in before: then it alone is counted. */
  deviceId: string | null;
}

/** Takes back what an attempt has counted. */
type GiveBack = () => Promise<void>;

interface SignInLimits {
  /** Counts an attempt. @throws TooManyRequestsError */
  signIn(attempt: SignInAttempt): Promise<GiveBack>;
  /** Counts a sign-in by a provider or a passkey. @throws TooManyRequestsError */
  signInWithoutPassword(addressKey: string): Promise<GiveBack>;
  /** Whether a passkey's challenge, by its hash, is used for the first time. */
  useChallenge(hash: string): Promise<boolean>;
}

function createSignInLimits(create: CreateLimiter): SignInLimits {
  const byAddress = create('sign-in-address', PER_ADDRESS, WINDOW);
  const byLogin = create('sign-in-login', PER_LOGIN, WINDOW);
  const byDevice = create('sign-in-device', PER_DEVICE, WINDOW);
  const challenges = create('passkey-challenge', 1, CHALLENGE_SECONDS);
  const withoutPassword = create('sign-in-way', PER_ADDRESS, WINDOW);

  return {
    async signIn({ loginKey, addressKey, deviceId }) {
      if (deviceId !== null) {
        await byDevice.consume(deviceId);
        return () => byDevice.giveBack(deviceId);
      }
      await byAddress.consume(addressKey);
      await byLogin.consume(loginKey);
      // Gives back one attempt each instead of resetting: others may go on guessing between successful sign-ins.
      return async () => {
        await byAddress.giveBack(addressKey);
        await byLogin.giveBack(loginKey);
      };
    },
    async signInWithoutPassword(addressKey) {
      await withoutPassword.consume(addressKey);
      return () => withoutPassword.giveBack(addressKey);
    },
    useChallenge: async (hash) => (await challenges.count(hash)) === null,
  };
}

/** Beyond these an address must show a proof. */
const FREE_PER_HOUR = 20;
const PER_DAY = 200;

interface JoinLimits {
  /**
   * Counts a join. `prove` is called where the address has no free join left.
   *
   * @throws JoinProofError without a proof or with one that was used, TooManyRequestsError
   */
  join(addressKey: string, prove: () => Promise<JoinProof | null>): Promise<GiveBack>;
  /** Whether the next join from the address needs a proof. */
  needsJoinProof(addressKey: string): Promise<boolean>;
  isProofUsed(id: string): Promise<boolean>;
}

function createJoinLimits(create: CreateLimiter): JoinLimits {
  const free = create('join', FREE_PER_HOUR, HOUR);
  const all = create('join-day', PER_DAY, 24 * HOUR);
  const proofs = create('join-proof', 1, PROOF_SECONDS);
  const waits = create('join-wait', 1, WAIT_SECONDS);

  /** Each proof counts once; of those that only waited, an address has one in each waiting time. */
  async function spend(proof: JoinProof | null, addressKey: string, seconds: number): Promise<void> {
    if (!proof || (await proofs.count(proof.id)) !== null) throw new JoinProofError('join-proof', seconds);
    if (proof.kind === 'solved') return;
    const left = await waits.count(addressKey);
    if (left === null) return;
    await proofs.giveBack(proof.id);
    throw new JoinProofError('join-wait', left);
  }

  return {
    async join(addressKey, prove) {
      const seconds = await free.count(addressKey);
      const proof = seconds === null ? null : await prove();
      if (seconds !== null) await spend(proof, addressKey, seconds);
      const left = await all.count(addressKey);
      if (left !== null) throw new TooManyRequestsError(left);
      return async () => {
        await all.giveBack(addressKey);
        if (proof) await proofs.giveBack(proof.id);
        else await free.giveBack(addressKey);
        if (proof?.kind === 'waited') await waits.giveBack(addressKey);
      };
    },
    needsJoinProof: (addressKey) => free.isReached(addressKey),
    isProofUsed: (id) => proofs.isReached(id),
  };
}

// Rate limits, by the keys of address.ts.

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
