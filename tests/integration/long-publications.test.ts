// Publications for a large crowd: in batches, without time limits, and recorded while they run.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { PublicationUnderwayError } from '#lib/server/platform/errors.ts';
import { lockBoards } from '#lib/server/results/leaderboard/queries.ts';
import { lockGate } from '#lib/server/questions/queries.ts';
import { shareProgress } from '#lib/server/results/resolutions/publication-queries.ts';
import * as publications from '#lib/server/results/resolutions/publications.ts';
import { Publisher } from '#lib/server/results/resolutions/publisher.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { instantAfter } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { handleOf, insertForecaster, placeOn, questionId, resultOf } from './setup/factories.ts';
import { hold } from './setup/transactions.ts';
import { watched } from './setup/watched.ts';
import { withSettings } from './setup/session-url.ts';

const WORKER = resolve('src/lib/server/results/resolutions/worker.ts');
/** More than two batches. */
const CROWD = 20_001;
const SOON = { timeout: 20_000, interval: 20 };
const TYPED = { 'outcome.lg': ['yes'], note: ['a note'] };

/** Forecasts of a crowd; through the gate they would take a minute. */
async function insertCrowd(owner: Db, slug: string): Promise<void> {
  const id = await questionId(owner, slug);
  await owner.transaction().execute(async (tx) => {
    await sql`alter table forecast disable trigger user`.execute(tx);
    await sql`
      with person as (
        insert into account (handle) select 'crowd-' || n from generate_series(1, ${CROWD}::int) n returning id
      )
      insert into forecast (question_id, seq, account_id, made_at, permille, request_id)
      select ${id}, nextval('forecast_seq'), id, now_at(), '{800,800,400}', gen_random_uuid() from person
    `.execute(tx);
    await sql`alter table forecast enable trigger user`.execute(tx);
  });
}

describe('a publication for a crowd', () => {
  test('is written in batches, without the time limits that its session has before and after', async () => {
    const { db, owner, appUrl } = await cloneDatabase();
    // As migrations set them for a database, which a copy of a template does not get.
    const limited = withSettings(appUrl, '-c statement_timeout=30s -c transaction_timeout=5min');
    const { pool, close } = connect(limited, { max: 2 });
    onTestFinished(close);
    const admin = await insertForecaster(owner, { isAdmin: true });
    await insertCrowd(owner, 'final-3');
    const limits = new Map<string, number>();
    const watching = watched(pool, {
      before: async (_, text, pid, ask) => {
        const { rows } = await ask(
          `select current_setting('statement_timeout') || current_setting('transaction_timeout', true) as limits`,
        );
        const about = `${text.trim().replace(/ [^a-z]*\(.*/s, '')}: ${String(rows[0]?.['limits'])}`;
        limits.set(about, (limits.get(about) ?? 0) + 1);
      },
    });
    const steps: string[] = [];
    const done = await resolutions.publish(
      watching,
      admin,
      'final-3',
      resultOf([true, true, false], await instantAfter(db)),
      0,
      (step, rows = 0, of = 0) => void steps.push(`${step} ${rows}/${of}`),
    );
    expect(done).toEqual({ version: 1, editions: [] });
    expect(limits.get('begin: 30s5min')).toBe(1);
    expect(limits.get('insert into score: 00')).toBe(3);
    expect(limits.get('insert into score_line: 00')).toBe(3);
    expect(limits.get('commit: 00')).toBe(1);
    expect(steps).toContain(`reading 20000/${CROWD + 1}`);
    expect(steps.filter((step) => step.startsWith('scores'))).toEqual(
      [0, 10_000, 20_000].map((rows) => `scores ${rows}/${CROWD + 1}`),
    );
    expect(steps.slice(-5)).toEqual(
      [0, 1, 2, 3].map((boards) => `boards ${boards}/3`).concat('committing 0/0'),
    );
    const { rows } = await sql<{
      limit: string;
    }>`select current_setting('statement_timeout') as limit`.execute(watching);
    expect(rows).toEqual([{ limit: '30s' }]);
  });
});

