// What a result earns everybody: the domain's scores as the rows that are stored. Reads nothing and writes nothing.
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

/** The name of the crowd among the accounts of a log. */
export const CROWD = 'crowd';

export interface ScoreRow {
  accountId: number;
  peerMicro: number;
  baselineMicro: number;
  coverageMillionths: number;
  brierMillionths: number | null;
  /** Null where out of rank, or where no forecast counted. */
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

/** A question's log with the crowd's odds, and what its scores are measured on. */
export interface Scorable {
  rows: (LogRow & { seq: number })[];
  crowd: LogRow[];
  options: number;
  seats: number;
  horizon: Horizon;
}

/**
 * A share of the horizon as it is stored. Who forecast half a minute before the result of a year has taken part: it is 0
 * for nobody else.
 */
export function coverageMillionths(coverage: number): number {
  if (coverage <= 0) return 0;
  return Math.min(MICRO, Math.max(1, toMicro(coverage)));
}

/** Scores, ranks and lines of everybody for one outcome. */
export function score(question: Scorable, outcome: boolean[]): Scored {
  const { rows, crowd, horizon, options, seats } = question;
  // Closed as it opened: nobody can have forecast, and there is no time to average over.
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

/** How much of the horizon went by before the result was known. */
function shareKnown(horizon: Horizon): number {
  const { from, until, length } = windowOf(horizon);
  return length > 0 ? Math.max(0, until - from) / length : 0;
}

/** The log, in its own order, with the crowd's odds at their times. */
function merge(rows: readonly LogRow[], crowd: readonly LogRow[]): LogRow[] {
  const merged: LogRow[] = [];
  let next = 0;
  for (const row of rows) {
    while (next < crowd.length && crowd[next]!.madeAt <= row.madeAt) merged.push(crowd[next++]!);
    merged.push(row);
  }
  return [...merged, ...crowd.slice(next)];
}
