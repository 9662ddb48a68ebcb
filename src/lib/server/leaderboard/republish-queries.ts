import { sql, type Transaction } from 'kysely';
import type { BoardKind } from '#lib/types/leaderboard.ts';
import type { DB } from '../db/schema.generated.ts';

/** Advisory lock key. */
const BOARD_LOCK = 18007;

/** Serialises publishing, so that editions are numbered in order; taken after the questions' own locks. */
export async function lockBoards(tx: Transaction<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${BOARD_LOCK}, 0)`.execute(tx);
}

/** The resolution that caused a new edition. */
export interface Cause {
  questionId: number;
  version: number;
}

// Ranks are computed in one window pass over the sums, not by a join: without statistics for rows that this transaction
// has just written, the planner may choose a quadratic nested loop.
export async function insertEdition(
  tx: Transaction<DB>,
  kind: BoardKind,
  cause: Cause | null,
): Promise<void> {
  await sql`
    with counted as (
      select latest.question_id, latest.version
        from (select distinct on (question_id) question_id, version, outcome
                from resolution order by question_id, version desc) latest
        join question q on q.id = latest.question_id
       where latest.outcome is not null and (${kind} = 'all' or q.kind = ${kind})
    ), sums as (
      select s.account_id, sum(s.peer_micro)::bigint as peer_micro, sum(s.baseline_micro)::bigint as baseline_micro,
             round(sum(s.coverage_millionths)::numeric / (select count(*) from counted))::integer as coverage_millionths,
             (count(*) filter (where s.coverage_millionths > 0))::integer as questions
        from score s join counted using (question_id, version)
       group by s.account_id
    ), flagged as (
      select sums.*, questions > 0 and not is_excluded_from_ranking(a) as is_ranked
        from sums join account a on a.id = account_id
    ), placed as (
      select *, rank() over (partition by is_ranked order by peer_micro desc) as rank,
             row_number() over (partition by is_ranked order by peer_micro desc, account_id) as place
        from flagged
    ), edition as (
      insert into board (kind, edition, ranked, questions, question_id, version)
      select ${kind}, coalesce((select max(edition) from board where kind = ${kind}), 0) + 1,
             (select count(*) from placed where is_ranked), (select count(*) from counted),
             ${cause?.questionId ?? null}::integer, ${cause?.version ?? null}::integer
       where exists (select from counted) or exists (select from board where kind = ${kind})
      returning edition
    )
    insert into board_entry (kind, edition, account_id, rank, place, peer_micro, baseline_micro, coverage_millionths, questions)
    select ${kind}, edition.edition, account_id, case when is_ranked then rank end, case when is_ranked then place end,
           peer_micro, baseline_micro, coverage_millionths, questions
      from edition cross join placed
  `.execute(tx);
}
