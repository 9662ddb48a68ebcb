// Shared by the tests of race conditions: concurrent forecasts and invariants of scores.
import { expect, vi } from 'vitest';
import { type Db } from '#lib/server/platform/db/connect.ts';
import { QuestionClosedError } from '#lib/server/platform/errors.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { referenceScores } from '../../vectors/reference-scores.ts';
import { accountsWhoseLinesDiffer } from './results.ts';

export const SLOW_MS = 240_000;

export const FIELD = ['a', 'b', 'c', 'd', 'e'];

/** Different answers for different numbers. */
export function outcomeOf(number: number): boolean[] {
  return FIELD.map((_, i) => ((number + 1) >> i) % 2 === 1);
}

/**
 * A question's log in its order. Times of concurrent rows may be out of order: such a row counts from the time of the row
 * before it, unless that one came too late.
 */
export async function logOf(db: Db, id: number, end: Date) {
  const rows = await db
    .selectFrom('forecast')
    .innerJoin('account', 'account.id', 'forecast.accountId')
    .select(['seq', 'accountId', 'madeAt', 'permille', 'isAdmin'])
    .where('questionId', '=', id)
    .orderBy('seq')
    .execute();
  let latest = 0;
  return rows.map((row) => {
    if (row.madeAt >= end) return { ...row, countsFrom: row.madeAt };
    latest = Math.max(latest, row.madeAt.getTime());
    return { ...row, countsFrom: new Date(latest) };
  });
}

/** Expects the stored scores to equal the reference implementation's, up to rounding in the last digit. */
export async function expectScoresOfLog(
  db: Db,
  slug: string,
  outcome: boolean[],
  knownAt: Date,
): Promise<void> {
  const question = await resolutions.getResolvable(db, slug);
  const { closesAt } = question;
  const end = closesAt && closesAt < knownAt ? closesAt : knownAt;
  const rows = (await logOf(db, question.id, end)).map(({ accountId, countsFrom, permille, isAdmin }) => ({
    account: String(accountId),
    madeAt: countsFrom.getTime(),
    permille,
    outside: isAdmin,
  }));
  const horizon = {
    opensAt: question.opensAt.getTime(),
    closesAt: closesAt?.getTime() ?? null,
    knownAt: knownAt.getTime(),
  };
  const plain = referenceScores(rows, horizon, outcome, question.seats);
  const stored = await db
    .selectFrom('score')
    .select(['accountId', 'version', 'peerMicro', 'baselineMicro', 'coverageMillionths'])
    .where('questionId', '=', question.id)
    .execute();
  expect(stored).toHaveLength(plain.length);
  for (const { account, peer, baseline, coverage } of plain) {
    const score = stored.find(({ accountId }) => String(accountId) === account);
    expect(score?.version).toBe(1);
    expect(Math.abs(score!.peerMicro - peer * 1e6)).toBeLessThanOrEqual(1);
    expect(Math.abs(score!.baselineMicro - baseline * 1e6)).toBeLessThanOrEqual(1);
    expect(Math.abs(score!.coverageMillionths - coverage * 1e6)).toBeLessThanOrEqual(1);
  }
  expect(await accountsWhoseLinesDiffer(db, slug, 1)).toEqual([]);
}

/** Forecasts without pause until the question is closed. @param accepted gets the `seq` of each accepted forecast */
export async function forecastUntilClosed(
  place: (turn: number) => Promise<{ seq: number }>,
  accepted: number[],
): Promise<void> {
  for (let turn = 0; ; turn++) {
    try {
      accepted.push((await place(turn)).seq);
    } catch (error) {
      if (error instanceof QuestionClosedError) return;
      throw error;
    }
  }
}

export async function untilAccepted(accepted: readonly number[], count: number): Promise<void> {
  const wait = { timeout: 30_000, interval: 1 };
  await vi.waitFor(() => expect(accepted.length).toBeGreaterThanOrEqual(count), wait);
}
