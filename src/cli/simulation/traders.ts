// Simulated traders: forecasters who also trade on the markets of the replay. Some know part of the outcome, some trade at
// random, and one pushes an unlikely company up on every question.
import type { MarketEvent } from '#lib/domain/market-event.ts';
import { MICRO } from '#lib/domain/micro.ts';
import { opinion, type SimulatedForecaster } from './people.ts';
import type { ReplayQuestion } from './questions.ts';
import type { Random } from './random.ts';

export type Tactic = 'informed' | 'noisy' | 'manipulator';

export interface PlannedTrade {
  at: number;
  /** Index of the forecaster. */
  who: number;
  question: string;
  wish: Wish;
}

/** What a trader wants: prices as it believes them, in permille, or a purchase whatever the price, in micro-points. */
export type Wish = { believed: number[] } | { event: MarketEvent; spend: number };

/** What an account has in a market, in millionths, and the prices that it sees. */
export interface Situation {
  prices: readonly number[];
  balance: number;
  holdings: readonly { event: MarketEvent; shares: number }[];
}

export interface Decision {
  event: MarketEvent;
  amount: { spend: number } | { sell: 'all' };
}

/** Traders beside one in twenty forecasters, so that the markets of a small replay are traded, too. */
const BASE_TRADERS = 30;
const FORECASTERS_PER_TRADER = 20;
/** Forecasters with more skill than this trade by what they know. */
const INFORMED_SKILL = 0.35;
const TRADES_ON_QUESTION = 0.6;
const MOST_TRADES = 4;
/** A trader who believes to know the price better by less than this leaves it, in micro-points. */
const LEAST_GAP = 0.04 * MICRO;
/** Smallest amount that a market takes, and the unit in which points are entered, in micro-points. */
const [LEAST_SPEND, CENT] = [MICRO / 10, MICRO / 100];
const [NOISY_LEAST, NOISY_MOST] = [5, 80];
/** When the manipulator buys, as a share of the question's time, and for how many points in how many purchases. */
const PUSH_AT = 0.45;
const [PUSH_POINTS, PUSHES] = [250, 4];
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The tactics of the first forecasters, who trade. The one that joined first is the manipulator. */
export function assignTactics(people: readonly SimulatedForecaster[]): Tactic[] {
  const traders = people.slice(0, BASE_TRADERS + Math.floor(people.length / FORECASTERS_PER_TRADER));
  const first = Math.min(...traders.map(({ joinsAt }) => joinsAt));
  return traders.map(({ joinsAt, skill }) => {
    if (joinsAt === first) return 'manipulator';
    return skill > INFORMED_SKILL ? 'informed' : 'noisy';
  });
}

/** What one trader wants on one question, in chronological order. */
export function planTrades(
  trader: SimulatedForecaster,
  tactic: Tactic,
  who: number,
  question: ReplayQuestion,
  random: Random,
): PlannedTrade[] {
  if (!question.scored) return [];
  const from = Math.max(question.opensAt, trader.joinsAt) + MINUTE_MS;
  const planned = (at: number, wish: Wish) => ({ at, who, question: question.slug, wish });
  if (tactic === 'manipulator') {
    const begin = Math.floor(question.opensAt + PUSH_AT * (question.closesAt - question.opensAt));
    if (begin < from) return [];
    const wish = { event: { survives: leastLikely(question) }, spend: PUSH_POINTS * MICRO };
    return Array.from({ length: PUSHES }, (_, i) => planned(begin + i * HOUR_MS, wish));
  }
  if (from >= question.closesAt || random.uniform() > TRADES_ON_QUESTION) return [];
  const count = 1 + Math.floor(MOST_TRADES * random.uniform());
  return Array.from({ length: count }, () => Math.floor(random.between(from, question.closesAt)))
    .sort((a, b) => a - b)
    .map((at) =>
      planned(
        at,
        tactic === 'informed'
          ? { believed: opinion(trader, question, at, random) }
          : randomPurchase(question, random),
      ),
    );
}

/** The trade that a wish comes to in a market as it is; null for none. */
export function decide(wish: Wish, situation: Situation): Decision | null {
  const { balance, holdings } = situation;
  if ('believed' in wish) return tradeTowards(wish.believed, situation);
  if (wish.spend <= balance) return { event: wish.event, amount: { spend: wish.spend } };
  const [held] = holdings;
  return held ? { event: held.event, amount: { sell: 'all' } } : null;
}

/** Corrects the price that is furthest off: sells what is overpriced if it is held, else buys the other side. */
function tradeTowards(
  believed: readonly number[],
  { prices, balance, holdings }: Situation,
): Decision | null {
  const gaps = believed.map((permille, i) => permille * (MICRO / 1000) - prices[i]!);
  const widest = Math.max(...gaps.map(Math.abs));
  if (widest < LEAST_GAP) return null;
  const at = gaps.findIndex((gap) => Math.abs(gap) === widest);
  const [wanted, opposite] =
    gaps[at]! > 0 ? [{ survives: at }, { drops: at }] : [{ drops: at }, { survives: at }];
  const isHeld = holdings.some(({ event }) => JSON.stringify(event) === JSON.stringify(opposite));
  if (isHeld) return { event: opposite, amount: { sell: 'all' } };
  // The surer of an error, the more of the balance.
  const spend = Math.floor((balance * (widest / MICRO)) / CENT) * CENT;
  return spend < LEAST_SPEND ? null : { event: wanted, amount: { spend } };
}

function randomPurchase({ options, seats }: ReplayQuestion, random: Random): Wish {
  const draw = () => Math.floor(options.length * random.uniform());
  const [one, kind] = [draw(), random.uniform()];
  const spend = Math.round(random.between(NOISY_LEAST, NOISY_MOST)) * MICRO;
  const other = (one + 1 + Math.floor((options.length - 1) * random.uniform())) % options.length;
  if (kind < 0.5) return { event: { survives: one }, spend };
  if (kind < 0.8 || seats < 2) return { event: { drops: one }, spend };
  return { event: { set: [one, other].sort((a, b) => a - b) }, spend };
}

function leastLikely({ leaning }: ReplayQuestion): number {
  return leaning.lastIndexOf(Math.min(...leaning));
}
