// What fake accounts can do: 300 honest forecasts of two of three, then some fakes that are the newest and agree against
// one option. How far each method moves that option, as the mean over many random crowds. Shown on /about.

import { crowdOdds } from '../../src/lib/domain/crowd.ts';
import { logistic } from '../../src/lib/domain/log-odds.ts';
import { balance, MAX_PERMILLE, MIN_PERMILLE, SEAT } from '../../src/lib/domain/seats.ts';
import { firstMethod, weightedMedians } from './backtest-methods.ts';
import { seeded } from './side-by-side.ts';

export const FAKES = [1, 5, 10, 20, 50];

const PERMILLE_PER_PERCENT = 10;
export const HONEST = 300;
const SEATS = 2;
/** Log-odds of an honest forecast's options are normal around these, with deviation 1, before they are brought to sum. */
const CENTRES = [0.9, 0.8, 0.3];
const ATTACKED = 1;
const FAKE = [999, 3, 998];
/** The moves of one crowd differ from those of another by about a tenth; the mean over so many is steady. */
export const CROWDS = 100;

type Forecast = readonly number[];

/** Odds in permille of honest forecasts and then fakes, oldest first. */
const METHODS = {
  first: (honest, fakes) => firstMethod([...honest, ...fakes], SEATS),
  verified: (honest, fakes) => crowdOdds([...honest, ...fakes], SEATS),
  unverified: (honest, fakes) => oddsOfUnverified(honest, fakes, () => false),
  halfVerified: (honest, fakes) => oddsOfUnverified(honest, fakes, (at) => at % 2 === 0),
  // REQUIRE_VERIFIED: unverified accounts are left out.
  required: (honest) => crowdOdds(honest, SEATS),
  median: (honest, fakes) => weightedMedians([...honest, ...fakes], true),
} satisfies Record<string, (honest: Forecast[], fakes: Forecast[]) => number[]>;

type FakeMethod = keyof typeof METHODS;

/** The same numbers of the one random crowd by which the method was chosen. */
const STATED: Record<FakeMethod, number[]> = {
  first: [-4.6, -21.9, -38.5, -55.9, -66.7],
  verified: [-1.2, -6.5, -12.5, -24.5, -65.8],
  unverified: [-0.4, -2.5, -5.2, -12.2, -59.4],
  halfVerified: [-0.7, -3.6, -7.3, -16.3, -63.5],
  required: [0, 0, 0, 0, 0],
  median: [0, -2.5, -6.1, -16.8, -67.8],
};

export interface FakeMoves {
  method: FakeMethod;
  /** Mean odds of the attacked option without fakes, in percent. */
  before: number;
  /** Mean move of the attacked option for each of FAKES, in percentage points. */
  moves: number[];
  stated: number[];
}

/** What each method makes of the fakes; the same in every run. */
export function fakeMoves(): FakeMoves[] {
  const random = seeded(1);
  const crowds = Array.from({ length: CROWDS }, () =>
    Array.from({ length: HONEST }, () => honestForecast(random)),
  );
  return (Object.keys(METHODS) as FakeMethod[]).map((method) => {
    const percentWith = (fakes: number) => {
      const odds = crowds.map(
        (honest) => METHODS[method](honest, Array<Forecast>(fakes).fill(FAKE))[ATTACKED]!,
      );
      return odds.reduce((a, b) => a + b) / CROWDS / PERMILLE_PER_PERCENT;
    };
    const before = percentWith(0);
    return {
      method,
      before,
      moves: FAKES.map((fakes) => percentWith(fakes) - before),
      stated: STATED[method],
    };
  });
}

function oddsOfUnverified(
  honest: Forecast[],
  fakes: Forecast[],
  isUnverified: (at: number) => boolean,
): number[] {
  const unverified = [...honest.map((_, at) => isUnverified(at)), ...fakes.map(() => true)];
  return crowdOdds([...honest, ...fakes], SEATS, { unverified });
}

function honestForecast(random: () => number): Forecast {
  const permille = CENTRES.map((centre) => Math.round(SEAT * logistic(centre + normal(random))));
  return balance(
    permille.map((p) => Math.min(MAX_PERMILLE, Math.max(MIN_PERMILLE, p))),
    SEATS,
  );
}

/** A standard normal number (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
