// Race conditions: admins who publish concurrently, and forecasts during a publication.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Db } from '#lib/server/platform/db/connect.ts';
import { ResolutionConflictError } from '#lib/server/platform/errors.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import * as questions from '#lib/server/questions/service.ts';
import { countLate } from '#lib/server/results/resolutions/queries.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { instantAfter } from './setup/clock.ts';
import { connectAt, HOUR_MS } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { startEdition } from './setup/editions.ts';
import {
  annulmentFor,
  handleOf,
  insertForecaster,
  insertForecasters,
  insertQuestion,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import {
  expectScoresOfLog,
  FIELD,
  forecastUntilClosed,
  logOf,
  outcomeOf,
  SLOW_MS,
  untilAccepted,
} from './setup/races.ts';
import { linesOf } from './setup/results.ts';

const TRIALS = 200;

const OPENED = new Date('2026-03-01T00:00:00Z');

const KNOWN = new Date('2026-04-01T00:00:00Z');

const RACE = { slug: 'race', seats: 2, options: FIELD, opensAt: OPENED };

const FORECASTERS = 12;

function isOfResult(kind: string): boolean {
  return kind === 'result' || kind === 'correction';
}

async function countScores(db: Db, slug: string, version: number): Promise<number> {
  const rows = await db
    .selectFrom('score')
    .select('accountId')
    .where('questionId', '=', await questionId(db, slug))
    .where('version', '=', version)
    .execute();
  return rows.length;
}

/** Every forecast that stood for a millisecond before the end has a line, and no other has one. */
async function expectLinesOfLog(db: Db, slug: string, id: number, end: Date): Promise<void> {
  const log = await logOf(db, id, end);
  const counted = log.filter(({ accountId, seq, countsFrom }) => {
    const next = log.find((other) => other.accountId === accountId && other.seq > seq);
    return countsFrom < end && (next === undefined || next.countsFrom > countsFrom);
  });
  const lines = await linesOf(db, slug, 1);
  expect(lines.map(({ seq }) => seq)).toEqual(counted.map(({ seq }) => seq));
}

describe('admins who publish concurrently', { timeout: SLOW_MS }, () => {
  test(`of two to ten one wins, the others learn who, and there is one set of scores and one notice: ${TRIALS} times`, async () => {
    const { db, owner, appUrl } = await cloneDatabase();
    const admins = await insertForecasters(owner, 10, { isAdmin: true });
    const people = await insertForecasters(db, 3);
    const then = connectAt(appUrl, new Date(OPENED.getTime() + HOUR_MS).toISOString());
    for (let trial = 0; trial < TRIALS; trial++) {
      const slug = `race-${trial}`;
      const id = await insertQuestion(owner, { ...RACE, slug });
      const racing = admins.slice(0, 2 + (trial % 9));
      // Every fifth time they have all forecast themselves.
      for (const [i, account] of [...people, ...(trial % 5 === 0 ? racing : [])].entries()) {
        await placeOn(then, slug, account, [200 + 10 * i, 500 - 10 * i, 300, 400, 600]);
      }
      const ended = await Promise.allSettled(
        racing.map((admin, i) =>
          resolutions.publish(db, admin, slug, resultOf(outcomeOf(i + trial), KNOWN), 0),
        ),
      );
      const won = ended.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
      expect(won).toHaveLength(1);
      const winner = racing[won[0]!]!;
      const versions = await resolutions.versions(db, id);
      const [first] = versions;
      expect(versions).toMatchObject([
        { version: 1, decidedBy: winner, outcome: outcomeOf(won[0]! + trial) },
      ]);
      const conflict = new ResolutionConflictError(1, await handleOf(db, winner), first!.publishedAt);
      for (const end of ended.filter(({ status }) => status === 'rejected'))
        expect(end).toEqual({ status: 'rejected', reason: conflict });
      await expectScoresOfLog(db, slug, first!.outcome!, KNOWN);
    }
    for (const account of people) {
      expect(await notices.countUnseen(db, account)).toBe(TRIALS);
      const slugs = (await notices.list(db, account, 2 * TRIALS)).map(({ slug }) => slug);
      expect(new Set(slugs).size).toBe(TRIALS);
    }
    const { edition } = await db
      .selectFrom('board')
      .select((e) => e.fn.max('edition').as('edition'))
      .where('kind', '=', 'all')
      .executeTakeFirstOrThrow();
    expect(edition).toBe(TRIALS);
  });

  test('a correction and an annulment: one wins, and nothing of the other is stored', async () => {
    const { db, owner, appUrl } = await cloneDatabase();
    const [one, other] = await insertForecasters(owner, 2, { isAdmin: true });
    const people = await insertForecasters(db, 2);
    const id = await insertQuestion(owner, RACE);
    const then = connectAt(appUrl, new Date(OPENED.getTime() + HOUR_MS).toISOString());
    for (const account of people)
      await placeOn(then, 'race', account, [200 + account, 500 - account, 300, 400, 600]);
    await resolutions.publish(db, one, 'race', resultOf(outcomeOf(0), KNOWN), 0);
    for (let version = 1; version <= 20; version++) {
      const correction = resultOf(outcomeOf(version), KNOWN, 'read wrongly');
      const ended = await Promise.allSettled([
        resolutions.publish(db, one, 'race', correction, version),
        resolutions.publish(db, other, 'race', annulmentFor('there is no such thing'), version),
      ]);
      const [corrected, annulled] = ended.map(({ status }) => status === 'fulfilled');
      expect(corrected).not.toBe(annulled);
      expect(await countScores(db, 'race', version + 1)).toBe(corrected ? 2 : 0);
      expect(await resolutions.versions(db, id)).toHaveLength(version + 1);
    }
  });

  test('on two editions of one question: the newest has the last word on both', async () => {
    for (let trial = 0; trial < 12; trial++) {
      const { db, owner } = await cloneDatabase();
      const [one, other] = await insertForecasters(owner, 2, { isAdmin: true });
      const account = await insertForecaster(db);
      await placeOn(db, 'final-3', account, [800, 800, 400]);
      await startEdition(db, one);
      await placeOn(db, 'final-3b', account, [800, 800, 200, 200]);
      const knownAt = await instantAfter(db);
      const [older, newest] = await Promise.allSettled([
        resolutions.publish(db, one, 'final-3', resultOf([true, true, false], knownAt), 0),
        resolutions.publish(db, other, 'final-3b', resultOf([true, false, false, true], knownAt), 0),
      ]);
      expect(newest).toMatchObject({ status: 'fulfilled', value: { version: 1, editions: ['final-3'] } });
      const versionsOf = async (slug: string) =>
        (await resolutions.versions(db, await questionId(db, slug))).map(({ outcome }) => outcome);
      // The older one was resolved first, and is corrected; or second, which is a conflict.
      const first = older.status === 'fulfilled' ? [[true, true, false]] : [];
      if (older.status === 'rejected') expect(older.reason).toBeInstanceOf(ResolutionConflictError);
      expect(await versionsOf('final-3')).toEqual([...first, [true, false, false]]);
      expect(await versionsOf('final-3b')).toEqual([[true, false, false, true]]);
      const kinds = (await notices.list(db, account, 10)).map(({ kind }) => kind).filter(isOfResult);
      const expected = first.length > 0 ? ['correction', 'result', 'result'] : ['result', 'result'];
      expect(kinds.toSorted()).toEqual(expected);
    }
  });
});

describe('forecasts that arrive during a publication', { timeout: SLOW_MS }, () => {
  /** Twelve accounts forecast until an admin has closed or resolved the question, each time a bit later. */
  async function race(trial: number, end: (db: Db, admin: number, accepted: number[]) => Promise<Date>) {
    const { db, owner } = await cloneDatabase();
    const admin = await insertForecaster(owner, { isAdmin: true });
    const accounts = await insertForecasters(db, FORECASTERS);
    const opensAt = await readClock(db);
    const id = await insertQuestion(owner, { slug: 'race', seats: 2, options: FIELD, opensAt });
    const accepted: number[] = [];
    const ending = async () => {
      await untilAccepted(accepted, FORECASTERS + 20 * trial);
      return end(db, admin, accepted);
    };
    const forecasting = accounts.map((account) =>
      forecastUntilClosed((turn) => {
        const i = (account + turn) % 100;
        return placeOn(db, 'race', account, [300 + i, 400 - i, 300, 400, 600]);
      }, accepted),
    );
    const [endsAt] = await Promise.all([ending(), ...forecasting]);
    const log = await logOf(db, id, endsAt);
    expect(log.map(({ seq }) => seq)).toEqual(accepted.toSorted((a, b) => a - b));
    return { db, admin, id, log, endsAt };
  }

  test('at an admin’s close: none is late, and none is missing from the scores', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const { db, admin, id, endsAt } = await race(trial, (on, by) =>
        questions.close(on, { accountId: by }, 'race'),
      );
      const knownAt = await instantAfter(db);
      await resolutions.publish(db, admin, 'race', resultOf(outcomeOf(trial), knownAt), 0);
      const { rows: late } = await sql`
        select seq from forecast join question q on q.id = question_id where q.id = ${id} and made_at >= q.closes_at
      `.execute(db);
      expect(late).toEqual([]);
      await expectScoresOfLog(db, 'race', outcomeOf(trial), knownAt);
      await expectLinesOfLog(db, 'race', id, endsAt);
    }
  });

  test('at a publication: none comes after it, and what came before is scored or too late', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const { db, id, log, endsAt } = await race(trial, async (on, by, accepted) => {
        const knownAt = await readClock(on);
        await untilAccepted(accepted, accepted.length + trial);
        await resolutions.publish(on, by, 'race', resultOf(outcomeOf(trial), knownAt), 0);
        return knownAt;
      });
      const { rows: after } = await sql`
        select seq from forecast join resolution r using (question_id) where question_id = ${id} and made_at >= r.published_at
      `.execute(db);
      expect(after).toEqual([]);
      expect(await countLate(db, id, endsAt)).toBe(log.filter(({ madeAt }) => madeAt >= endsAt).length);
      await expectScoresOfLog(db, 'race', outcomeOf(trial), endsAt);
      await expectLinesOfLog(db, 'race', id, endsAt);
    }
  });
});
