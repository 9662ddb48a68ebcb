// Optimistic concurrency of the admin pages: a change that would overwrite another's, made since the page was loaded, is
// refused with what the other stored.
import type { Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';
import { EditConflictError } from '../errors.ts';
import { listOverlaps } from './queries.ts';

/** Columns that every save of a draft sets: they are no conflict. */
const UNMEANT = new Set(['opensAt']);

/**
 * Runs at the end of a change, when its rows are locked by it: a concurrent change of them has committed, or waits.
 *
 * @param expectedVersion id of the newest audit event when the page was loaded
 * @throws EditConflictError where others have since changed what this transaction changes
 */
export async function refuseOverwriting(tx: Transaction<DB>, expectedVersion: number): Promise<void> {
  const overlaps = await listOverlaps(tx, expectedVersion);
  if (overlaps.length === 0) return;
  throw new EditConflictError(
    overlaps.map(({ id, at, by, own, theirs }) => ({
      id,
      by,
      at: at.toISOString(),
      cells: Object.entries(theirs ?? {})
        .filter(([column]) => own !== null && column in own && !UNMEANT.has(column))
        .map(([column, value]) => ({ column, value })),
    })),
  );
}
