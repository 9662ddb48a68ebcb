import { sql, type Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';
import type { Scored } from './scoring.ts';

/** Rows per INSERT statement, which bounds the size of its parameters. */
const BATCH = 10_000;

/** Writes all scores, score lines and reference scores of a resolution version. */
export async function insertScores(
  tx: Transaction<DB>,
  questionId: number,
  version: number,
  { scores, references, lines }: Scored,
): Promise<void> {
  for (const batch of batches(scores)) {
    await sql`
      insert into score (question_id, version, account_id, peer_micro, baseline_micro, coverage_millionths,
                         brier_millionths, rank, place)
      select ${questionId}, ${version}, * from unnest(
        ${batch.map((row) => row.accountId)}::int[], ${batch.map((row) => row.peerMicro)}::bigint[],
        ${batch.map((row) => row.baselineMicro)}::bigint[], ${batch.map((row) => row.coverageMillionths)}::int[],
        ${batch.map((row) => row.brierMillionths)}::int[], ${batch.map((row) => row.rank)}::int[],
        ${batch.map((row) => row.place)}::int[])
    `.execute(tx);
  }
  for (const batch of batches(lines)) {
    await sql`
      insert into score_line (question_id, version, account_id, seq, from_at, until_at, peer_micro, baseline_micro)
      select ${questionId}, ${version}, account_id, seq, to_timestamp(from_ms / 1000), to_timestamp(until_ms / 1000),
             peer::bigint[], baseline::bigint[]
        from unnest(
          ${batch.map((row) => row.accountId)}::int[], ${batch.map((row) => row.seq)}::bigint[],
          ${batch.map((row) => row.from)}::float8[], ${batch.map((row) => row.until)}::float8[],
          ${batch.map((row) => `{${row.peerMicro.join()}}`)}::text[],
          ${batch.map((row) => `{${row.baselineMicro.join()}}`)}::text[]
        ) as line (account_id, seq, from_ms, until_ms, peer, baseline)
    `.execute(tx);
  }
  if (references.length === 0) return;
  await tx
    .insertInto('referenceScore')
    .values(references.map((reference) => ({ questionId, version, ...reference })))
    .execute();
}

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += BATCH) yield rows.slice(i, i + BATCH);
}
