import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../../tests/vectors/arbitraries.ts';
import vectors from '../../../tests/vectors/scores.json' with { type: 'json' };
import type { MarketEvent } from './market-event.ts';
import { lossBound, payout } from './market-settlement.ts';
import type { Market } from './market-weights.ts';
import { openMarket, priceOf, prices, quote, sell, setPrices } from './market.ts';
import { listSets } from './survivor-sets.ts';

const { lmsr } = vectors;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const relativeGap = (a: number, b: number) => Math.abs(a - b) / Math.max(1, Math.abs(b));

/** The cost function from its definition, for quantities of moderate size. */
const cost = ({ liquidity: b, opening, quantities }: Market) =>
  b * Math.log(sum(quantities.map((q, at) => Math.exp(opening[at]! + q / b))));

const eventsOf = (options: number, seats: number): fc.Arbitrary<MarketEvent> => {
  const all = Array.from({ length: options }, (_, i) => i);
  return fc.oneof(
    fc.nat({ max: options - 1 }).map((survives) => ({ survives })),
    fc.nat({ max: options - 1 }).map((drops) => ({ drops })),
    fc.shuffledSubarray(all, { minLength: 1, maxLength: seats }).map((set) => ({ set })),
  );
};

/** A market's shape and a list of buys, each an event and a spend. */
const stories = shapes(7).chain(({ options, seats }) =>
  fc.record({
    options: fc.constant(options),
    seats: fc.constant(seats),
    liquidity: fc.double({ min: 1, max: 500, noNaN: true }),
    buys: fc.array(
      fc.record({ event: eventsOf(options, seats), spend: fc.double({ min: 0, max: 2000, noNaN: true }) }),
      { minLength: 1, maxLength: 12 },
    ),
    outcome: fc.array(fc.boolean(), { minLength: options, maxLength: options }),
  }),
);

