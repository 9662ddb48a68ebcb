// Race conditions: admins who publish concurrently, and forecasts during a publication.
import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { type Db } from '#lib/server/db/connect.ts';
import { QuestionClosedError, ResolutionConflictError } from '#lib/server/errors.ts';
import * as notices from '#lib/server/notices/service.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import * as questions from '#lib/server/questions/service.ts';
import { countLate } from '#lib/server/resolutions/queries.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { connectAt, HOUR_MS } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import {
  annulmentFor,
  insertForecasters,
  insertQuestion,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import {
  expectScoresOfLog,
  FIELD,
  insertEdition,
  logOf,
  outcomeOf,
  passTime,
  sleep,
  SLOW_MS,
} from './setup/races.ts';
import { linesOf } from './setup/results.ts';

const TRIALS = 200;

const OPENED = new Date('2026-03-01T00:00:00Z');

const KNOWN = new Date('2026-04-01T00:00:00Z');

async function handleOf(db: Db, id: number): Promise<string> {
  const { handle } = await db
    .selectFrom('account')
    .select('handle')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return handle;
}

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

describe('admins who publish concurrently', () => {
  test(
    `of two to ten one wins, the others learn who, and there is one set of scores and one notice: ${TRIALS} times`,
    { timeout: SLOW_MS },
    async () => {
      const { app, owner, appUrl } = await cloneDatabase();
      const { db } = app;
      const admins = await insertForecasters(owner.db, 10, { isAdmin: true });
      const people = await insertForecasters(db, 3);
      const then = connectAt(appUrl, new Date(OPENED.getTime() + HOUR_MS).toISOString());
      for (let trial = 0; trial < TRIALS; trial++) {
        const slug = `race-${trial}`;
        const id = await insertQuestion(owner.db, {
          slug,
          kind: 'side',
          seats: 2,
          options: FIELD,
          opensAt: OPENED,
        });
        const racing = admins.slice(0, 2 + (trial % 9));
        // Every fifth time they have all forecast themselves.
        const isProvisional = trial % 5 === 0;
        for (const [i, account] of [...people, ...(isProvisional ? racing : [])].entries()) {
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
          { version: 1, decidedBy: winner, outcome: outcomeOf(won[0]! + trial), provisional: isProvisional },
        ]);
        const told = {
          status: 409,
          version: 1,
          winner: await handleOf(db, winner),
          publishedAt: first!.publishedAt,
        };
        for (const end of ended.filter(({ status }) => status === 'rejected')) {
          const { reason } = end as PromiseRejectedResult;
          expect(reason).toBeInstanceOf(ResolutionConflictError);
          expect(reason).toMatchObject(told);
        }
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
    },
  );

  test(
    'a correction and an annulment: one wins, and nothing of the other is stored',
    { timeout: SLOW_MS },
    async () => {
      const { app, owner, appUrl } = await cloneDatabase();
      const [one, other] = (await insertForecasters(owner.db, 2, { isAdmin: true })) as [number, number];
      const people = await insertForecasters(app.db, 2);
      await insertQuestion(owner.db, {
        slug: 'race',
        kind: 'side',
        seats: 2,
        options: FIELD,
        opensAt: OPENED,
      });
      const then = connectAt(appUrl, new Date(OPENED.getTime() + HOUR_MS).toISOString());
      for (const account of people)
        await placeOn(then, 'race', account, [200 + account, 500 - account, 300, 400, 600]);
      await resolutions.publish(app.db, one, 'race', resultOf(outcomeOf(0), KNOWN), 0);
      for (let version = 1; version <= 20; version++) {
        const ended = await Promise.allSettled([
          resolutions.publish(
            app.db,
            one,
            'race',
            resultOf(outcomeOf(version), KNOWN, 'read wrongly'),
            version,
          ),
          resolutions.publish(app.db, other, 'race', annulmentFor('there is no such thing'), version),
        ]);
        const [corrected, annulled] = ended.map(({ status }) => status === 'fulfilled');
        expect(corrected).not.toBe(annulled);
        expect(await countScores(app.db, 'race', version + 1)).toBe(corrected ? 2 : 0);
        expect((await resolutions.versions(app.db, await questionId(app.db, 'race'))).length).toBe(
          version + 1,
        );
      }
    },
  );

  test(
    'on two editions of one question: the newest has the last word on both',
    { timeout: SLOW_MS },
    async () => {
      for (let trial = 0; trial < 12; trial++) {
        const { app, owner } = await cloneDatabase();
        const [one, other] = (await insertForecasters(owner.db, 2, { isAdmin: true })) as [number, number];
        const [account] = (await insertForecasters(app.db, 1)) as [number];
        await placeOn(app.db, 'final-3', account, [800, 800, 400]);
        await insertEdition(app.db, one);
        await placeOn(app.db, 'final-3b', account, [800, 800, 200, 200]);
        await passTime(app.db);
        const knownAt = await readClock(app.db);
        const [older, newest] = await Promise.allSettled([
          resolutions.publish(app.db, one, 'final-3', resultOf([true, true, false], knownAt), 0),
          resolutions.publish(app.db, other, 'final-3b', resultOf([true, false, false, true], knownAt), 0),
        ]);
        expect(newest).toMatchObject({ status: 'fulfilled', value: { version: 1, editions: ['final-3'] } });
        const versionsOf = async (slug: string) =>
          (await resolutions.versions(app.db, await questionId(app.db, slug))).map(({ outcome }) => outcome);
        // Whoever resolved the older one alone was first, and is corrected; or came second, and is told so.
        const first = older.status === 'fulfilled' ? [[true, true, false]] : [];
        if (older.status === 'rejected') expect(older.reason).toBeInstanceOf(ResolutionConflictError);
        expect(await versionsOf('final-3')).toEqual([...first, [true, false, false]]);
        expect(await versionsOf('final-3b')).toEqual([[true, false, false, true]]);
        const told = (await notices.list(app.db, account, 10)).map(({ kind }) => kind).filter(isOfResult);
        expect(told.toSorted()).toEqual(
          first.length > 0 ? ['correction', 'result', 'result'] : ['result', 'result'],
        );
      }
    },
  );
});

