// The sessions of an account. Ending one also closes its event streams, in every process within a second.
import type { Db } from '../../platform/db/connect.ts';
import { isoOf } from '../../platform/db/sql.ts';
import { sha256 } from '../../platform/signing.ts';
import {
  deleteOtherSessionsOf,
  deleteSessionOf,
  deleteSessionsOf,
  forgetProof,
  hasFreshProof,
  isProved,
  listEndedSince,
  listSessionsOf,
  markPasskey,
} from './queries.ts';
import { singleFlight } from '../../platform/concurrency.ts';
import { SqlState, sqlStateOf } from '../../platform/db/sqlstate.ts';
import { ValidationError } from '../../platform/errors.ts';

/** Hex digits of the hash that name a session on its owner's page. */
const ID_LENGTH = 16;
const ID = /^[0-9a-f]{16}$/;

interface SessionView {
  /** Names the session among those of its account; useless for signing in. */
  id: string;
  current: boolean;
  createdAt: string;
  lastUsedAt: string;
}

/** An account's open sessions, newest first; the one of `secret` is marked. */
export async function listSessions(db: Db, accountId: number, secret: string): Promise<SessionView[]> {
  return viewsOf(await listSessionsOf(db, accountId), secret);
}

interface SessionRow {
  secretHash: string;
  createdAt: Date | string;
  lastUsedAt: Date | string;
}

/** Sessions as their owner sees them; the one of `secret` is marked. */
export function viewsOf(rows: readonly SessionRow[], secret: string): SessionView[] {
  const current = sha256(secret);
  return rows.map((row) => ({
    id: row.secretHash.slice(0, ID_LENGTH),
    current: row.secretHash === current,
    createdAt: isoOf(row.createdAt),
    lastUsedAt: isoOf(row.lastUsedAt),
  }));
}

/** Ends one session of an account. @returns whether it was open */
export async function endSession(db: Db, accountId: number, id: string): Promise<boolean> {
  return ID.test(id) && deleteSessionOf(db, accountId, id);
}

/** Ends every session of an account. */
export function endSessions(db: Db, accountId: number): Promise<void> {
  return deleteSessionsOf(db, accountId);
}

/** Ends every session of an account but the one of `secret`. */
export function endOtherSessions(db: Db, accountId: number, secret: string): Promise<void> {
  return deleteOtherSessionsOf(db, accountId, sha256(secret));
}

// When the owner of a session last proved who they are: by signing in, by a password typed again, or by a passkey.

/** Whether that was within the last ten minutes; of an admin who has a passkey only the passkey counts. */
export function isFresh(db: Db, secret: string): Promise<boolean> {
  return hasFreshProof(db, sha256(secret));
}

/** Whether the session is of an admin who has a passkey and did not sign in by it: it has no admin's powers. */
export async function lacksPasskey(db: Db, secret: string): Promise<boolean> {
  return !(await isProved(db, sha256(secret)));
}

/** Notes that a session was opened by a passkey. */
export function recordPasskey(db: Db, secret: string): Promise<void> {
  return markPasskey(db, sha256(secret));
}

/** Takes the proof of signing in away: by a provider, where the account has a password, it is none. */
export function dropProof(db: Db, secret: string): Promise<void> {
  return forgetProof(db, sha256(secret));
}

// Closes the event streams of sessions that ended, in whichever process they ended.

const POLL_MS = 400;

export class SessionWatch {
  readonly #db: Db;
  readonly #onError: (error: unknown) => void;
  #polledAt: Date | null = null;
  #isFailing = false;

  /** @param onError called when a poll fails, once until one succeeds */
  constructor(db: Db, onError: (error: unknown) => void) {
    this.#db = db;
    this.#onError = onError;
  }

  /**
   * Starts polling.
   *
   * @param isNeeded whether there is any stream to close
   * @param close gets the hash of the secret of each ended session, also repeatedly
   * @returns a function that stops it
   */
  start(isNeeded: () => boolean, close: (secretHashes: readonly string[]) => void): () => void {
    const poll = singleFlight(() => this.#poll(close));
    const timer = setInterval(() => {
      if (isNeeded()) void poll();
    }, POLL_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  async #poll(close: (secretHashes: readonly string[]) => void): Promise<void> {
    try {
      const { now, secretHashes } = await listEndedSince(this.#db, this.#polledAt);
      this.#polledAt = now;
      close(secretHashes);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#onError(error);
      this.#isFailing = true;
    }
  }
}

/** `catch` handler for the database's refusal to take away an account's last way to sign in; rethrows any other error. */
export function refuseLastWayIn(error: unknown): never {
  throw sqlStateOf(error) === SqlState.lastWayIn ? new ValidationError('form', 'last-way-in', 409) : error;
}
