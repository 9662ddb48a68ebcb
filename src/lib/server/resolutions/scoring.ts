// Scores of a result for all accounts: converts the domain's scores to the rows that are stored. No I/O.
import { type MicroScore, microScore, toMicro } from '#lib/domain/micro.ts';
import { competitionRanking } from '#lib/domain/ranking.ts';
import { scoreLines } from '#lib/domain/score-lines.ts';
import {
  type AccountScore,
  evenScoreFor,
  type Horizon,
  type LogRow,
  scoresFor,
  scoreTable,
} from '#lib/domain/scores.ts';

/** Account name of the crowd in a merged log. */
export const CROWD = 'crowd';

interface ScoreRow extends MicroScore {
  accountId: number;
  brierMillionths: number | null;
  /** Null when not ranked, or when no forecast counted. */
  rank: number | null;
  place: number | null;
}

interface LineRow {
  accountId: number;
  seq: number;
  from: number;
  until: number;
  /** Per option. */
  peerMicro: number[];
  baselineMicro: number[];
}

interface ReferenceRow extends MicroScore {
  who: 'crowd' | 'even';
}

export interface Scored {
  scores: ScoreRow[];
  references: ReferenceRow[];
  lines: LineRow[];
}

const NOTHING: Scored = { scores: [], references: [], lines: [] };

/** Input of scoring: a question's log, the crowd's odds and the horizon. */
interface Scorable {
  rows: (LogRow & { seq: number })[];
  crowd: LogRow[];
  options: number;
  seats: number;
  horizon: Horizon;
}

/** Scores, ranks and score lines of all accounts for one outcome. */
export function score(question: Scorable, outcome: boolean[]): Scored {
  const { rows, crowd, horizon, options, seats } = question;
  // Closed at the moment it opened: no forecasts, and no horizon to average over.
  if (horizon.closesAt !== null && horizon.closesAt <= horizon.opensAt) return NOTHING;
  const table = scoreTable(merge(rows, crowd), horizon, options, seats);
  const scores = scoresFor(table, outcome);
  const references: ReferenceRow[] = scores
    .filter(({ account, coverage }) => account === CROWD && coverage > 0)
    .map((earned) => ({ who: 'crowd', ...microScore(earned) }));
  references.push({ who: 'even', ...microScore(evenScoreFor(table, outcome)) });
  const outside = new Set(rows.filter((row) => row.outside).map((row) => row.account));
  return { scores: rankedRows(scores, outside), references, lines: linesOf(question, outcome) };
}

function rankedRows(scores: readonly AccountScore[], outside: ReadonlySet<string>): ScoreRow[] {
  const rows = scores
    .filter(({ account }) => account !== CROWD)
    .map(({ account, brier, ...earned }): ScoreRow => ({
      accountId: Number(account),
      ...microScore(earned),
      brierMillionths: brier === null ? null : toMicro(brier),
      rank: null,
      place: null,
    }))
    .sort((a, b) => a.accountId - b.accountId);
  const ranked = competitionRanking(
    rows.filter((row) => row.coverageMillionths > 0 && !outside.has(String(row.accountId))),
    ({ peerMicro }) => peerMicro,
  );
  for (const { entry, rank, place } of ranked) Object.assign(entry, { rank, place });
  return rows;
}

function linesOf({ rows, horizon, options, seats }: Scorable, outcome: boolean[]): LineRow[] {
  return scoreLines(rows, horizon, options, seats, outcome).map(({ row, from, until, peer, baseline }) => ({
    accountId: Number(rows[row]!.account),
    seq: rows[row]!.seq,
    from,
    until,
    peerMicro: peer.map(toMicro),
    baselineMicro: baseline.map(toMicro),
  }));
}

/** Merges the crowd's odds into the log by time; the log keeps its order. */
function merge(rows: readonly LogRow[], crowd: readonly LogRow[]): LogRow[] {
  const merged: LogRow[] = [];
  let next = 0;
  for (const row of rows) {
    while (next < crowd.length && crowd[next]!.madeAt <= row.madeAt) merged.push(crowd[next++]!);
    merged.push(row);
  }
  return [...merged, ...crowd.slice(next)];
}
