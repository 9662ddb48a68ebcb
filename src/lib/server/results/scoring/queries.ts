import { sql, type Transaction } from 'kysely';
import type { DB } from '../../platform/db/schema.generated.ts';
import type { Report } from '../resolutions/publication-queries.ts';
import type { LineColumns, ScoreColumns, Scored } from './scoring.ts';

/** Rows per INSERT statement, which bounds how long it takes and the size of its parameters. */
const BATCH = 10_000;

/** Writes all scores, score lines and reference scores of a resolution version. */
export async function insertScores(
  tx: Transaction<DB>,
  questionId: number,
  version: number,
  { scores, references, lines }: Scored,
  report: Report,
): Promise<void> {
  const [accounts, stretches] = [scores.accountId.length, lines.accountId.length];
  for (let from = 0; from < accounts; from += BATCH) {
    report('scores', from, accounts);
    await insertScoreRows(tx, questionId, version, scores, from);
  }
  for (let from = 0; from < stretches; from += BATCH) {
    report('lines', from, stretches);
    await insertLineRows(tx, questionId, version, lines, from);
  }
  if (references.length === 0) return;
  await tx
    .insertInto('referenceScore')
    .values(references.map((reference) => ({ questionId, version, ...reference })))
    .execute();
}

async function insertScoreRows(
  tx: Transaction<DB>,
  questionId: number,
  version: number,
  scores: ScoreColumns,
  from: number,
): Promise<void> {
  const batch = (column: keyof ScoreColumns) => arrayOf(scores[column].subarray(from, from + BATCH));
  await sql`
    insert into score (question_id, version, account_id, peer_micro, baseline_micro, coverage_millionths,
                       brier_millionths, rank, place)
    select ${questionId}, ${version}, account_id, peer, baseline, coverage, nullif(brier, 'NaN'), nullif(rank, 0),
           nullif(place, 0)
      from unnest(
        ${batch('accountId')}::int[], ${batch('peerMicro')}::bigint[], ${batch('baselineMicro')}::bigint[],
        ${batch('coverageMillionths')}::int[], ${batch('brierMillionths')}::float8[], ${batch('rank')}::int[],
        ${batch('place')}::int[]
      ) as score (account_id, peer, baseline, coverage, brier, rank, place)
  `.execute(tx);
}

async function insertLineRows(
  tx: Transaction<DB>,
  questionId: number,
  version: number,
  lines: LineColumns,
  from: number,
): Promise<void> {
  const { options } = lines;
  const batch = (column: 'accountId' | 'seq' | 'from' | 'until') =>
    arrayOf(lines[column].subarray(from, from + BATCH));
  const points = (column: 'peerMicro' | 'baselineMicro') =>
    Array.from(lines.accountId.subarray(from, from + BATCH), (_, i) =>
      arrayOf(lines[column].subarray((from + i) * options, (from + i + 1) * options)),
    );
  await sql`
    insert into score_line (question_id, version, account_id, seq, from_at, until_at, peer_micro, baseline_micro)
    select ${questionId}, ${version}, account_id, seq, to_timestamp(from_ms / 1000), to_timestamp(until_ms / 1000),
           peer::bigint[], baseline::bigint[]
      from unnest(
        ${batch('accountId')}::int[], ${batch('seq')}::bigint[], ${batch('from')}::float8[],
        ${batch('until')}::float8[], ${points('peerMicro')}::text[], ${points('baselineMicro')}::text[]
      ) as line (account_id, seq, from_ms, until_ms, peer, baseline)
  `.execute(tx);
}

/** Numbers as the text of an array, which pg would escape one by one. */
function arrayOf(numbers: Int32Array | Float64Array): string {
  return `{${numbers.join()}}`;
}
