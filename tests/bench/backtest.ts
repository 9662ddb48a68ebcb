// Back-test of the crowd odds: `npm run backtest -- FOLDER` prints the Brier score of each method per source, and how far
// ours lies below (−) or above (+) each of the others. The folder's data stay where they are.

import { readBacktest, type BacktestQuestion } from './backtest-data.ts';
import { brier, METHODS } from './backtest-methods.ts';

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

/** Weighted mean over sources, per method. */
function macro(sources: readonly Source[]): Record<string, number> {
  const total = sources.reduce((sum, source) => sum + source.weight, 0);
  const average = (name: string) =>
    sources.reduce((sum, { weight, scores }) => sum + weight * scores[name]!, 0) / total;
  return Object.fromEntries(Object.keys(METHODS).map((name) => [name, average(name)]));
}

function print(name: string, questions: number, scores: Record<string, number>): void {
  const cells = Object.entries(scores).map(([method, score]) => {
    if (method === 'ours') return score.toFixed(4).padStart(8);
    const change = 100 * (scores.ours! / score - 1);
    return `${score.toFixed(4)} (${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %)`.padStart(19);
  });
  console.log(name.padEnd(14) + String(questions).padStart(6) + cells.join(''));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

const folder = process.argv[2];
if (!folder) {
  console.error('usage: npm run backtest -- FOLDER');
  process.exit(2);
}
const bySource = Map.groupBy(readBacktest(folder), (question) => question.source);
const sources = [...bySource].map(([name, questions]) => sourceOf(name, questions));
const methods = Object.keys(METHODS).map((name) => name.padStart(name === 'ours' ? 8 : 19));
console.log('source'.padEnd(14) + 'n'.padStart(6) + methods.join(''));
for (const { name, questions, scores, timed } of sources)
  print(`${name}${timed ? ' (timed)' : ''}`, questions, scores);
const count = (list: readonly Source[]) => list.reduce((sum, source) => sum + source.questions, 0);
const timed = sources.filter((source) => source.timed);
print('all timed', count(timed), macro(timed));
print('all', count(sources), macro(sources));
