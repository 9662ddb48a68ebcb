// Crowd odds from the newest ~55·√n forecasts against reading all n of them. Run: node tests/bench/crowd.ts

import { crowdOdds } from '../../src/lib/domain/crowd.ts';
import { balance } from '../../src/lib/domain/seats.ts';
import { compare, seeded, sideBySide } from './side-by-side.ts';

const OPTIONS = 3;
const SEATS = 2;

const random = seeded(1);
const forecast = () =>
  balance(
    Array.from({ length: OPTIONS }, () => 1 + Math.floor(999 * random())),
    SEATS,
  );
for (const [n, promised] of [
  [10_000, 1.2],
  [100_000, 3],
  [1_000_000, 10],
] as const) {
  const standing = Array.from({ length: n }, forecast);
  const newest = () => crowdOdds(standing, SEATS);
  compare(
    `crowd odds against reading everything, n = ${n}`,
    () => crowdOdds(standing, SEATS, false),
    newest,
    promised,
  );
  const [ms] = sideBySide([newest]);
  console.log(`  once: ${ms!.toFixed(3)} ms`);
}
