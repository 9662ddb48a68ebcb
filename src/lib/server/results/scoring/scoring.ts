// Scores of a result for all accounts: converts the domain's scores to the columns that are stored. No I/O.
import { scoresOf } from '#lib/domain/account-totals.ts';
import { type MicroScore, microScore, toMicro } from '#lib/domain/micro.ts';
import { competitionRanking } from '#lib/domain/ranking.ts';
import { visitScoreLines } from '#lib/domain/score-lines.ts';
import { evenScoreFor, type Horizon, type ScoreTable, scoreTableOf } from '#lib/domain/scores.ts';
import { CROWD, MARKET, REFERENCES } from '../../forecasts/log/growing-log.ts';
import type { ScoringLog } from './scoring-log.ts';

/** Scores of all accounts in columns, by ascending account id. */
export interface ScoreColumns {
  accountId: Int32Array;
  peerMicro: Float64Array;
  baselineMicro: Float64Array;
  coverageMillionths: Int32Array;
  /** NaN where no forecast counted. */
  brierMillionths: Float64Array;
  /** 0 where not ranked, or where no forecast counted. */
  rank: Int32Array;
  place: Int32Array;
}

/** Score lines in columns, by ascending account id and `seq`. */
export interface LineColumns {
  options: number;
  accountId: Int32Array;
  seq: Float64Array;
  /** Ms since the epoch. */
  from: Float64Array;
  until: Float64Array;
  /** Per line and option. */
  peerMicro: Float64Array;
  baselineMicro: Float64Array;
}

interface ReferenceRow extends MicroScore {
  who: 'crowd' | 'market' | 'even';
}

export interface Scored {
  scores: ScoreColumns;
  references: ReferenceRow[];
  lines: LineColumns;
}

/** Input of scoring: a question's log and the horizon. */
interface Scorable {
  log: ScoringLog;
  options: number;
  seats: number;
  horizon: Horizon;
}

/** Scores, ranks and score lines of all accounts for one outcome. */
export function score(question: Scorable, outcome: boolean[]): Scored {
  const { log, horizon, options, seats } = question;
  // Closed at the moment it opened: no forecasts, and no horizon to average over.
  if (horizon.closesAt !== null && horizon.closesAt <= horizon.opensAt)
    return { scores: scoreColumns(0), references: [], lines: lineColumns(0, options) };
  // The table's names are not used: accounts are known by their index.
  const names = new Array<string>(log.accountIds.length).fill('');
  const table = scoreTableOf(log.columns, names, horizon, options, seats);
  const references: ReferenceRow[] = [];
  for (const [who, index] of [
    ['crowd', CROWD],
    ['market', MARKET],
  ] as const) {
    const earned = scoresOf(table.totals, index, outcome);
    if (earned.coverage > 0) references.push({ who, ...microScore(earned) });
  }
  references.push({ who: 'even', ...microScore(evenScoreFor(table, outcome)) });
  return { scores: scoresIn(table, log, outcome), references, lines: linesIn(question, outcome) };
}

function scoreColumns(length: number): ScoreColumns {
  return {
    accountId: new Int32Array(length),
    peerMicro: new Float64Array(length),
    baselineMicro: new Float64Array(length),
    coverageMillionths: new Int32Array(length),
    brierMillionths: new Float64Array(length),
    rank: new Int32Array(length),
    place: new Int32Array(length),
  };
}

function scoresIn(table: ScoreTable, { accountIds, excluded }: ScoringLog, outcome: boolean[]): ScoreColumns {
  const order = Uint32Array.from({ length: accountIds.length - REFERENCES }, (_, i) => i + REFERENCES);
  order.sort((a, b) => accountIds[a]! - accountIds[b]!);
  const scores = scoreColumns(order.length);
  const ranked: number[] = [];
  for (const [row, index] of order.entries()) {
    const { brier, ...earned } = scoresOf(table.totals, index, outcome);
    const { peerMicro, baselineMicro, coverageMillionths } = microScore(earned);
    scores.accountId[row] = accountIds[index]!;
    scores.peerMicro[row] = peerMicro;
    scores.baselineMicro[row] = baselineMicro;
    scores.coverageMillionths[row] = coverageMillionths;
    scores.brierMillionths[row] = brier === null ? NaN : toMicro(brier);
    if (coverageMillionths > 0 && !excluded[index]) ranked.push(row);
  }
  for (const { entry, rank, place } of competitionRanking(ranked, (row) => scores.peerMicro[row]!)) {
    scores.rank[entry] = rank;
    scores.place[entry] = place;
  }
  return scores;
}

function lineColumns(length: number, options: number): LineColumns {
  return {
    options,
    accountId: new Int32Array(length),
    seq: new Float64Array(length),
    from: new Float64Array(length),
    until: new Float64Array(length),
    peerMicro: new Float64Array(length * options),
    baselineMicro: new Float64Array(length * options),
  };
}

function linesIn({ log, horizon, options, seats }: Scorable, outcome: boolean[]): LineColumns {
  const { columns, accountIds } = log;
  const lines = lineColumns(columns.account.length, options);
  let length = 0;
  visitScoreLines(columns, accountIds.length, horizon, options, seats, outcome, (line) => {
    if (line.account < REFERENCES) return;
    const at = length++;
    lines.accountId[at] = accountIds[line.account]!;
    lines.seq[at] = columns.seq[line.row]!;
    lines.from[at] = line.from;
    lines.until[at] = line.until;
    for (let i = 0; i < options; i++) {
      lines.peerMicro[at * options + i] = toMicro(line.peer[i]!);
      lines.baselineMicro[at * options + i] = toMicro(line.baseline[i]!);
    }
  });
  return sorted(lines, length);
}

/** By account and `seq`: in the order of their key rows are inserted faster. */
function sorted(lines: LineColumns, length: number): LineColumns {
  const { options, accountId, seq } = lines;
  const order = Uint32Array.from({ length }, (_, i) => i);
  order.sort((a, b) => accountId[a]! - accountId[b]! || seq[a]! - seq[b]!);
  const result = lineColumns(length, options);
  for (const [to, from] of order.entries()) {
    for (const column of ['accountId', 'seq', 'from', 'until'] as const)
      result[column][to] = lines[column][from]!;
    for (const column of ['peerMicro', 'baselineMicro'] as const)
      result[column].set(lines[column].subarray(from * options, (from + 1) * options), to * options);
  }
  return result;
}
