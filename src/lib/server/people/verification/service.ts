// How much unverified accounts count, as a row of the database: the crowd odds of all processes, the publishing worker and
// SQL follow one setting, also while processes with other settings are being replaced.
import type { Db } from '../../platform/db/connect.ts';
import type { MailConfig } from '../../platform/mail/transport.ts';
import * as queries from './queries.ts';
import { type CrowdWeight, findPolicy, lockAccounts, setPolicy, setUnverifiedWeight } from './queries.ts';
import { randomBytes, randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import { isMailboxRefused } from '../accounts/deletion.ts';
import { sha256 } from '../../platform/signing.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { ValidationError, whereViolated } from '../../platform/errors.ts';
import { addressKey, dailyKey } from '../../platform/limits/address.ts';
import type { Limits } from '../../platform/limits/limits.ts';
import type { Locale } from '../../platform/mail/letter.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import { codeLetter, refusedLetter, takenLetter } from '../accounts/letters.ts';

/** The policy of a configuration; in a simulation nobody can verify. */
function policyOf(config: MailConfig, isSimulation: boolean): CrowdWeight {
  if (isSimulation || !config.canVerify) return 'full';
  return config.requireVerified ? 'none' : 'reduced';
}

/** Stores the policy of this configuration; connects as the owner. Of processes with different settings the last to start decides. */
export async function applyPolicy(owner: Db, config: MailConfig, isSimulation: boolean): Promise<void> {
  const weight = policyOf(config, isSimulation);
  if ((await findPolicy(owner)) === weight) return;
  await owner.transaction().execute(async (tx) => {
    await lockAccounts(tx);
    await setPolicy(tx, weight);
    await setUnverifiedWeight(tx, weight);
  });
}

// Verifies that an account can read the mail of an address, by a code. The answer to a request never tells whether another
// account has verified the address: then the letter says so instead of a code, and no code is right.

export const CODE_SECONDS = 10 * 60;
const TRIES = 5;
const CODES = 100_000_000;
const CODE_DIGITS = 8;

interface Services {
  db: Db;
  limits: Limits;
  mail: Mailer;
}

interface CodeRequest {
  account: { id: number; handle: string };
  email: string;
  locale: Locale;
  /** The client's network address, which is rate-limited. */
  address: string;
  /** Whether the address may replace one that is verified. */
  isChange?: boolean;
}

/**
 * Sends a code to an address; it replaces the account's earlier code.
 *
 * @returns the secret of the browser, without which the code is worth nothing
 * @throws TooManyRequestsError, or ValidationError where the account is verified already
 */
export async function request(
  { db, limits, mail }: Services,
  { account, email, locale, address, isChange = false }: CodeRequest,
): Promise<string> {
  const current = await queries.findEmail(db, account.id);
  if (current.emailVerifiedAt && (!isChange || current.email === email))
    throw new ValidationError('form', 'already-so');
  const mailboxKey = await queries.mailboxKey(db, email);
  // Many domains are served by providers that ignore what follows a plus sign: a stranger gets no more letters by it.
  const mailbox = mailboxKey.replace(/\+.*@/, '@');
  await limits.verification({
    account: String(account.id),
    address: await addressKey(db, address),
    mailbox: await dailyKey(db, `mailbox ${mailbox}`),
  });
  const browser = randomBytes(32).toString('base64url');
  const code = String(randomInt(CODES)).padStart(CODE_DIGITS, '0');
  await db.transaction().execute(async (tx) => {
    const owner = await queries.findOtherOwner(tx, email, account.id);
    // Looked up in any case, so that the time of the answer does not tell a known mailbox.
    const isRefused = await isMailboxRefused(tx, mailboxKey);
    const letter = owner
      ? takenLetter(owner.handle)
      : isRefused
        ? refusedLetter()
        : codeLetter(code, account.handle);
    const codeHash = owner || isRefused ? '' : hashOf(browser, code);
    await queries.putCode(tx, {
      ...{ accountId: account.id, email, codeHash, browserHash: sha256(browser) },
      ...{ triesLeft: TRIES, ttlSeconds: CODE_SECONDS },
    });
    await mail.send(tx, { to: email, letter, locale, expiresInSeconds: CODE_SECONDS });
  });
  return browser;
}

const TAKEN = new ValidationError('form', 'email-verified-elsewhere');

/**
 * Verifies the account's address by a code.
 *
 * @param onReplaced called in the transaction where it replaces another verified address
 * @param browser the secret that `request` returned to this browser; null where it has none
 * @throws ValidationError
 */
export async function verify(
  db: Db,
  accountId: number,
  code: string,
  browser: string | null,
  onReplaced: (tx: Transaction<DB>, formerEmail: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const refusal = await db
    .transaction()
    .execute(async (tx) => {
      const pending = await queries.lockCode(tx, accountId);
      if (!pending) return 'code-expired';
      if (browser === null || sha256(browser) !== pending.browserHash) return 'code-of-another-browser';
      if (hashOf(browser, code) !== pending.codeHash) {
        await queries.takeTry(tx, accountId);
        return 'code-wrong';
      }
      // It belonged to an account that was deleted since the code was sent.
      if (await isMailboxRefused(tx, await queries.mailboxKey(tx, pending.email))) return 'code-expired';
      const { email, emailVerifiedAt } = await queries.findEmail(tx, accountId);
      await queries.verifyEmail(tx, accountId);
      if (email && emailVerifiedAt && email !== pending.email) await onReplaced(tx, email);
      return null;
    })
    // Only the mailbox's owner has the code, so this error tells nobody else that the address is known.
    .catch(whereViolated({ account_verified_mailbox: TAKEN }));
  if (refusal) throw new ValidationError('code', refusal);
}

/** The address to which the account's last code was sent for this browser, until it expires; null without one. */
export async function sentTo(db: Db, accountId: number, browser: string | null): Promise<string | null> {
  const pending = browser === null ? undefined : await queries.findPending(db, accountId, sha256(browser));
  return pending?.email ?? null;
}

export function sweep(db: Db): Promise<void> {
  return queries.deleteExpiredCodes(db);
}

/** The browser's secret is part of the hash, so that stored hashes of eight digits cannot be searched through. */
function hashOf(browser: string, code: string): string {
  return sha256(`${browser} ${code}`);
}
