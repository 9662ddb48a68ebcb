import { sql } from 'kysely';
import { expect, test } from 'vitest';
import * as accounts from '#lib/server/people/accounts/deletion-queries.ts';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import * as contest from '#lib/server/questions/contest/admin.ts';
import { foldContentChanges, readContentVersion } from '#lib/server/platform/db/content-version.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { NO_RIGHT, refusal } from './setup/admin-guards.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, placeOn, resultOf } from './setup/factories.ts';
import { hold, untilLockWait } from './setup/transactions.ts';

async function setUp() {
  const database = await cloneDatabase();
  const { db, owner } = database;
  const by = { accountId: await insertForecaster(owner, { isAdmin: true }), reason: '까닭' };
  const changesOf = async (work: () => Promise<unknown>) => {
    const before = await readContentVersion(db);
    await work();
    return (await readContentVersion(db)) - before;
  };
  return { ...database, by, changesOf };
}

test('the content version changes with every edit, exclusion and result, and with a deleted name', async () => {
  const { db, owner, by, changesOf } = await setUp();
  const accountId = await insertForecaster(db);
  const works = [
    () => contest.verifyToday(db, by),
    () => exclusions.decide(db, by, { accountIds: [accountId], excluded: true }),
    () => resolutions.publish(db, by.accountId, 'final-3', resultOf([true, true, false], new Date()), 0),
    () => db.transaction().execute((tx) => accounts.deleteAccount(tx, accountId)),
    () => sql`update unverified_policy set crowd_weight = 'none'`.execute(owner),
  ];
  for (const work of works) expect(await changesOf(work), String(work)).toBeGreaterThan(0);
});

test('forecasts and new accounts leave it as it is', async () => {
  const { db, changesOf } = await setUp();
  const join = async () => placeOn(db, 'final-3', await insertForecaster(db), [800, 800, 400]);
  expect(await changesOf(join)).toBe(0);
});

test('it counts a change that commits after a later one, and none that is rolled back', async () => {
  const { owner, by, changesOf } = await setUp();
  const early = await hold(owner, (tx) => sql`update company set position = position`.execute(tx), by);
  const never = await hold(owner, (tx) => sql`update round set number = number`.execute(tx));
  expect(await changesOf(() => sql`update event set kind = kind`.execute(owner))).toBe(1);
  expect(await changesOf(never.rollBack)).toBe(0);
  expect(await changesOf(early.commit)).toBe(1);
});

test('folding its rows leaves it as it is, also beside changes and another fold that have not committed', async () => {
  const { db, owner, by, changesOf } = await setUp();
  const countRows = async () => (await db.selectFrom('contentChange').select('id').execute()).length;
  for (let i = 0; i < 200; i++) await sql`update event set kind = kind`.execute(owner);
  const late = await hold(owner, (tx) => sql`update company set position = position`.execute(tx), by);
  const first = await hold(owner, (tx) => sql`select fold_content_changes()`.execute(tx));
  const second = foldContentChanges(db);
  await untilLockWait(owner);
  expect(await changesOf(first.commit)).toBe(0);
  expect(await changesOf(() => second)).toBe(0);
  expect(await changesOf(late.commit)).toBe(1);
  expect(await countRows()).toBe(2);
  expect(await changesOf(() => foldContentChanges(db))).toBe(0);
});

test('the app’s role cannot write it', async () => {
  const { db } = await setUp();
  expect(await refusal(sql`insert into content_change default values`.execute(db))).toBe(NO_RIGHT);
  expect(await refusal(sql`delete from content_change`.execute(db))).toBe(NO_RIGHT);
});
