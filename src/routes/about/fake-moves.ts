// What fake accounts can do to the odds, as tests/bench/fakes.ts computes it: a test holds these numbers equal to it.

/** Honest forecasts in each random crowd. */
export const HONEST = 300;
/** Random crowds whose mean is shown. */
export const CROWDS = 100;
/** Odds of the attacked option before, in permille, to a whole percent. */
export const BEFORE = 710;
/** Numbers of fakes: the columns. */
export const FAKES = [1, 5, 10, 20, 50];

/** Move of the attacked option in percentage points, to a tenth, for each number of fakes. */
export const MOVES = {
  first: [-4.5, -21.8, -38.8, -56.7, -67.8],
  verified: [-1.2, -6.2, -12.5, -25.5, -67.9],
  unverified: [-0.5, -2.4, -5.3, -12.7, -61.2],
  halfVerified: [-0.6, -3.4, -7.3, -16.8, -64.9],
  required: [0, 0, 0, 0, 0],
  median: [-0.7, -3.6, -7.8, -24.3, -70.8],
};
