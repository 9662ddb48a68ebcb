import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastsOf, shapes } from '../../../tests/vectors/arbitraries.ts';
import { seeded } from '../../../tests/bench/side-by-side.ts';
import { CrowdTally } from './crowd-tally.ts';
import { crowdOdds, UNVERIFIED_WEIGHT } from './crowd.ts';

const A = [800, 800, 400];
const B = [700, 700, 600];
const C = [900, 600, 500];

type Row = [account: number, seq: number, permille: number[] | null];

/** Rows as account, forecast and seq: `1A@2 1-@3` is a forecast of account 1 and its withdrawal. */
function rowsOf(log: string): Row[] {
  const forecasts: Record<string, number[] | null> = { A, B, C, '-': null };
  return log
    .split(' ')
    .map(([account, letter, , seq]) => [Number(account), Number(seq), forecasts[letter!]!]);
}

function tallyOf(log: string): CrowdTally {
  const tally = new CrowdTally(3, 2);
  for (const row of rowsOf(log)) tally.record(...row);
  return tally;
}

/** A row of the log, or a change of an account's weight. */
type Step = { account: number; permille: number[] | null } | { account: number; weight: number };

const ACCOUNTS = 12;
const accounts = fc.integer({ min: 1, max: ACCOUNTS });
const weights = fc.constantFrom(1, UNVERIFIED_WEIGHT, 0);

const logs = shapes(6).chain(({ options, seats }) =>
  fc.record({
    options: fc.constant(options),
    seats: fc.constant(seats),
    steps: fc.array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({
            account: accounts,
            permille: fc.option(forecastsOf(options, seats), { freq: 5 }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ account: accounts, weight: weights }) },
      ) as fc.Arbitrary<Step>,
      { maxLength: 200 },
    ),
    // How many places a row arrives early, so that rows before it arrive out of order.
    early: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  }),
);

/** Odds recomputed from scratch: each account's row with the highest seq, at its current weight. */
function oddsOfLatest(latest: Map<number, Row>, weightOf: Map<number, number>, seats: number) {
  const standing = [...latest.values()]
    .filter(([account, , permille]) => permille && weightOf.get(account) !== 0)
    .sort(([, a], [, b]) => a - b);
  if (standing.length === 0) return null;
  return crowdOdds(
    standing.map(([, , permille]) => permille!),
    seats,
    { unverified: standing.map(([account]) => weightOf.get(account) === UNVERIFIED_WEIGHT) },
  );
}

