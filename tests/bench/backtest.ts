// Evidence for the crowd odds: `npm run backtest -- FOLDER` prints what fakes do to each method, then the Brier score of
// each method per source of the folder's data, and how far ours lies below (−) or above (+) each of the others. The
// folder's data stay where they are.

import { readBacktest, type BacktestQuestion } from './backtest-data.ts';
import { brier, METHODS } from './backtest-methods.ts';
import { FAKES, fakeMoves } from './fakes.ts';

/** A question's result is the mean over its crowds, a source's the mean over its questions. */
function scoresOf(questions: readonly BacktestQuestion[]): Record<string, number> {
  const names = Object.keys(METHODS);
  return Object.fromEntries(
    names.map((name) => {
      const results = questions.map(({ crowds, outcome, timed }) =>
        mean(crowds.map((crowd) => brier(METHODS[name]!(crowd, timed), outcome))),
      );
      return [name, mean(results)];
    }),
  );
}

interface Source {
  readonly name: string;
  readonly questions: number;
  readonly timed: boolean;
  /** √ of the number of independent questions: a large source counts more, but not in proportion. */
  readonly weight: number;
  readonly scores: Record<string, number>;
}

function sourceOf(name: string, questions: readonly BacktestQuestion[]): Source {
  const clusters = new Set(questions.map((question) => question.cluster));
  return {
    name,
    questions: questions.length,
    timed: questions[0]!.timed,
    weight: Math.sqrt(clusters.size),
    scores: scoresOf(questions),
  };
}

/** How far our score lies above another method's, in percent. */
function changeFrom(scores: Record<string, number>, method: string): number {
  return 100 * (scores.ours! / scores[method]! - 1);
}

/** Weighted mean over sources of a number that each has. */
function weighted(sources: readonly Source[], numberOf: (scores: Record<string, number>) => number): number {
  const total = sources.reduce((sum, source) => sum + source.weight, 0);
  return sources.reduce((sum, { weight, scores }) => sum + weight * numberOf(scores), 0) / total;
}

/** Scores and changes of one source, or their weighted means over several. */
function print(name: string, sources: readonly Source[]): void {
  const questions = sources.reduce((sum, source) => sum + source.questions, 0);
  const cells = Object.keys(METHODS).map((method) => {
    const score = weighted(sources, (scores) => scores[method]!).toFixed(4);
    if (method === 'ours') return score.padStart(8);
    const change = weighted(sources, (scores) => changeFrom(scores, method));
    return `${score} (${signed(change)} %)`.padStart(19);
  });
  console.log(name.padEnd(14) + String(questions).padStart(6) + cells.join(''));
}

function printFakes(): void {
  console.log(
    'Move of the attacked option in points, by number of fakes; below, of the crowd by which it was chosen',
  );
  console.log('method'.padEnd(14) + FAKES.map((fakes) => String(fakes).padStart(8)).join(''));
  for (const { method, moves, stated } of fakeMoves()) {
    console.log(method.padEnd(14) + moves.map((move) => signed(move).padStart(8)).join(''));
    console.log(''.padEnd(14) + stated.map((move) => signed(move).padStart(8)).join(''));
  }
}

function signed(value: number): string {
  const digits = Math.abs(value).toFixed(1);
  if (Number(digits) === 0) return digits;
  return (value > 0 ? '+' : '−') + digits;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

printFakes();
const folder = process.argv[2];
if (!folder) {
  console.error('usage: npm run backtest -- FOLDER');
  process.exit(2);
}
const bySource = Map.groupBy(readBacktest(folder), (question) => question.source);
const sources = [...bySource].map(([name, questions]) => sourceOf(name, questions));
const methods = Object.keys(METHODS).map((name) => name.padStart(name === 'ours' ? 8 : 19));
console.log('\n' + 'source'.padEnd(14) + 'n'.padStart(6) + methods.join(''));
for (const source of sources) print(`${source.name}${source.timed ? ' (timed)' : ''}`, [source]);
print(
  'all timed',
  sources.filter((source) => source.timed),
);
print('all', sources);