describe('a market', () => {
  const market = openMarket(lmsr.n, lmsr.k, lmsr.b);

  it('opens at even prices and bounds the loss by b · ln C(n, k)', () => {
    for (const price of prices(market)) expect(price).toBeCloseTo(lmsr.prices, 14);
    expect(lossBound(market)).toBeCloseTo(lmsr.maxLoss, 4);
  });

  it('matches a hand-computed trade: 50 shares of the first of five', () => {
    const { first, others, cost: spend } = lmsr.afterBuying50SharesOfFirst;
    const { shares, after } = quote(market, { survives: 0 }, spend);
    expect(shares).toBeCloseTo(50, 4);
    expect(prices(after)[0]).toBeCloseTo(first, 6);
    for (const price of prices(after).slice(1)) expect(price).toBeCloseTo(others, 6);
    expect(sell(after, { survives: 0 }, shares).points).toBeCloseTo(spend, 9);
  });

  it.each([
    ['a company', { survives: 1 }, 0.4],
    ['its no', { drops: 1 }, 0.6],
    ['a whole set', { set: [3, 1] }, 0.1],
    ['a set of one is the company', { set: [2] }, 0.4],
  ])('prices %s', (_, event: MarketEvent, price) => {
    expect(priceOf(market, event)).toBeCloseTo(price, 14);
  });

  it('opens at given prices, and its loss is bounded by the smallest set', () => {
    const uneven = openMarket(3, 2, 100, [0.8, 0.8, 0.4]);
    [0.8, 0.8, 0.4].forEach((price, i) => expect(prices(uneven)[i]).toBeCloseTo(price, 12));
    expect(lossBound(uneven)).toBeCloseTo(-100 * Math.log(0.2), 9);
  });

  it('does not mutate its argument', () => {
    quote(market, { survives: 0 }, 500);
    expect(market.quantities.every((q) => q === 0)).toBe(true);
  });

  it.each([
    ['no liquidity', () => openMarket(5, 2, 0)],
    ['unbounded liquidity', () => openMarket(5, 2, Infinity)],
    ['too many sets', () => openMarket(20, 10, 100)],
    ['as many seats as options', () => openMarket(3, 3, 100)],
    ['opening prices of another shape', () => openMarket(3, 1, 100, [0.5, 0.5])],
    ['a negative spend', () => quote(market, { survives: 0 }, -1)],
    ['a spend that is not a number', () => quote(market, { survives: 0 }, NaN)],
    ['an endless sale', () => sell(market, { survives: 0 }, Infinity)],
    ['an unknown option', () => priceOf(market, { survives: 5 })],
    ['an option below the first', () => priceOf(market, { survives: -1 })],
    ['half an option', () => priceOf(market, { drops: 0.5 })],
    ['a set with an unknown option', () => priceOf(market, { set: [0, 5] })],
    ['an empty set', () => priceOf(market, { set: [] })],
    ['more survivors than seats', () => priceOf(market, { set: [0, 1, 2] })],
    ['one option twice', () => priceOf(market, { set: [1, 1] })],
    ['an outcome of another shape', () => payout(market, { survives: 0 }, [true])],
    ['to pay for an unknown option', () => payout(market, { survives: 5 }, Array<boolean>(5).fill(true))],
  ])('refuses %s', (_, broken) => {
    expect(broken).toThrow(RangeError);
  });

  it('charges the cost function’s difference, prices sum to the seats, and selling reverses buying', () => {
    fc.assert(
      fc.property(stories, ({ options, seats, buys }) => {
        let now = openMarket(options, seats, 1000);
        for (const { event, spend } of buys) {
          const { shares, after } = quote(now, event, spend);
          expect(relativeGap(cost(after) - cost(now), spend)).toBeLessThan(1e-9);
          expect(Math.abs(sum(prices(after)) - seats)).toBeLessThan(1e-12);
          expect(priceOf(after, event)).toBeGreaterThanOrEqual(priceOf(now, event) * (1 - 1e-12));
          const back = sell(after, event, shares);
          expect(relativeGap(back.points, spend)).toBeLessThan(1e-9);
          back.after.quantities.forEach((q, at) =>
            expect(relativeGap(q, now.quantities[at]!)).toBeLessThan(1e-9),
          );
          now = after;
        }
      }),
    );
  });

  it('prices an event and its complement to 1, and a set as the sum of the k-subsets that contain it', () => {
    fc.assert(
      fc.property(stories, ({ options, seats, liquidity, buys }) => {
        const start = openMarket(options, seats, liquidity);
        const now = buys.reduce((before, { event, spend }) => quote(before, event, spend).after, start);
        expect(priceOf(now, { survives: 0 }) + priceOf(now, { drops: 0 })).toBeCloseTo(1, 12);
        expect(priceOf(now, { survives: 0 })).toBeCloseTo(prices(now)[0]!, 12);
        const ofSets = setPrices(now);
        listSets(options, seats).forEach((set, at) =>
          expect(ofSets[at]).toBeCloseTo(priceOf(now, { set }), 12),
        );
        const whole = listSets(options, seats).filter((set) => set.includes(0));
        expect(sum(whole.map((set) => priceOf(now, { set })))).toBeCloseTo(priceOf(now, { set: [0] }), 12);
      }),
    );
  });

  it('never loses more than its bound, for any trades and any outcome', () => {
    fc.assert(
      fc.property(stories, fc.boolean(), ({ options, seats, liquidity, buys, outcome }, uneven) => {
        const opening = Array.from(
          { length: options },
          (_, i) => seats / options + (i === 0 ? 0.1 : -0.1 / (options - 1)) * seats * (1 - seats / options),
        );
        const start = uneven
          ? openMarket(options, seats, liquidity, opening)
          : openMarket(options, seats, liquidity);
        let [now, loss] = [start, 0];
        for (const { event, spend } of buys) {
          const { shares, after } = quote(now, event, spend);
          loss += shares * payout(start, event, outcome) - spend;
          now = after;
        }
        expect(loss).toBeLessThanOrEqual(lossBound(start) + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('stays exact at prices very close to 0 and 1 (|q/b| up to 1000)', () => {
    const b = 10;
    const extreme = quote(openMarket(5, 2, b), { set: [0, 1] }, 1000 * b).after;
    expect(Math.max(...extreme.quantities) / b).toBeGreaterThan(1000);
    expect(Math.abs(sum(prices(extreme)) - 2)).toBeLessThan(1e-12);
    expect(priceOf(extreme, { survives: 0 })).toBe(1);
    // The last pair has price e^−1000: a point buys b·1000 shares and a little, and sells for the point again.
    const { shares, after } = quote(extreme, { set: [3, 4] }, 1);
    expect(shares / b).toBeCloseTo(1000 + Math.log(Math.expm1(1 / b)) + Math.log(10), 1);
    expect(sell(after, { set: [3, 4] }, shares).points).toBeCloseTo(1, 9);
    // An all but certain share costs a point and sells for a point.
    expect(quote(extreme, { survives: 0 }, 7).shares).toBeCloseTo(7, 12);
    const whole = sell(extreme, { set: [0, 1] }, Math.max(...extreme.quantities));
    expect(whole.points).toBeCloseTo(1000 * b, 8);
    for (const price of prices(whole.after)) expect(price).toBeCloseTo(0.4, 12);
  });

  it.each([600, 660, 668, 700, 740, 800])('prices a set whose levels are %i below the highest', (depth) => {
    const b = 10;
    const quantities = [depth * b, ...Array<number>(9).fill(0)];
    const deep = { ...openMarket(5, 2, b), quantities };
    const bought = quote(deep, { set: [3, 4] }, 1);
    expect(bought.shares / b).toBeCloseTo(depth + Math.log(Math.expm1(1 / b)), 10);
    expect(sell(bought.after, { set: [3, 4] }, bought.shares).points).toBeCloseTo(1, 10);
  });

  it('prices each snapshot by its own quantities, whatever was asked of another before', () => {
    fc.assert(
      fc.property(stories, ({ options, seats, liquidity, buys }) => {
        let now = openMarket(options, seats, liquidity);
        for (const { event, spend } of buys) {
          const { after, shares } = quote(now, event, spend);
          const restored = { ...now, quantities: after.quantities };
          expect(prices(restored)).toEqual(prices(after));
          expect(quote({ ...now }, event, spend).shares).toBe(shares);
          expect(quote(now, event, spend).shares).toBe(shares);
          now = after;
        }
      }),
    );
  });

  it('is exact for the smallest trades', () => {
    expect(quote(market, { survives: 0 }, 1e-9).shares / 2.5e-9).toBeCloseTo(1, 8);
    expect(sell(market, { survives: 0 }, 1e-9).points / 4e-10).toBeCloseTo(1, 8);
    expect(quote(market, { survives: 0 }, 0).shares).toBe(0);
    expect(sell(market, { survives: 0 }, 0).points).toBe(0);
  });
});

describe('payout', () => {
  const market = openMarket(4, 2, 100);

  it.each([
    ['both seats taken', { survives: 0 }, [1, 1, 0, 0], 1],
    ['both seats taken', { drops: 0 }, [1, 1, 0, 0], 0],
    ['both seats taken', { set: [0, 1] }, [1, 1, 0, 0], 1],
    ['both seats taken', { set: [0, 2] }, [1, 1, 0, 0], 0],
    ['one survivor too many: two of three pairs', { survives: 0 }, [1, 1, 1, 0], 2 / 3],
    ['one survivor too many: one of three pairs', { set: [0, 1] }, [1, 1, 1, 0], 1 / 3],
    ['one survivor too many', { survives: 3 }, [1, 1, 1, 0], 0],
    ['one too few: in every pair', { survives: 0 }, [1, 0, 0, 0], 1],
    ['one too few: in one of three', { survives: 1 }, [1, 0, 0, 0], 1 / 3],
    ['one too few: out of two of three', { drops: 1 }, [1, 0, 0, 0], 2 / 3],
    ['nobody: as if drawn', { survives: 0 }, [0, 0, 0, 0], 1 / 2],
    ['everybody: as if drawn', { survives: 0 }, [1, 1, 1, 1], 1 / 2],
  ])('%s, %j', (_, event: MarketEvent, outcome, pays) => {
    const answers = outcome.map((each) => each === 1);
    expect(payout(market, event, answers)).toBeCloseTo(pays, 14);
  });

  it('of all company shares sums to the seats, of a share and its complement to 1', () => {
    fc.assert(
      fc.property(stories, ({ options, seats, outcome }) => {
        const start = openMarket(options, seats, 100);
        const paid = outcome.map((_, survives) => payout(start, { survives }, outcome));
        expect(sum(paid)).toBeCloseTo(seats, 12);
        paid.forEach((pays, drops) => expect(pays + payout(start, { drops }, outcome)).toBeCloseTo(1, 12));
      }),
    );
  });
});
