// The keeper knows every question, and survives what happens to its connections.
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { connectAsAdmin } from './setup/database.ts';
import { insertQuestion, placeOn } from './setup/factories.ts';
import { keeperOn, recompute, setUp, somePermille, SOON, startKeeper } from './setup/keeper.ts';

const SIDE = { slug: 'side-1' };

describe('the keeper', () => {
  test('finds every question by slug and lists open ones, with changes at once', async () => {
    const { database, db, owner, id: final } = await setUp();
    const keeper = await startKeeper(database);
    const openNow = () => keeper.openSlugs(new Date()).toSorted();
    expect(keeper.field('final-3')?.id).toBe(final);
    for (const unknown of ['final-9', '', '__proto__']) expect(keeper.field(unknown)).toBeUndefined();
    expect(openNow()).toEqual(['count-3', 'final-3', 'scenario']);
    await questions.close(db, COMMAND_LINE, 'final-3');
    const id = await insertQuestion(owner, SIDE);
    await keeper.poll();
    expect(keeper.field('side-1')?.id).toBe(id);
    expect(openNow()).toEqual(['count-3', 'scenario', 'side-1']);
    expect(keeper.openSlugs(new Date('2020-01-01'))).toEqual([]);
  });

  test('picks up an added question, and loses nothing when reading it fails at first', async () => {
    const { database, db, owner, newcomer } = await setUp();
    const errors: unknown[] = [];
    const keeper = await startKeeper(database, (error) => errors.push(error));
    const id = await insertQuestion(owner, SIDE);
    await placeOn(db, 'side-1', await newcomer(), [300, 700]);
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
      const permille = somePermille();
      await vi.waitFor(() => placeOn(db, 'final-3', account, permille), SOON);
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
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { database, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const heard: [slug: string, forecasters: number][] = [];
    const stop = keeper.listen(({ slug }, { forecasters }) => heard.push([slug, forecasters]));
    const forecastBefore = async (ms: number) => {
      await place(await newcomer(), somePermille());
      await keeper.poll();
      vi.setSystemTime(Date.now() + ms);
      await keeper.poll();
    };
    for (const ms of [0, 499, 1, 499, 0]) await forecastBefore(ms);
    expect(heard).toEqual([
      ['final-3', 1],
      ['final-3', 3],
    ]);
    stop();
    await forecastBefore(500);
    await keeper.stop();
    expect(heard).toHaveLength(2);
  });

  test('reports a listener that fails on a committed forecast, and does not fail the forecast', async () => {
    const { database, id, newcomer } = await setUp();
    const errors: unknown[] = [];
    const keeper = await startKeeper(database, (error) => errors.push(error));
    const broken = new Error('broken listener');
    const unlisten = keeper.log.listen(() => {
      throw broken;
    });
    const accountId = await newcomer();
    keeper.take({ seq: 1_000_000, questionId: id, accountId, madeAt: new Date(), permille: [700, 700, 600] });
    unlisten();
    expect(errors).toEqual([broken]);
    expect(keeper.crowd(id).forecasters).toBe(1);
  });

  test('is ready once it has read the log, and not when it has not for a while', async () => {
    const { database, db } = await setUp();
    const keeper = keeperOn(db);
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
