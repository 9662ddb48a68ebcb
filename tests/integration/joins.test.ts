// The admins' view of joins: groups, exclusions of many by one decision, and the pause of joining.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { crowdOdds } from '#lib/domain/crowd.ts';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import * as joinPause from '#lib/server/people/moderation/join-pause.ts';
import * as joins from '#lib/server/people/moderation/joins.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { createLimits } from '#lib/server/platform/limits/limits.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import { exclusionsOn } from './setup/catalogue.ts';
import { join, newcomer } from './setup/accounts.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, insertForecasters, listAudit, placeOn, questionId } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { errorOf } from './setup/validation.ts';

async function setUp() {
  const { db, owner, pool } = await cloneDatabase();
  const admin = await insertForecaster(owner, { isAdmin: true });
  return { db, owner, pool, admin, by: { accountId: admin, reason: '한 사람이 만든 계정들' } };
}

const KEY_LENGTH = 64;

/** Accounts that joined so many hours ago, with one hashed address. */
async function insertJoined(owner: Db, ids: number[], address: string, hoursAgo: number) {
  await sql`
    insert into account_join (account_id, address_key, joined_at)
    select id, ${address.repeat(KEY_LENGTH)}, now_at() - make_interval(hours => ${hoursAgo})
      from unnest(${ids}::int[]) id
  `.execute(owner);
}

/** Ten thousand accounts, half of them of the last week: 25 addresses, 250 domains, 30 an hour. */
async function setUpThousands() {
  const is = await setUp();
  await sql`
    with made as (
      insert into account (handle, email)
      select 'm-' || i, 'm' || i || '@d' || i % 250 || '.example' from generate_series(1, 10000) i returning id, handle
    )
    insert into account_join (account_id, address_key, joined_at)
    select id, repeat(to_hex(n % 25 % 16), 63) || to_hex(n % 25 / 16), now_at() - make_interval(mins => n * 2)
      from (select id, substr(handle, 3)::int as n from made) made
  `.execute(is.owner);
  await sql`analyze`.execute(is.owner);
  return is;
}

describe('groups of joins', () => {
  const groupsOf = async (db: Db, kind: string) =>
    (await joins.overview(db)).find((each) => each.kind === kind)?.groups ?? [];

  test('are the largest of the last seven days, at most twenty of a kind', async () => {
    const { db } = await setUpThousands();
    const overview = await joins.overview(db);
    expect(overview.map(({ kind }) => kind)).toEqual(['hour', 'address', 'domain', 'forecast']);
    const [hours, addresses, domains, forecasts] = overview.map(({ groups }) => groups);
    for (const groups of [hours, addresses, domains]) {
      expect(groups).toHaveLength(20);
      expect(groups!.map(({ joins }) => joins)).toEqual(
        groups!.map(({ joins }) => joins).toSorted((a, b) => b - a),
      );
    }
    expect(hours![0]).toMatchObject({ joins: 30, excluded: 0 });
    // 5,040 accounts of seven days at two minutes each, less the current moment.
    expect(addresses![0]!.joins).toBeGreaterThanOrEqual(201);
    expect(addresses![0]).toMatchObject({ addresses: 1 });
    expect(domains![0]).toMatchObject({
      joins: expect.any(Number),
      of: expect.stringMatching(/^d\d+\.example$/),
    });
    expect(forecasts).toEqual([]);
  });

  test('list their accounts, newest first and at most 500, without e-mail addresses', async () => {
    const { db, owner } = await setUpThousands();
    const [group] = await groupsOf(db, 'address');
    const members = await joins.members(db, 'address', group!.of);
    expect(members).toHaveLength(group!.joins);
    expect(new Set(members.map(({ addressKey }) => addressKey))).toEqual(new Set([group!.of]));
    const times = members.map(({ joinedAt }) => joinedAt);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(JSON.stringify(members)).not.toContain('@');
    expect(await joins.members(db, 'address', "' or true --")).toEqual([]);
    const ids = await insertForecasters(db, 3);
    await insertJoined(owner, ids, 'e', 1);
    await sql`update account_join set address_key = ${'f'.repeat(KEY_LENGTH)} where account_id <> all(${ids}::int[])`.execute(
      owner,
    );
    expect(await joins.members(db, 'address', 'f'.repeat(KEY_LENGTH))).toHaveLength(joins.MOST_MEMBERS);
  });

  test('by forecast hold the same numbers and nearly the same, each with its question', async () => {
    const { db, owner } = await setUp();
    const ids = await insertForecasters(db, 5);
    await insertJoined(owner, ids, 'd', 1);
    for (const [i, numbers] of [
      [800, 800, 400],
      [795, 801, 404],
      [805, 798, 397],
      [700, 700, 600],
    ].entries())
      await placeOn(db, 'final-3', ids[i]!, numbers);
    // Joined long before.
    const [old] = await insertForecasters(db, 1);
    await insertJoined(owner, [old], 'd', 24 * 8);
    await placeOn(db, 'final-3', old, [800, 800, 400]);
    expect(await groupsOf(db, 'forecast')).toEqual([
      { of: 'final-3 80·80·40', joins: 3, addresses: 1, excluded: 0 },
    ]);
    const members = await joins.members(db, 'forecast', 'final-3 80·80·40');
    expect(members.map(({ forecasts }) => forecasts)).toEqual([1, 1, 1]);
  });
});

