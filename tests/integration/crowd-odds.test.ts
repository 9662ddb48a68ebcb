// The keeper's odds equal those computed from the log, after every change of an account's status.
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { crowdOdds } from '#lib/domain/crowd.ts';
import type { CrowdView } from '#lib/types/question.ts';
import { authorId, insertForecaster, placeOn, questionId } from './setup/factories.ts';
import { isAsNew, recompute, SEATS, setUp, somePermille, SOON, startKeeper } from './setup/keeper.ts';

describe('crowd odds', () => {
  test('are null while nobody has a forecast', async () => {
    const { database, id } = await setUp();
    const keeper = await startKeeper(database);
    expect(keeper.crowd(id)).toMatchObject({ permille: null, forecasters: 0 });
    expect(keeper.crowd(id + 1_000_000)).toMatchObject({ permille: null, forecasters: 0, version: 0 });
  });

  test('equal the domain’s crowd odds of the standing forecasts, in log order', async () => {
    const { database, db, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const [first, second] = [await newcomer(), await newcomer()];
    await place(first, [800, 800, 400]);
    await place(second, [700, 600, 700]);
    await place(first, [900, 700, 400]);
    await keeper.poll();
    const [latest, changed] = [
      [700, 600, 700],
      [900, 700, 400],
    ];
    const odds = crowdOdds([latest, changed], SEATS);
    expect(keeper.crowd(id)).toMatchObject({ permille: odds, forecasters: 2 });
    expect(keeper.crowd(id)).toMatchObject(await recompute(db, id));
  });

  test('of keepers started before, during and after many concurrent forecasts agree exactly with the log', async () => {
    const { database, db, id, newcomer, place } = await setUp();
    const accounts = await Promise.all(Array.from({ length: 20 }, newcomer));
    const storm = () =>
      Promise.all(
        accounts.map(async (account, i) => {
          await place(account, somePermille());
          if (i % 3 === 0) await place(account, null);
          if (i % 2 === 0) await place(account, somePermille());
        }),
      );
    const before = await startKeeper(database);
    const [amid] = await Promise.all([startKeeper(database), storm()]);
    await storm();
    const after = await startKeeper(database);
    await Promise.all([before.poll(), amid.poll()]);

    const expected = await recompute(db, id);
    expect(expected.forecasters).toBeGreaterThan(10);
    expect(before.crowd(id)).toMatchObject(expected);
    expect(amid.crowd(id)).toMatchObject(expected);
    expect(after.crowd(id)).toMatchObject(expected);
  });

  test('include fifty forecasts placed concurrently', async () => {
    const { database, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const accounts = await Promise.all(Array.from({ length: 50 }, newcomer));
    await Promise.all(
      accounts.map(async (account) => {
        const { seq } = await place(account, somePermille());
        await keeper.poll();
        expect(keeper.crowd(id).version).toBeGreaterThanOrEqual(seq);
      }),
    );
    expect(keeper.crowd(id).forecasters).toBe(50);
  });

  test('include forecasts of other processes', async () => {
    const { database, db, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    await place(await newcomer(), [800, 800, 400]);
    await vi.waitFor(() => expect(keeper.crowd(id).forecasters).toBe(1), SOON);
    expect(keeper.crowd(id)).toMatchObject(await recompute(db, id));
  });

  test('leave out a withdrawn forecast, are null once all were withdrawn, and start again', async () => {
    const { database, db, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const [first, second] = [await newcomer(), await newcomer()];
    await place(first, [800, 800, 400]);
    await place(second, [700, 600, 700]);
    await place(first, null);
    await keeper.poll();
    expect(keeper.crowd(id)).toMatchObject(await recompute(db, id));
    expect(keeper.crowd(id).forecasters).toBe(1);

    const { seq } = await place(second, null);
    await keeper.poll();
    expect(keeper.crowd(id)).toMatchObject({ permille: null, forecasters: 0, version: seq });
    const next = await startKeeper(database);
    expect(next.crowd(id)).toMatchObject({ permille: null, forecasters: 0, version: seq });

    await place(first, [750, 650, 600]);
    await keeper.poll();
    expect(keeper.crowd(id)).toMatchObject(await recompute(db, id));
  });

  test('of one question do not move with those of another', async () => {
    const { database, db, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const account = await newcomer();
    await place(account, [800, 800, 400]);
    await keeper.poll();
    const before = keeper.crowd(id);
    const scenario = await questionId(db, 'scenario');
    await placeOn(db, 'scenario', account, [300, 300, 400]);
    await keeper.poll();
    expect(keeper.crowd(id)).toEqual(before);
    expect(keeper.crowd(scenario).forecasters).toBe(1);
  });
});

describe('accounts that do not count', () => {
  test('are the author, admins and the excluded', async () => {
    const { database, db, owner, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const reader = await newcomer();
    await place(reader, [800, 800, 400]);
    const admin = await insertForecaster(owner, { isAdmin: true });
    const excluded = await newcomer();
    await sql`update account set excluded_at = now() where id = ${excluded}`.execute(owner);
    for (const account of [admin, excluded, await authorId(db)]) await place(account, [100, 950, 950]);
    await keeper.poll();
    const expected = { permille: crowdOdds([[800, 800, 400]], SEATS), forecasters: 1 };
    const later = await startKeeper(database);
    for (const odds of [keeper.crowd(id), later.crowd(id), await recompute(db, id)])
      expect(odds).toMatchObject(expected);
  });

  test('do not change the odds by a forecast, and cause no update', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { database, owner, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const heard: CrowdView[] = [];
    keeper.listen((_, crowd) => heard.push(crowd));
    await place(await newcomer(), [800, 800, 400]);
    const admin = await insertForecaster(owner, { isAdmin: true });
    /** Polls, so late that changed odds are sent. */
    const pollLater = async () => {
      await keeper.poll();
      vi.setSystemTime(Date.now() + 1_000);
      await keeper.poll();
    };
    await pollLater();
    const before = keeper.crowd(id);
    expect(heard).toEqual([before]);
    await place(admin, [100, 950, 950]);
    await pollLater();
    await keeper.stop();
    expect(heard).toEqual([before]);
    expect(keeper.crowd(id)).toEqual(before);
  });

  test.each([
    ['made an admin', sql`is_admin = true`, sql`is_admin = false`],
    ['excluded', sql`excluded_at = now_at()`, sql`excluded_at = null`],
  ])('leave the odds when they are %s later, and come back when that ends', async (_, flag, unflag) => {
    const { database, db, owner, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    const [reader, other] = [await newcomer(), await newcomer()];
    await place(reader, [800, 800, 400]);
    await place(other, [300, 900, 800]);
    await keeper.poll();
    const both = keeper.crowd(id);

    await sql`update account set ${flag} where id = ${other}`.execute(owner);
    await vi.waitFor(() => expect(keeper.crowd(id).forecasters).toBe(1), SOON);
    const alone = keeper.crowd(id);
    expect(alone).toMatchObject(await recompute(db, id));
    expect(isAsNew(alone, both)).toBe(true);

    await sql`update account set ${unflag} where id = ${other}`.execute(owner);
    await keeper.poll();
    expect(keeper.crowd(id)).toMatchObject({ permille: both.permille, forecasters: 2 });
    expect(isAsNew(keeper.crowd(id), alone)).toBe(true);
  });
});