describe('a publication that takes long', () => {
  /** One that waits for the lock of the boards, and is recorded. */
  async function setUp() {
    const { db, owner, appUrl } = await cloneDatabase();
    const publisher = new Publisher(WORKER, appUrl);
    onTestFinished(() => publisher.close());
    const admin = await insertForecaster(owner, { isAdmin: true });
    await placeOn(db, 'final-3', await insertForecaster(db), [900, 700, 400]);
    const question = await questionId(db, 'final-3');
    const result = resultOf([true, true, false], await instantAfter(db));
    const holding = await hold(owner, lockBoards);
    const id = randomUUID();
    const shared = shareProgress();
    const ended = publisher
      .publish(admin, 'final-3', result, 0, shared)
      .then(() => null)
      .catch(() => ({ errors: { form: { code: 'unexpected' } as const }, first: null }));
    const publication = {
      ...{ questionId: question, accountId: admin, expectedVersion: 0 },
      ...{ typed: TYPED, isAnnulment: false },
    };
    const recording = publications.record(db, id, publication, shared, ended, () => undefined);
    await vi.waitFor(async () => {
      expect(await publications.find(db, id)).toMatchObject({ state: 'running', step: 'boards', total: 3 });
    }, SOON);
    /** As though the process had ended: nothing is recorded any more. */
    const forget = () =>
      owner
        .updateTable('publication')
        .set({ seenAt: new Date('2026-01-01'), ended: null })
        .execute();
    return { db, owner, appUrl, admin, question, result, holding, id, recording, forget };
  }

  test('is seen by every process, and refuses others by name, until it is published', async () => {
    const { db, appUrl, admin, question, holding, id, recording } = await setUp();
    const other = connect(appUrl, { max: 1 });
    onTestFinished(other.close);
    const decider = await handleOf(db, admin);
    expect(await publications.find(other.db, id)).toMatchObject({ slug: 'final-3', decider, typed: TYPED });
    expect(await publications.running(other.db, question)).toEqual({ id, slug: 'final-3', decider });
    await expect(publications.requireNone(other.db, question)).rejects.toEqual(
      new PublicationUnderwayError(decider),
    );
    await publications.requireNone(other.db, await questionId(db, 'count-3'));
    await holding.commit();
    await recording;
    expect(await publications.find(other.db, id)).toMatchObject({ state: 'published' });
    await publications.requireNone(other.db, question);
  });

  test('whose session is ended publishes nothing, and says so', async () => {
    const { db, appUrl, admin, question, result, id, recording, holding } = await setUp();
    const killer = connect(appUrl, { max: 1 });
    onTestFinished(killer.close);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'final-two publishing' and datname = current_database() and state = 'active'
    `.execute(killer.db);
    await recording;
    expect(await publications.find(db, id)).toMatchObject({
      state: 'refused',
      refusal: { errors: { form: { code: 'unexpected' } } },
    });
    expect(await resolutions.versions(db, question)).toEqual([]);
    await holding.commit();
    expect(await resolutions.publish(db, admin, 'final-3', result, 0)).toMatchObject({ version: 1 });
  });

  test('whose process ends is running while its transaction is, and was published where that committed', async () => {
    const { db, holding, id, recording, forget } = await setUp();
    await forget();
    expect(await publications.find(db, id)).toMatchObject({ state: 'running' });
    await holding.commit();
    await recording;
    await forget();
    expect(await publications.find(db, id)).toMatchObject({ state: 'published' });
  });

  test('and is interrupted says so once the question’s lock is free', async () => {
    const { db, owner, admin } = await setUp();
    const question = await questionId(db, 'count-3');
    const id = randomUUID();
    await owner
      .insertInto('publication')
      .values({
        ...{ id, questionId: question, accountId: admin, expectedVersion: 0, typed: JSON.stringify(TYPED) },
        ...{
          isAnnulment: false,
          step: 'scores',
          done: 10_000,
          total: 20_000,
          seenAt: new Date('2026-01-01'),
        },
      })
      .execute();
    const holding = await hold(owner, (tx) => lockGate(tx, question));
    expect(await publications.find(db, id)).toMatchObject({ state: 'running' });
    await holding.commit();
    expect(await publications.find(db, id)).toMatchObject({ state: 'interrupted', typed: TYPED });
    expect(await publications.find(db, 'no such id')).toBeUndefined();
    await owner
      .updateTable('publication')
      .set({ startedAt: new Date('2026-01-01') })
      .execute();
    await publications.sweep(db);
    expect(await publications.find(db, id)).toBeUndefined();
  });
});