describe('an exclusion of many', () => {
  const ALIKE = [999, 999, 2];
  const OTHER = [600, 700, 700];

  async function exclude() {
    const is = await setUp();
    const [honest, ...many] = await insertForecasters(is.db, 6);
    await placeOn(is.db, 'final-3', honest, OTHER);
    for (const id of many) await placeOn(is.db, 'final-3', id, ALIKE);
    await exclusions.decide(is.db, is.by, { accountIds: many, excluded: true });
    const question = await questionId(is.db, 'final-3');
    const [batch] = await exclusions.batches(is.db);
    return { ...is, honest, many, question, batch: batch! };
  }

  test('is one decision with one public effect, and each account is told', async () => {
    const { db, by, many, question, batch } = await exclude();
    expect(batch).toMatchObject({ reason: by.reason, accounts: 5, standing: 5 });
    expect(await exclusionsOn(db, 'final-3')).toMatchObject([
      {
        excluded: true,
        accounts: 5,
        before: crowdOdds([OTHER, ...many.map(() => ALIKE)], 2),
        after: crowdOdds([OTHER], 2),
      },
    ]);
    const keeper = keeperOn(db);
    await keeper.start();
    expect(keeper.crowd(question).permille).toEqual(crowdOdds([OTHER], 2));
    await keeper.stop();
    for (const id of many)
      expect((await notices.list(db, id, 9)).map(({ kind }) => kind)).toEqual(['excluded']);
    const decisions = (await listAudit(db)).filter(({ subject }) => subject === 'exclusion');
    expect(decisions).toHaveLength(5);
    expect(new Set(decisions.map(({ reason }) => reason))).toEqual(new Set([by.reason]));
  });

  test('is undone as one, but for accounts that were decided on since', async () => {
    const { db, by, many, batch } = await exclude();
    const [first, second, ...rest] = many;
    // The first was restored alone; the second restored, and excluded again for another reason.
    await exclusions.decide(db, by, { accountIds: [first!], excluded: false });
    for (const excluded of [false, true])
      await exclusions.decide(db, by, { accountIds: [second!], excluded });
    expect(await exclusions.batches(db)).toMatchObject([{ id: batch.id, accounts: 5, standing: 3 }]);
    expect((await exclusions.restoreBatch(db, by, batch.id)).toSorted()).toEqual(rest.toSorted());
    const excluded = await db
      .selectFrom('account')
      .select('id')
      .where('excludedAt', 'is not', null)
      .execute();
    expect(excluded).toEqual([{ id: second }]);
    expect((await exclusionsOn(db, 'final-3'))[0]).toMatchObject({ excluded: false, accounts: 3 });
    expect(await errorOf(exclusions.restoreBatch(db, by, batch.id))).toBe('form: already-so');
    expect(await errorOf(exclusions.restoreBatch(db, by, 999_999))).toBe('form: already-so');
  });

  test('of overlapping ones at once excludes each account once', async () => {
    const { db, by } = await setUp();
    const ids = await insertForecasters(db, 6);
    await Promise.all([
      exclusions.decide(db, by, { accountIds: ids.slice(0, 4), excluded: true }),
      exclusions.decide(db, by, { accountIds: ids.slice(2), excluded: true }),
    ]);
    const rows = await db.selectFrom('exclusion').select('accountId').execute();
    expect(rows.map(({ accountId }) => accountId).toSorted()).toEqual(ids.toSorted());
    const handles = await db.selectFrom('account').select('handle').where('id', 'in', ids).execute();
    const names = handles.map(({ handle }) => handle);
    expect(await joins.idsOf(db, names)).toHaveLength(6);
    expect(await errorOf(joins.idsOf(db, [...names, 'nobody-here']))).toBe('form: gone');
  });
});

test('a pause of joining refuses everybody with a sentence, is recorded, and ends', async () => {
  const { db, pool, admin } = await setUp();
  const limits = createLimits(pool);
  const sentence = { ko: '잠시 멈췄어요', en: 'Paused' };
  await joinPause.set(db, { accountId: admin }, sentence);
  expect(await joinPause.find(db)).toEqual(sentence);
  expect(await join(db, limits, newcomer())).toEqual({ status: 403, errors: { form: 'joining-paused' } });
  await joinPause.set(db, { accountId: admin }, null);
  expect(await joinPause.find(db)).toBeNull();
  expect(await join(db, limits, newcomer())).toMatchObject({ accountId: expect.any(Number) });
  expect(await listAudit(db)).toMatchObject([
    { subject: 'contest', accountId: admin, after: { joinPauseKo: sentence.ko, joinPauseEn: sentence.en } },
    { subject: 'contest', after: { joinPauseKo: null } },
  ]);
  const blank = joinPause.set(db, { accountId: admin }, { ko: '잠시', en: ' ' });
  await expect(blank).rejects.toThrow('contest_join_pause');
});
