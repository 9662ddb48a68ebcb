import { sql, type Transaction } from 'kysely';
import type { DB } from '../platform/db/schema.generated.ts';

/** Every trader's balance is the stake again, in micro-points. */
export async function insertAnnulled(
  tx: Transaction<DB>,
  questionId: number,
  version: number,
  stake: number,
): Promise<void> {
  await sql`
    insert into market_settlement (question_id, version, account_id, balance)
    select question_id, ${version}, account_id, ${stake}::bigint from market_balance where question_id = ${questionId}
  `.execute(tx);
}

/**
 * Every trader's balance with what the shares pay, each position rounded down.
 *
 * @param pays micro-points that one share of each event pays
 */
export async function insertSettled(
  tx: Transaction<DB>,
  questionId: number,
  version: number,
  events: readonly string[],
  pays: readonly number[],
): Promise<void> {
  await sql`
    insert into market_settlement (question_id, version, account_id, balance)
    select b.question_id, ${version}, b.account_id,
           b.balance + coalesce((
             select sum(p.shares * pays.micro / 1000000)
               from market_position p
               join unnest(${events}::text[], ${pays}::bigint[]) pays (event, micro) using (event)
              where p.question_id = b.question_id and p.account_id = b.account_id
           ), 0)
      from market_balance b
     where b.question_id = ${questionId}
  `.execute(tx);
}
