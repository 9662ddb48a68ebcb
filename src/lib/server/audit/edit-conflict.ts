// Two admins with the same page: the second is told what the first changed, instead of overwriting it unseen.
import { sql, type Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';
import { ChangedMeanwhileError } from '../errors.ts';

interface Overlap {
  id: number;
  at: Date;
  by: string | null;
  own: Record<string, unknown> | null;
  theirs: Record<string, unknown> | null;
}

/** Changes with every save of a draft: it says nothing of what was meant. */
const UNMEANT = new Set(['opensAt']);

/**
 * Asked at the end of a change, when its rows are locked by it: whoever else changed them is through, or comes after.
 *
 * @param seen the newest line of the record when the page was made
 * @throws ChangedMeanwhileError where others have since changed what this transaction changes
 */
export async function refuseOverwriting(tx: Transaction<DB>, seen: number): Promise<void> {
  const overlaps = await listOverlaps(tx, seen);
  if (overlaps.length === 0) return;
  throw new ChangedMeanwhileError(
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

/** Rows that both touched: in the same columns, or as a whole. */
async function listOverlaps(tx: Transaction<DB>, seen: number): Promise<Overlap[]> {
  const { rows } = await sql<Overlap>`
    select distinct on (theirs.id) theirs.id, theirs.at, account.handle as by,
           own.after as own, case when theirs.action = 'update' then theirs.after end as theirs
      from audit_event own
      join audit_event theirs using (subject, row_key)
      left join account on account.id = theirs.account_id
     where own.id > ${seen} and own.change = pg_current_xact_id()::text::bigint
       and theirs.id > ${seen} and theirs.change <> own.change
       and (own.action <> 'update' or theirs.action <> 'update'
         or exists (select from jsonb_object_keys(own.after) k where jsonb_exists(theirs.after, k)))
     order by theirs.id
  `.execute(tx);
  return rows;
}