describe('CrowdTally', () => {
  it('has no odds while nobody has forecast', () => {
    const tally = new CrowdTally(3, 2);
    expect(tally.odds()).toBeNull();
    expect(tally.forecasters).toBe(0);
    expect(tally.lastSeq).toBe(0);
  });

  it.each([
    ['each account’s forecast, oldest first', '1A@1 2B@2', [A, B]],
    ['the latest of an account, in its new place', '1A@1 2B@2 1C@3', [B, C]],
    ['nothing of who has withdrawn', '1A@1 2B@2 1-@3', [B]],
    ['what was made again after that', '1A@1 1-@2 2B@3 1C@4', [B, C]],
    ['a row that comes late, in its place', '1A@2 2B@1', [B, A]],
    ['late rows of one account, the latest', '1A@1 3C@4 2B@2 2A@3', [A, A, C]],
    ['no older row of an account that comes late', '1A@2 1B@1', [A]],
    ['no forecast that comes after its withdrawal', '1-@2 1A@1', []],
    ['rows that come twice, once', '1A@1 2B@2 1A@1 2B@2', [A, B]],
  ])('holds %s: %s', (_, log, standing) => {
    const tally = tallyOf(log);
    expect(tally.odds()).toEqual(standing.length === 0 ? null : crowdOdds(standing, 2));
    expect(tally.forecasters).toBe(standing.length);
    expect(tally.lastSeq).toBe(Math.max(...rowsOf(log).map(([, seq]) => seq)));
  });

  it('says whether a row or a weight has changed anything', () => {
    const tally = new CrowdTally(3, 2);
    expect(tally.setWeight(1, 0)).toBe(false);
    expect(tally.record(1, 5, A)).toBe(true);
    expect(tally.record(1, 5, A)).toBe(false);
    expect(tally.record(1, 4, B)).toBe(false);
    expect(tally.setWeight(1, 1)).toBe(false);
    expect(tally.setWeight(1, 0)).toBe(true);
    expect(tally.record(1, 6, null, 0)).toBe(true);
    expect(tally.setWeight(1, 1)).toBe(false);
    expect(tally.odds()).toBeNull();
  });

  it('leaves an excluded account out, and restores it at its original place', () => {
    const tally = tallyOf('1A@1 2B@2 3C@3');
    tally.setWeight(2, 0);
    expect(tally.odds()).toEqual(crowdOdds([A, C], 2));
    tally.setWeight(2, 1);
    expect(tally.odds()).toEqual(crowdOdds([A, B, C], 2));
  });

  it('equals crowdOdds of the standing forecasts after every step of any log, in any order of arrival', () => {
    fc.assert(
      fc.property(logs, ({ options, seats, steps, early }) => {
        const tally = new CrowdTally(options, seats);
        const latest = new Map<number, Row>();
        const weightOf = new Map<number, number>();
        const arrivals = steps
          .map((step, at) => ({ step, seq: at + 1, arrives: at - early.next().value }))
          .sort((a, b) => a.arrives - b.arrives);
        for (const { step, seq } of arrivals) {
          const { account } = step;
          if ('weight' in step) {
            weightOf.set(account, step.weight);
            tally.setWeight(account, step.weight);
          } else {
            tally.record(account, seq, step.permille, weightOf.get(account));
            if ((latest.get(account)?.[1] ?? 0) < seq) latest.set(account, [account, seq, step.permille]);
          }
          expect(tally.odds()).toEqual(oddsOfLatest(latest, weightOf, seats));
          const others = new Map([...latest].filter(([other]) => other !== account));
          const counts = latest.get(account)?.[2] && weightOf.get(account) !== 0;
          expect(tally.oddsWithout(account)).toEqual(
            counts ? oddsOfLatest(others, weightOf, seats) : undefined,
          );
          expect(tally.odds()).toEqual(oddsOfLatest(latest, weightOf, seats));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('equals crowdOdds for a crowd whose oldest forecasts have no weight, with many changes and withdrawals', () => {
    const random = seeded(7);
    const one = <Value>(values: readonly Value[]) => values[Math.floor(values.length * random())]!;
    const tally = new CrowdTally(3, 2);
    const latest = new Map<number, Row>();
    const weightOf = new Map<number, number>();
    for (let seq = 1; seq <= 20_000; seq++) {
      const account = 1 + Math.floor(6000 * random());
      const permille = one([A, B, C, [999, 999, 2], [2, 999, 999], null]);
      const weight = one([1, 1, UNVERIFIED_WEIGHT, 0]);
      weightOf.set(account, weight);
      tally.record(account, seq, permille, weight);
      latest.set(account, [account, seq, permille]);
      if (seq % 1000 === 0) expect(tally.odds()).toEqual(oddsOfLatest(latest, weightOf, 2));
    }
    // From about 760 on the oldest have no weight.
    expect(tally.forecasters).toBeGreaterThan(3000);
  });

  it.each<[string, Row, number]>([
    ['a forecast of another shape', [1, 2, [500, 500]], 1],
    ['a wrong sum', [1, 2, [800, 800, 401]], 1],
    ['a seq that is none', [1, NaN, A], 1],
    ['seq 0', [1, 0, A], 1],
    ['a negative weight', [1, 2, A], -1],
    ['a weight that is none', [1, 2, A], NaN],
  ])('refuses %s, and holds what it held', (_, row, weight) => {
    const tally = tallyOf('1B@1');
    expect(() => tally.record(...row, weight)).toThrow(RangeError);
    expect(tally.odds()).toEqual(crowdOdds([B], 2));
    expect(tally.lastSeq).toBe(1);
  });

  it('rejects an invalid weight and invalid seats', () => {
    expect(() => tallyOf('1A@1').setWeight(1, 2)).toThrow(RangeError);
    expect(() => new CrowdTally(3, 3)).toThrow(RangeError);
  });
});
