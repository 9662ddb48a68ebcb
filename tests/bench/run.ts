// `npm run bench [-- --json] [name …]`: every ratio, with its goal. With --json an array of results on standard output and
// nothing else; without, one line each. Names choose among the suites. Exits with 1 where a goal is missed.
import { formatResult, isMet, type Result } from './result.ts';

interface Suite {
  results(): Result[] | Promise<Result[]>;
}

const SUITES: Record<string, () => Promise<Suite>> = {
  scores: () => import('./scores.ts'),
  market: () => import('./market.ts'),
  'survivor-sets': () => import('./survivor-sets.ts'),
  crowd: () => import('./crowd.ts'),
  rank: () => import('./rank.ts'),
  forecasts: () => import('./forecasts.ts'),
  trades: () => import('./trades.ts'),
  'log-reads': () => import('./log-reads.ts'),
  live: () => import('./live.ts'),
  reads: () => import('./reads.ts'),
  members: () => import('./members.ts'),
  rig: () => import('./rig.ts'),
};

const words = process.argv.slice(2);
const isJson = words.includes('--json');
const names = words.filter((word) => word !== '--json');
const unknown = names.filter((name) => !(name in SUITES));
if (unknown.length > 0) {
  console.error(`No such suite: ${unknown.join(', ')}. There are: ${Object.keys(SUITES).join(', ')}`);
  process.exit(2);
}

const all: Result[] = [];
for (const [name, load] of Object.entries(SUITES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const results = await (await load()).results();
  for (const result of results) if (!isJson) console.log(formatResult(result));
  all.push(...results);
}
if (isJson) console.log(JSON.stringify(all, null, 2));
process.exitCode = all.every((result) => isMet(result) || result.ratio === null) ? 0 : 1;
