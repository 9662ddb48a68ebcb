import { describe, expect, test } from 'vitest';
import type { MarketEvent } from '#lib/domain/market-event.ts';
import { prices } from '#lib/domain/market.ts';
import { MICRO, toMicro } from '#lib/domain/micro.ts';
import { MarketBook, STAKE_MICRO } from '#lib/server/market/book.ts';
import { drawForecasters } from './people.ts';
import { QUESTIONS, type ReplayQuestion, STAGES } from './questions.ts';
import { Random } from './random.ts';
import {
  assignTactics,
  decide,
  type PlannedTrade,
  planTrades,
  type Situation,
  type Tactic,
} from './traders.ts';

const SLUGS = [...new Set(QUESTIONS.flatMap(({ options }) => options))];
const PEOPLE = drawForecasters(300, new Random(7), SLUGS, STAGES.begin, STAGES.end);
const TACTICS = assignTactics(PEOPLE);
const MANIPULATOR = TACTICS.indexOf('manipulator');

function planAll(question: ReplayQuestion, seed: number): PlannedTrade[] {
  return TACTICS.flatMap((tactic, who) =>
    planTrades(PEOPLE[who]!, tactic, who, question, new Random(seed).fork(who)),
  ).sort((a, b) => a.at - b.at || a.who - b.who);
}

/** Prices after each trade of a market that has only these traders, in micro-points. */
function play({ options, seats }: ReplayQuestion, plan: readonly PlannedTrade[]) {
  let book = MarketBook.open(options.length, seats, null);
  const accounts = new Map<number, { balance: number; held: Map<string, number> }>();
  return plan.map(({ who, wish }) => {
    const account = accounts.get(who) ?? { balance: STAKE_MICRO, held: new Map<string, number>() };
    accounts.set(who, account);
    const holdings = [...account.held].map(([key, shares]) => ({
      event: JSON.parse(key) as MarketEvent,
      shares,
    }));
    const situation = { prices: prices(book.market).map(toMicro), balance: account.balance, holdings };
    const decision = decide(wish, situation);
    if (decision) {
      const { event, amount } = decision;
      const key = JSON.stringify(event);
      const held = account.held.get(key) ?? 0;
      const isSale = 'sell' in amount;
      const { shares, points } = isSale ? book.sell(event, held) : book.buy(event, amount.spend);
      book = book.withTrade(event, isSale ? -shares : shares);
      account.balance += isSale ? points : -points;
      if (isSale) account.held.delete(key);
      else account.held.set(key, held + shares);
      expect(account.balance).toBeGreaterThanOrEqual(0);
    }
    return { who, prices: prices(book.market).map(toMicro) };
  });
}

describe('traders', () => {
  test('are some of the forecasters: informed ones, noisy ones and one manipulator', () => {
    expect(TACTICS).toHaveLength(45);
    const count = (wanted: Tactic) => TACTICS.filter((tactic) => tactic === wanted).length;
    expect(count('manipulator')).toBe(1);
    expect(count('informed')).toBeGreaterThan(10);
    expect(count('noisy')).toBeGreaterThan(10);
    expect(assignTactics(PEOPLE.slice(0, 1))).toEqual(['manipulator']);
  });

  test('trade after they joined, while the question is open, at whole milliseconds, in order', () => {
    for (const question of QUESTIONS) {
      for (const [who, tactic] of TACTICS.entries()) {
        const plan = planTrades(PEOPLE[who]!, tactic, who, question, new Random(who));
        const times = plan.map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const at of times) {
          expect(Number.isInteger(at)).toBe(true);
          expect(at).toBeGreaterThan(Math.max(PEOPLE[who]!.joinsAt, question.opensAt));
          expect(at).toBeLessThan(question.closesAt);
        }
      }
    }
  });

  test('do the same for the same seed, and something else for another', () => {
    const [question] = QUESTIONS;
    expect(planAll(question!, 1)).toEqual(planAll(question!, 1));
    expect(planAll(question!, 2)).not.toEqual(planAll(question!, 1));
  });
});

describe('a decision', () => {
  const situation = (rest: Partial<Situation> = {}): Situation => ({
    prices: [800_000, 700_000, 500_000],
    balance: STAKE_MICRO,
    holdings: [],
    ...rest,
  });
  const believed = (...permille: number[]) => ({ believed: permille });
  const push = { event: { survives: 2 }, spend: 250 * MICRO };
  const held = (event: MarketEvent) => [{ event, shares: 5 * MICRO }];

  test.each([
    ['buys what it believes too cheap', believed(900, 400, 700), {}, { drops: 1 }, 300],
    ['buys the other side of what is too dear', believed(500, 700, 800), {}, { drops: 0 }, 300],
    ['spends by its balance', believed(500, 700, 800), { balance: 10 * MICRO }, { drops: 0 }, 3],
    ['buys whatever the price, as planned', push, {}, { survives: 2 }, 250],
  ] as const)('%s', (_, wish, rest, event, points) => {
    const decision = decide(wish as never, situation(rest));
    expect(decision).toEqual({ event, amount: { spend: points * MICRO } });
  });

  test('sells what has become too dear before it buys against it', () => {
    const holdings = held({ survives: 0 });
    const decision = decide(believed(500, 700, 800), situation({ holdings }));
    expect(decision).toEqual({ event: { survives: 0 }, amount: { sell: 'all' } });
  });

  test('sells something where the points do not suffice, or is none', () => {
    const holdings = held({ drops: 1 });
    const sale = { event: { drops: 1 }, amount: { sell: 'all' } };
    expect(decide(push, situation({ balance: MICRO, holdings }))).toEqual(sale);
    expect(decide(push, situation({ balance: MICRO }))).toBeNull();
    expect(decide(believed(790, 700, 510), situation())).toBeNull();
    expect(decide(believed(500, 700, 800), situation({ balance: 0 }))).toBeNull();
  });
});

test('informed traders bring prices towards what came true', () => {
  const question = QUESTIONS.find(({ slug }) => slug === 'advance-2')!;
  const last = play(question, planAll(question, 3)).at(-1)!;
  const even = (question.seats / question.options.length) * MICRO;
  question.leaning.forEach((toll, i) => {
    if (toll === 1) expect(last.prices[i]).toBeGreaterThan(even);
    else expect(last.prices[i]).toBeLessThan(even);
  });
});

test.each([1, 2, 3])('the manipulator moves a price, and others move it back (seed %i)', (seed) => {
  const question = QUESTIONS.find(({ slug }) => slug === 'advance-2')!;
  const plan = planAll(question, seed);
  const pushed = question.leaning.indexOf(-1);
  const steps = play(question, plan).map(({ who, prices: now }) => ({ who, price: now[pushed]! }));
  const first = steps.findIndex(({ who }) => who === MANIPULATOR);
  const last = steps.findLastIndex(({ who }) => who === MANIPULATOR);
  const before = steps[first - 1]!.price;
  const peak = steps[last]!.price;
  expect(peak).toBeGreaterThan(before + 0.1 * MICRO);
  expect(steps.at(-1)!.price - before).toBeLessThan((peak - before) / 2);
});
