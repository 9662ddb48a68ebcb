// Round 1 as it happened, scored: five entrants, four seats announced, fewer named. The forecasts are made up for
// the example; every score is worked out by the domain when the page is read.
import { even, fromPicks } from '#lib/domain/seats.ts';
import { type LogRow, scoresFor, scoreTable } from '#lib/domain/scores.ts';
import { kstInstant } from '#lib/kst.ts';
import type { RoundView } from '#lib/types/contest.ts';

export interface ExampleRow {
  /** Which of the made-up forecasters. */
  who: 'even' | 'careful' | 'sure' | 'doubtful' | 'late';
  permille: number[];
  baseline: number;
  peer: number;
  /** Share of the horizon with a standing forecast, 0 to 1. */
  coverage: number;
  /** 0 is best; null where nothing ever stood. */
  brier: number | null;
}

export interface WorkedExample {
  /** Slugs of the entrants, in order. */
  entrants: string[];
  survived: boolean[];
  seats: number;
  rows: ExampleRow[];
}

const CAREFUL = 850;
const SURE = 950;
/** How far the doubtful one trusts the entrant that the points put in and a rule put out. */
const DOUBT = 600;

/**
 * The example for a round whose result is known; null for any other.
 *
 * @param round with announced seats, more entrants than seats, and a result
 */
export function workedExample(round: RoundView): WorkedExample | null {
  const { announcedSeats: seats, result, stageOpensOn, entrants } = round;
  if (!result || !stageOpensOn || seats === null || seats >= entrants.length) return null;

  // Survivors first, then those that went out: the first `seats` of them are the natural picks.
  const ordered = entrants.toSorted(
    (a, b) => Number(b.outcome === 'advanced') - Number(a.outcome === 'advanced'),
  );
  const survived = ordered.map((entrant) => entrant.outcome === 'advanced');
  const picks = Array.from({ length: seats }, (_, i) => i);
  const opensAt = kstInstant(stageOpensOn).getTime();
  const knownAt = kstInstant(result.on, result.time).getTime();

  const forecasts: { who: ExampleRow['who']; permille: number[]; madeAt: number }[] = [
    { who: 'even', permille: even(ordered.length, seats), madeAt: opensAt },
    { who: 'careful', permille: fromPicks(ordered.length, seats, picks, CAREFUL), madeAt: opensAt },
    { who: 'sure', permille: fromPicks(ordered.length, seats, picks, SURE), madeAt: opensAt },
    { who: 'doubtful', permille: doubtful(survived, seats), madeAt: opensAt },
    { who: 'late', permille: doubtful(survived, seats), madeAt: (opensAt + knownAt) / 2 },
  ];
  const log: LogRow[] = forecasts.map(({ who, permille, madeAt }) => ({ account: who, permille, madeAt }));
  const table = scoreTable(log, { opensAt, closesAt: null, knownAt }, ordered.length, seats);
  const scores = scoresFor(table, survived);

  return {
    entrants: ordered.map((entrant) => entrant.company),
    survived,
    seats,
    rows: forecasts.flatMap(({ who, permille }) => {
      const score = scores.find(({ account }) => account === who);
      return score ? [{ ...score, who, permille }] : [];
    }),
  };
}

/** Sure of the survivors, in doubt about the next, and the rest of the seats shared by the others. */
function doubtful(survived: readonly boolean[], seats: number): number[] {
  const survivors = survived.filter(Boolean).length;
  const rest = 1000 * seats - SURE * survivors;
  const others = survived.length - survivors;
  if (others === 2) return survived.map((yes, i) => (yes ? SURE : i === survivors ? DOUBT : rest - DOUBT));
  return fromPicks(
    survived.length,
    seats,
    Array.from({ length: seats }, (_, i) => i),
    SURE,
  );
}
