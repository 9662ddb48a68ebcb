// The keeper knows every question, and survives what happens to its connections.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CrowdKeeper } from '#lib/server/crowd/keeper.ts';
import type { Db } from '#lib/server/db/connect.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { COMMAND_LINE } from '#lib/server/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { CrowdView } from '#lib/types/question.ts';
import { connectAsAdmin } from './setup/database.ts';
import { failing, recompute, setUp, somePermille, SOON, startKeeper } from './setup/keeper.ts';

/** A yes/no question, as an admin will ask one. */
async function askQuestion(owner: Db) {
  return owner.transaction().execute(async (tx) => {
    const question = await tx
      .insertInto('question')
      .values({
        slug: 'side-1',
        position: 9,
        kind: 'side',
        titleKo: '질문',
        titleEn: 'A question',
        leadKo: '',
        leadEn: '',
        rulesKo: [],
        rulesEn: [],
        seats: 1,
        scored: true,
        opensAt: sql<Date>`now_at()`,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const option = (slug: string, position: number) => ({
      questionId: question.id,
      position,
      slug,
      labelKo: slug,
      labelEn: slug,
      shortKo: slug,
      shortEn: slug,
    });
    await tx
      .insertInto('questionOption')
      .values([option('yes', 0), option('no', 1)])
      .execute();
    return question;
  });
}

describe('the keeper', () => {
  test('finds every question by slug and lists open ones, with changes at once', async () => {
    const { database, db, owner, id } = await setUp();
    const keeper = await startKeeper(database);
    const openNow = () => keeper.openSlugs(new Date()).toSorted();
    expect(keeper.field('final-3')?.id).toBe(id);
    for (const unknown of ['final-9', '', '__proto__']) expect(keeper.field(unknown)).toBeUndefined();
    expect(openNow()).toEqual(['count-3', 'final-3', 'scenario']);
    await questions.close(db, COMMAND_LINE, 'final-3');
    const side = await askQuestion(owner);
    await keeper.poll();
    expect(keeper.field('side-1')?.id).toBe(side.id);
    expect(openNow()).toEqual(['count-3', 'scenario', 'side-1']);
    expect(keeper.openSlugs(new Date('2020-01-01'))).toEqual([]);
  });

  test('picks up questions added while it runs', async () => {
    const { database, db, owner, newcomer } = await setUp();
    const keeper = await startKeeper(database);
    const { id } = await askQuestion(owner);
    const forecast = {
      accountId: await newcomer(),
      questionId: id,
      permille: [300, 700],
      requestId: randomUUID(),
    };
    await forecasts.place(db, forecast);
    await keeper.poll();
    expect(keeper.crowd(id)).toMatchObject({
      forecasters: 1,
      permille: [expect.any(Number), expect.any(Number)],
    });
  });

  test('loses nothing when reading a question fails at first', async () => {
    const { database, db, owner, newcomer } = await setUp();
    const errors: unknown[] = [];
    const keeper = await startKeeper(database, (error) => errors.push(error));
    const { id } = await askQuestion(owner);
    const forecast = {
      accountId: await newcomer(),
      questionId: id,
      permille: [300, 700],
      requestId: randomUUID(),
    };
    await forecasts.place(db, forecast);
    const role = sql.id(new URL(database.appUrl).username);
    await sql`revoke select on question_option from ${role}`.execute(owner);
    await keeper.poll();
    expect(errors).not.toEqual([]);
    await sql`grant select on question_option to ${role}`.execute(owner);
    await keeper.poll();
    expect(keeper.crowd(id).forecasters).toBe(1);
  });

  test('survives the loss of all its connections without losing rows', async () => {
    const { database, db, id, newcomer } = await setUp();
    const keeper = await startKeeper(database, () => undefined);
    const accounts = await Promise.all(Array.from({ length: 8 }, newcomer));
    const name = new URL(database.appUrl).pathname.slice(1);
    const admin = connectAsAdmin();
    for (const account of accounts) {
      const forecast = {
        accountId: account,
        questionId: id,
        permille: somePermille(),
        requestId: randomUUID(),
      };
      await vi.waitFor(() => forecasts.place(db, forecast), SOON);
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()
      `.execute(admin);
      await keeper.poll();
    }
    await vi.waitFor(() => expect(keeper.crowd(id).forecasters).toBe(8), SOON);
    expect(keeper.crowd(id)).toMatchObject(await recompute(db, id));
    expect(keeper.isReady).toBe(true);
  });

  test('notifies listeners of new odds at most twice a second, until they unsubscribe', async () => {
    const { database, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const heard: { slug: string; crowd: CrowdView; at: number }[] = [];
    const stop = keeper.listen(({ slug }, crowd) => heard.push({ slug, crowd, at: performance.now() }));
    for (let i = 0; i < 20; i++) {
      await place(await newcomer(), somePermille());
      await keeper.poll();
    }
    await vi.waitFor(() => expect(heard.at(-1)?.crowd).toEqual(keeper.crowd(id)), SOON);
    expect(heard.at(-1)?.crowd.forecasters).toBe(20);
    expect(new Set(heard.map(({ slug }) => slug))).toEqual(new Set(['final-3']));
    for (const [i, { at, crowd }] of heard.entries()) {
      const last = heard[i - 1];
      if (!last) continue;
      expect(at - last.at).toBeGreaterThan(480);
      expect(crowd.version).toBeGreaterThan(last.crowd.version);
    }
    stop();
    const known = heard.length;
    await place(await newcomer(), somePermille());
    await keeper.poll();
    await keeper.stop();
    expect(heard).toHaveLength(known);
  });

  test('is ready once it has read the log, and not when it has not for a while', async () => {
    const { database, db } = await setUp();
    const keeper = new CrowdKeeper(db, { onError: failing });
    expect(keeper.isReady).toBe(false);
    expect((await startKeeper(database)).isReady).toBe(true);
    await keeper.start();
    expect(keeper.isReady).toBe(true);
    await keeper.stop();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(keeper.isReady).toBe(false);
  });
});