describe('forecasts that arrive during a publication', () => {
  const FORECASTERS = 12;

  /** Everybody forecasts without pause until told that the question is closed, which fills what was acknowledged. */
  async function forecastUntilRefused(
    db: Db,
    slug: string,
    accounts: readonly number[],
    acknowledged: number[],
  ): Promise<void> {
    const loops = accounts.map(async (account) => {
      for (let i = account; ; i++) {
        const permille = [300 + (i % 100), 400 - (i % 100), 300, 400, 600];
        try {
          acknowledged.push((await placeOn(db, slug, account, permille)).seq);
        } catch (error) {
          if (error instanceof QuestionClosedError) return;
          throw error;
        }
      }
    });
    await Promise.all(loops);
  }

  /** Some time after each has forecast once, however slow the machine. */
  async function inTheMiddle(acknowledged: readonly number[], trial: number): Promise<void> {
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(FORECASTERS), { timeout: 10_000 });
    await sleep(trial * 9);
  }

  async function setUp(slug: string) {
    const { app, owner } = await cloneDatabase();
    const [admin] = (await insertForecasters(owner.db, 1, { isAdmin: true })) as [number];
    const accounts = await insertForecasters(app.db, FORECASTERS);
    const opensAt = await readClock(app.db);
    const id = await insertQuestion(owner.db, { slug, kind: 'side', seats: 2, options: FIELD, opensAt });
    return { db: app.db, admin, accounts, id };
  }

  test(
    'at an admin’s close: none is late, and none is missing from the scores',
    { timeout: SLOW_MS },
    async () => {
      for (let trial = 0; trial < 10; trial++) {
        const { db, admin, accounts, id } = await setUp('race');
        const acknowledged: number[] = [];
        const close = async () => {
          await inTheMiddle(acknowledged, trial);
          return questions.close(db, { accountId: admin }, 'race');
        };
        const [, closedAt] = await Promise.all([
          forecastUntilRefused(db, 'race', accounts, acknowledged),
          close(),
        ]);
        await passTime(db);
        const knownAt = await readClock(db);
        await resolutions.publish(db, admin, 'race', resultOf(outcomeOf(trial), knownAt), 0);

        const log = await logOf(db, id, closedAt);
        expect(log.map(({ seq }) => seq)).toEqual(acknowledged.toSorted((a, b) => a - b));
        expect(log.length).toBeGreaterThan(FORECASTERS);
        const { rows: late } = await sql`
        select seq from forecast join question q on q.id = question_id where q.id = ${id} and made_at >= q.closes_at
      `.execute(db);
        expect(late).toEqual([]);
        await expectScoresOfLog(db, 'race', outcomeOf(trial), knownAt);
        await expectLinesOfLog(db, 'race', id, closedAt);
      }
    },
  );

  test(
    'at a publication: none comes after it, and what came before is scored or too late',
    { timeout: SLOW_MS },
    async () => {
      for (let trial = 0; trial < 10; trial++) {
        const { db, admin, accounts, id } = await setUp('race');
        const acknowledged: number[] = [];
        const publish = async () => {
          await inTheMiddle(acknowledged, trial);
          const knownAt = await readClock(db);
          await sleep(trial);
          await resolutions.publish(db, admin, 'race', resultOf(outcomeOf(trial), knownAt), 0);
          return knownAt;
        };
        const [, knownAt] = await Promise.all([
          forecastUntilRefused(db, 'race', accounts, acknowledged),
          publish(),
        ]);

        const log = await logOf(db, id, knownAt);
        expect(log.map(({ seq }) => seq)).toEqual(acknowledged.toSorted((a, b) => a - b));
        const { rows: after } = await sql`
        select seq from forecast join resolution r using (question_id) where question_id = ${id} and made_at >= r.published_at
      `.execute(db);
        expect(after).toEqual([]);
        expect(await countLate(db, id, knownAt)).toBe(log.filter(({ madeAt }) => madeAt >= knownAt).length);
        await expectScoresOfLog(db, 'race', outcomeOf(trial), knownAt);
        await expectLinesOfLog(db, 'race', id, knownAt);
      }
    },
  );
});
