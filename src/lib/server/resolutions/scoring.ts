// Scores of a result for all accounts: converts the domain's scores to the rows that are stored. No I/O.
import { MICRO, toMicro } from '#lib/domain/micro.ts';
import { competitionRanking } from '#lib/domain/ranking.ts';
import { scoreLines } from '#lib/domain/score-lines.ts';
import {
  evenScoreFor,
  type Horizon,
  type LogRow,
  scoresFor,
  scoreTable,
  windowOf,
} from '#lib/domain/scores.ts';

/** Account name of the crowd in a merged log. */
export const CROWD = 'crowd';

export interface ScoreRow {
  accountId: number;
  peerMicro: number;
  baselineMicro: number;
  coverageMillionths: number;
  brierMillionths: number | null;
  /** Null when not ranked, or when no forecast counted. */
  rank: number | null;
  place: number | null;
}

export interface LineRow {
  accountId: number;
  seq: number;
  from: number;
  until: number;
  /** Per option. */
  peerMicro: number[];
  baselineMicro: number[];
}

export interface ReferenceRow {
  who: 'crowd' | 'even';
  peerMicro: number;
  baselineMicro: number;
  coverageMillionths: number;
}

export interface Scored {
  scores: ScoreRow[];
  references: ReferenceRow[];
  lines: LineRow[];
}

const NOTHING: Scored = { scores: [], references: [], lines: [] };

/** Input of scoring: a question's log, the crowd's odds and the horizon. */
export interface Scorable {
  rows: (LogRow & { seq: number })[];
  crowd: LogRow[];
  options: number;
  seats: number;
  horizon: Horizon;
}

/**
 * Coverage as stored, in millionths, rounded up to at least 1 for any coverage above 0: 0 means "did not take part", also
 * for a forecast half a minute before the end of a year-long question.
 */
export function coverageMillionths(coverage: number): number {
  if (coverage <= 0) return 0;
  return Math.min(MICRO, Math.max(1, toMicro(coverage)));
}

/** Scores, ranks and score lines of all accounts for one outcome. */
export function score(question: Scorable, outcome: boolean[]): Scored {
  const { rows, crowd, horizon, options, seats } = question;
  // Closed at the moment it opened: no forecasts, and no horizon to average over.
  if (horizon.closesAt !== null && horizon.closesAt <= horizon.opensAt) return NOTHING;
  const table = scoreTable(merge(rows, crowd), horizon, options, seats);
  const outside = new Set(rows.filter((row) => row.outside).map((row) => row.account));
  const everybody = scoresFor(table, outcome).map(({ account, peer, baseline, coverage, brier }) => ({
    account,
    accountId: Number(account),
    peerMicro: toMicro(peer),
    baselineMicro: toMicro(baseline),
    coverageMillionths: coverageMillionths(coverage),
    brierMillionths: brier === null ? null : toMicro(brier),
    counts: coverage > 0,
  }));
  const accounts = everybody
    .filter(({ account }) => account !== CROWD)
    .sort((a, b) => a.accountId - b.accountId);
  const ranked = competitionRanking(
    accounts.filter(({ account, counts }) => counts && !outside.has(account)),
    ({ peerMicro }) => peerMicro,
  );
  const rankOf = new Map(ranked.map(({ entry, rank, place }) => [entry.account, { rank, place }]));
  return {
    scores: accounts.map(({ account, counts: _, ...row }) => ({
      ...row,
      ...(rankOf.get(account) ?? { rank: null, place: null }),
    })),
    references: [
      ...everybody
        .filter(({ account, counts }) => account === CROWD && counts)
        .map((row) => referenceOf('crowd', row)),
      referenceOf('even', {
        peerMicro: toMicro(evenScoreFor(table, outcome).peer),
        baselineMicro: 0,
        coverageMillionths: toMicro(shareKnown(horizon)),
      }),
    ],
    lines: scoreLines(rows, horizon, options, seats, outcome).map((line) => ({
      accountId: Number(rows[line.row]!.account),
      seq: rows[line.row]!.seq,
      from: line.from,
      until: line.until,
      peerMicro: line.peer.map((points) => toMicro(points)),
      baselineMicro: line.baseline.map((points) => toMicro(points)),
    })),
  };
}

type Points = Omit<ReferenceRow, 'who'>;

function referenceOf(
  who: ReferenceRow['who'],
  { peerMicro, baselineMicro, coverageMillionths }: Points,
): ReferenceRow {
  return { who, peerMicro, baselineMicro, coverageMillionths };
}

/** Share of the horizon before the result was known. */
function shareKnown(horizon: Horizon): number {
  const { from, until, length } = windowOf(horizon);
  return length > 0 ? Math.max(0, until - from) / length : 0;
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
