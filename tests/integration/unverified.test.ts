import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { isOutsidePool } from '#lib/server/forecasts/log/queries.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import { readMailConfig } from '#lib/server/platform/mail/transport.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { applyPolicy } from '#lib/server/people/verification/service.ts';
import { cloneDatabase } from './setup/database.ts';
import {
  forecastOf,
  handleOf,
  insertForecaster,
  insertForecasters,
  placeOn,
  resultOf,
} from './setup/factories.ts';
import { recompute, setUp, SOON, somePermille, startKeeper } from './setup/keeper.ts';
import { findProfile } from './setup/profile.ts';
import { cloneWithHours } from './setup/replay.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';

const SMTP_URL = 'smtp://127.0.0.1:2525';
const RIGHT = [800, 800, 400];
const WRONG = [400, 800, 800];
const REQUEST = { page: 1, search: '', accountId: null, hasAuthor: true };

/** As a start with these settings does. */
function start(owner: Db, settings: Record<string, string>): Promise<void> {
  return applyPolicy(owner, readMailConfig(settings, null, 3000), false);
}

async function verify(owner: Db, ...ids: number[]): Promise<void> {
  await sql`update account set email_verified_at = now_at() where id = any(${ids}::int[])`.execute(owner);
}

describe('unverified forecasters', () => {
  test('where verification is required wait outside the odds, and count as soon as they are verified', async () => {
    const { database, db, owner, id, newcomer, place } = await setUp();
    await start(owner, { SMTP_URL });
    const verified = await newcomer();
    await verify(owner, verified);
    await place(verified, RIGHT);
    const unverified = [await newcomer(), await newcomer()] as const;
    for (const account of unverified) await place(account, WRONG);
    const keeper = await startKeeper(database);
    expect(keeper.crowd(id)).toMatchObject({ ...(await recompute(db, id)), forecasters: 1, waiting: 2 });
    const before = keeper.crowd(id).permille;

    await verify(owner, unverified[0]);
    await keeper.poll();
    expect(keeper.crowd(id)).toMatchObject({ ...(await recompute(db, id)), forecasters: 2, waiting: 1 });
    expect(keeper.crowd(id).permille).not.toEqual(before);

    await sql`update account set email_verified_at = null where id = ${verified}`.execute(owner);
    await place(unverified[1], null);
    await keeper.poll();
    expect(keeper.crowd(id)).toMatchObject({ ...(await recompute(db, id)), forecasters: 1, waiting: 1 });
    const other = await startKeeper(database);
    expect(other.crowd(id)).toMatchObject({ ...(await recompute(db, id)), forecasters: 1, waiting: 1 });
  });

  test('weigh a third where verification is possible, and in full where it is not', async () => {
    const { database, db, owner, id, newcomer, place } = await setUp();
    const keeper = await startKeeper(database);
    await start(owner, { SMTP_URL, REQUIRE_VERIFIED: 'off' });
    const [verified, ...others] = [await newcomer(), await newcomer(), await newcomer()];
    await verify(owner, verified!);
    await place(verified!, RIGHT);
    for (const account of others) await place(account, WRONG);
    await keeper.poll();
    const reduced = keeper.crowd(id);
    expect(reduced).toMatchObject({ ...(await recompute(db, id)), forecasters: 3 });
    expect(reduced).not.toHaveProperty('waiting');

    await start(owner, {});
    await keeper.poll();
    const full = keeper.crowd(id);
    expect(full).toMatchObject({ ...(await recompute(db, id)), forecasters: 3 });
    expect(full.permille![0]).toBeLessThan(reduced.permille![0]!);
  });

  test('never enter the odds in full with their first forecast, in the process that took it', async () => {
    const { database, db, owner, id } = await setUp();
    await start(owner, { SMTP_URL });
    const keeper = await startKeeper(database);
    const heard: number[] = [];
    keeper.listen((changes) => heard.push(Object.keys(changes).length));
    const statuses = new Map<number, boolean>();
    keeper.log.listen((update) => {
      for (const { accountId, status } of update.statuses) statuses.set(accountId, isOutsidePool(status));
      for (const { accountId } of update.rows) expect(statuses.get(accountId)).toBe(true);
    });
    for (let i = 0; i < 5; i++) {
      const account = await insertForecaster(db);
      const forecast = forecastOf(account, id, somePermille());
      const { seq, madeAt } = await forecasts.place(db, forecast);
      keeper.take({ ...forecast, seq, madeAt });
      expect(keeper.crowd(id).permille).toBeNull();
    }
    await vi.waitFor(() => expect(keeper.crowd(id).waiting).toBe(5), SOON);
    expect(keeper.crowd(id).permille).toBeNull();
  });

  test('give the same odds in every process as the log does, on random changes', async () => {
    const { database, db, owner, id } = await setUp();
    await start(owner, { SMTP_URL, REQUIRE_VERIFIED: 'off' });
    const keepers = [await startKeeper(database), await startKeeper(database)];
    const people = await insertForecasters(db, 12);
    for (let step = 0; step < 60; step++) {
      const account = people[Math.floor(Math.random() * people.length)]!;
      const change = Math.random();
      if (change < 0.6) await placeOn(db, 'final-3', account, somePermille());
      else if (change < 0.8) await verify(owner, account);
      else if (change < 0.9)
        await sql`update account set email_verified_at = null where id = ${account}`.execute(owner);
      else await start(owner, { SMTP_URL, REQUIRE_VERIFIED: Math.random() < 0.5 ? 'on' : 'off' });
    }
    for (const keeper of keepers) {
      await keeper.poll();
      expect(keeper.crowd(id)).toMatchObject(await recompute(db, id));
    }
  });
});

test('unverified forecasters are scored and not ranked where verification is required; ranks follow at the next publication', async () => {
  const { db, owner, admin, at, timeAt } = await cloneWithHours('count-3');
  await start(owner, { SMTP_URL });
  const [verified, waiting] = await insertForecasters(db, 2);
  await verify(owner, verified);
  for (const id of [verified, waiting]) await placeOn(at(2), 'final-3', id, RIGHT);
  const publish = (version: number) =>
    resolutions.publish(
      at(10 + version),
      admin,
      'final-3',
      resultOf([true, true, false], timeAt(8), version > 0 ? 'again' : ''),
      version,
    );
  const mine = async () => (await leaderboard.board(db, 'all', { ...REQUEST, accountId: waiting })).mine;
  await publish(0);
  expect(await mine()).toMatchObject({ who: 'unverified', rank: null });
  const profile = await findProfile(db, await handleOf(db, waiting));
  expect(profile!.forecaster).toMatchObject({ isUnverified: true, isExcluded: false });

  await verify(owner, waiting);
  expect(await mine()).toMatchObject({ who: 'forecaster', rank: null });
  await publish(1);
  expect(await mine()).toMatchObject({ who: 'forecaster', rank: 1 });
  expect((await leaderboard.board(db, 'all', REQUEST)).ranked).toBe(2);
});

test('the policy is only the owner’s to change', async () => {
  const { db } = await cloneDatabase();
  await expect(start(db, { SMTP_URL })).rejects.toThrow('permission denied');
  await expect(sql`update account set crowd_weight = 'full'`.execute(db)).rejects.toThrow(
    'permission denied',
  );
});
