// Score table (every outcome at once) against recomputing, at each change and for one outcome, the sums over all
// forecasters standing then.

import { baselineScore, scoresFor, scoreTable, type LogRow } from '../../src/lib/domain/scores.ts';
import { balance } from '../../src/lib/domain/seats.ts';
import type { Result } from './result.ts';
import { seeded, timesFaster } from './side-by-side.ts';

const OPTIONS = 5;
const SEATS = 2;
const OUTCOME = [true, false, true, false, false];
/** A forecaster updates a forecast about twice. */
const ROWS_PER_FORECASTER = 3;

function randomLog(rows: number): LogRow[] {
  const random = seeded(rows);
  const permille = () =>
    balance(
      Array.from({ length: OPTIONS }, () => 1 + Math.floor(999 * random())),
      SEATS,
    );
  return Array.from({ length: rows }, (_, madeAt) => ({
    account: `a${Math.floor((random() * rows) / ROWS_PER_FORECASTER)}`,
    madeAt,
    permille: random() < 0.02 ? null : permille(),
  }));
}

/** Peer scores for one outcome; every forecast is scored once, the sums are taken anew at each change. */
function recomputed(rows: readonly LogRow[], length: number): Map<string, number> {
  const standing = new Map<string, number>();
  const peers = new Map<string, number>();
  rows.forEach(({ account, permille, madeAt }, at) => {
    if (permille) standing.set(account, baselineScore(permille, OUTCOME, SEATS));
    else standing.delete(account);
    const share = ((rows[at + 1]?.madeAt ?? length) - madeAt) / length;
    let sum = 0;
    for (const score of standing.values()) sum += score;
    if (standing.size < 2) return;
    for (const [each, score] of standing) {
      const peer = score - (sum - score) / (standing.size - 1);
      peers.set(each, (peers.get(each) ?? 0) + share * peer);
    }
  });
  return peers;
}

export function results(): Result[] {
  return [measure('scores-1k-vs-quadratic', 1_000, 5), measure('scores-10k-vs-quadratic', 10_000, 30)];
}

function measure(name: string, rows: number, goal: number): Result {
  const log = randomLog(rows);
  const horizon = { opensAt: 0, closesAt: rows, knownAt: rows };
  const table = () => scoresFor(scoreTable(log, horizon, OPTIONS, SEATS), OUTCOME);
  const peers = recomputed(log, rows);
  for (const { account, peer } of table()) {
    if (Math.abs(peer - (peers.get(account) ?? 0)) > 1e-9) throw new Error('the two ways disagree');
  }
  const { ratio, fastMs } = timesFaster(() => recomputed(log, rows), table);
  return { name, ratio, goal, atLeast: true, note: `all outcomes in ${fastMs.toFixed(2)} ms` };
}
