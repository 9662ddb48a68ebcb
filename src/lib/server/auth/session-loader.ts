// Reads sessions for concurrent requests together: those that arrive while one read is under way share the next. A read
// starts after every request that it serves, so unlike a cache it never returns a session that was ended before.
import DataLoader from 'dataloader';
import type { Db } from '../db/connect.ts';
import { listOpenSessions, type OpenSessionRow } from './queries.ts';

const MAX_BATCH_SIZE = 200;

interface SessionLoader {
  /** The open session with this hash of its secret, or null. */
  load(secretHash: string): Promise<OpenSessionRow | null>;
}

export function createSessionLoader(db: Db): SessionLoader {
  let lastRead: Promise<unknown> = Promise.resolve();

  async function readBatch(hashes: readonly string[]): Promise<(OpenSessionRow | null)[]> {
    const rows = new Map((await listOpenSessions(db, hashes)).map((row) => [row.secretHash, row]));
    return hashes.map((hash) => rows.get(hash) ?? null);
  }

  return new DataLoader<string, OpenSessionRow | null>(
    (hashes) => {
      const read = readBatch(hashes);
      lastRead = read.catch(() => undefined);
      return read;
    },
    {
      cache: false,
      maxBatchSize: MAX_BATCH_SIZE,
      batchScheduleFn: (dispatch) => void lastRead.then(dispatch),
    },
  );
}
