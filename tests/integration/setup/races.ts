// Shared by the tests of race conditions of results: accounts, a running clock, invariants of scores.
import { sql } from 'kysely';
import { expect } from 'vitest';
import { type Db } from '#lib/server/db/connect.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { referenceScores } from '../../vectors/reference-scores.ts';
import { insertForecaster } from './factories.ts';
import { accountsWhoseLinesDiffer } from './results.ts';

export const SLOW_MS = 240_000;

export const FIELD = ['a', 'b', 'c', 'd', 'e'];

export async function insertForecasters(
  db: Db,
  count: number,
  flags: { isAdmin?: boolean } = {},
): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(await insertForecaster(db, flags));
  return ids;
}

/** Different answers for different people. */
export function outcomeOf(number: number): boolean[] {
  return FIELD.map((_, i) => ((number + 1) >> i) % 2 === 1);
}

/** Motif joins the three on whom `final-3` asks. */
export async function insertEdition(db: Db, admin: number): Promise<void> {
  const { draft } = await questionAdmin.get(db, 'final-3');
  const motif = { ko: '모티프', en: 'Motif' };
  const options = [...draft.options, { slug: 'motif', label: motif, shortLabel: motif, company: 'motif' }];
  await editions.start(db, { accountId: admin }, 'final-3', { ...draft, slug: 'final-3b', options });
}

/**
 * A question's log in its order. Of rows that were in the gate at once, one stamped earlier counts from the time of the
 * one before it, unless that came too late itself.
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

/** The stored scores are those of the log, worked out the plain way; the last digit may be rounded otherwise. */
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

/** JavaScript’s times are cut to the millisecond: what was made before is then before. */
export async function passTime(db: Db): Promise<void> {
  await sql`select pg_sleep(0.005)`.execute(db);
}

export async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
