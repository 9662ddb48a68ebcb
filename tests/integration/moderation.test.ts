// Account administration: the author flag, exclusions and their effect on the odds, disclosures.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { crowdOdds } from '#lib/domain/crowd.ts';
import * as moderation from '#lib/server/accounts/moderation.ts';
import { disclose, disclosures, historyOf } from '#lib/server/accounts/disclosures.ts';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import { COMMAND_LINE } from '#lib/server/audit/service.ts';
import { CrowdKeeper } from '#lib/server/crowd/keeper.ts';
import type { Db } from '#lib/server/db/connect.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as notices from '#lib/server/notices/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';

async function setUp() {
  const { app, owner } = await cloneDatabase();
  const admin = await insertForecaster(owner.db, { isAdmin: true });
  return { db: app.db, owner: owner.db, admin, by: { accountId: admin, reason: '같은 사람의 두 번째 계정' } };
}

async function place(db: Db, accountId: number, slug: string, permille: number[] | null): Promise<void> {
  const question = await questionId(db, slug);
  await forecasts.place(db, { accountId, questionId: question, permille, requestId: randomUUID() });
}

function record(db: Db) {
  return db
    .selectFrom('auditEvent')
    .select(['accountId', 'action', 'subject', 'rowKey', 'before', 'after', 'reason'])
    .orderBy('id')
    .execute();
}

const FIRST = [900, 700, 400];
const SECOND = [500, 800, 700];
const THIRD = [999, 999, 2];

describe('excluding an account', () => {
  test('shows its effect on the odds of each question, as the keeper computes them', async () => {
    const { db, admin, by } = await setUp();
    const [one, two, three] = [
      await insertForecaster(db),
      await insertForecaster(db),
      await insertForecaster(db),
    ];
    await place(db, admin, 'final-3', [2, 999, 999]);
    await place(db, one, 'final-3', FIRST);
    await place(db, three, 'final-3', THIRD);
    await place(db, two, 'final-3', SECOND);
    await place(db, three, 'count-3', [100, 500, 300, 100]);
    await place(db, one, 'scenario', [700, 200, 100]);
    await place(db, three, 'scenario', [700, 200, 100]);
    await place(db, three, 'scenario', null);
    const final = await questionId(db, 'final-3');
    const count = await questionId(db, 'count-3');

    await exclusions.decide(db, by, { accountId: three, excluded: true });
    const [effect] = await exclusions.exclusionsOf(db, final);
    expect(effect).toMatchObject({
      excluded: true,
      reason: by.reason,
      before: crowdOdds([FIRST, THIRD, SECOND], 2),
      after: crowdOdds([FIRST, SECOND], 2),
    });
    expect(Object.keys(effect ?? {})).not.toContain('accountId');
    expect(await exclusions.exclusionsOf(db, count)).toMatchObject([
      { before: crowdOdds([[100, 500, 300, 100]], 1), after: null },
    ]);
    // Withdrawn there: it did nothing to those odds.
    expect(await exclusions.exclusionsOf(db, await questionId(db, 'scenario'))).toEqual([]);

    const keeper = new CrowdKeeper(db, { onError: (error) => expect.unreachable(String(error)) });
    await keeper.start();
    expect(keeper.crowd(final).permille).toEqual(effect?.after);

    await exclusions.decide(
      db,
      { ...by, reason: '다른 사람이었어요' },
      { accountId: three, excluded: false },
    );
    const [restored] = await exclusions.exclusionsOf(db, final);
    expect(restored).toMatchObject({ excluded: false, before: effect?.after, after: effect?.before });
    await keeper.poll();
    expect(keeper.crowd(final).permille).toEqual(restored?.after);
    await keeper.stop();
  });

  test('is in the audit log with reason, before and after, and notifies the account', async () => {
    const { db, admin, by } = await setUp();
    const accountId = await insertForecaster(db);
    await exclusions.decide(db, by, { accountId, excluded: true });
    await exclusions.decide(db, by, { accountId, excluded: false });
    const [flag, decision, back] = await record(db);
    expect(flag).toMatchObject({
      accountId: admin,
      subject: 'account',
      rowKey: String(accountId),
      before: { excludedAt: null },
      reason: by.reason,
    });
    expect(Object.keys(flag?.after as object)).toEqual(['excludedAt']);
    expect(decision).toMatchObject({
      subject: 'exclusion',
      after: { accountId, excluded: true, decidedBy: admin },
    });
    expect(back).toMatchObject({ after: { excludedAt: null } });
    expect((await notices.list(db, accountId, 9)).map(({ kind }) => kind)).toEqual(['restored', 'excluded']);
    expect(await exclusions.historyOf(db, accountId)).toHaveLength(2);
  });

  test('is done once: of two concurrent requests one gets an error', async () => {
    const { db, by } = await setUp();
    const accountId = await insertForecaster(db);
    const both = await Promise.allSettled([
      exclusions.decide(db, by, { accountId, excluded: true }),
      exclusions.decide(db, by, { accountId, excluded: true }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { error: 'already-so' },
    });
    expect(await exclusions.historyOf(db, accountId)).toHaveLength(1);
  });

  test('takes earlier exclusions into account, also of two concurrent ones', async () => {
    const { db, by } = await setUp();
    const [one, two, three] = [
      await insertForecaster(db),
      await insertForecaster(db),
      await insertForecaster(db),
    ];
    await place(db, one, 'final-3', FIRST);
    await place(db, two, 'final-3', SECOND);
    await place(db, three, 'final-3', THIRD);
    await Promise.all([
      exclusions.decide(db, by, { accountId: two, excluded: true }),
      exclusions.decide(db, by, { accountId: three, excluded: true }),
    ]);
    const [last, first] = await exclusions.exclusionsOf(db, await questionId(db, 'final-3'));
    expect(first?.before).toEqual(crowdOdds([FIRST, SECOND, THIRD], 2));
    expect(last?.before).toEqual(first?.after);
    expect(last?.after).toEqual(crowdOdds([FIRST], 2));
  });

  test('is append-only', async () => {
    const { db, owner, by } = await setUp();
    const accountId = await insertForecaster(db);
    await place(db, accountId, 'final-3', FIRST);
    await exclusions.decide(db, by, { accountId, excluded: true });
    for (const table of ['exclusion', 'exclusion_effect'])
      await expect(sql`delete from ${sql.table(table)}`.execute(owner)).rejects.toThrow();
  });
});

describe('the author', () => {
  test('is one account at most, and changes are in the audit log', async () => {
    const { db, by } = await setUp();
    const accountId = await insertForecaster(db);
    const before = await moderation.findAuthor(db);
    await moderation.setIsAuthor(db, by, accountId, true);
    expect((await moderation.findAuthor(db))?.id).toBe(accountId);
    await expect(moderation.setIsAuthor(db, by, accountId, true)).rejects.toMatchObject({
      error: 'already-so',
    });
    expect(await record(db)).toMatchObject([
      {
        rowKey: String(before?.id),
        before: { isAuthor: true },
        after: { isAuthor: false },
        reason: by.reason,
      },
      { rowKey: String(accountId), before: { isAuthor: false }, after: { isAuthor: true } },
    ]);
    await moderation.setIsAuthor(db, by, accountId, false);
    expect(await moderation.findAuthor(db)).toBeUndefined();
    await expect(moderation.setIsAuthor(db, by, accountId, false)).rejects.toMatchObject({
      error: 'already-so',
    });
  });

  test('is one account, however many are set concurrently', async () => {
    const { db, by } = await setUp();
    const ids = await Promise.all([1, 2, 3, 4].map(() => insertForecaster(db)));
    await Promise.all(ids.map((id) => moderation.setIsAuthor(db, by, id, true)));
    const authors = await db.selectFrom('account').select('id').where('isAuthor', '=', true).execute();
    expect(authors).toHaveLength(1);
  });
});

test('accounts are found by part of the handle, without contact data', async () => {
  const { db } = await setUp();
  await sql`insert into account (handle, email, password_hash) values
    ('한_강', 'river@example.com', 'secret-hash'), ('Han-River', 'han@example.com', 'x')`.execute(db);
  expect((await moderation.list(db, '한')).map(({ handle }) => handle)).toEqual(['한_강']);
  expect((await moderation.list(db, 'HAN')).map(({ handle }) => handle)).toEqual(['Han-River']);
  expect((await moderation.list(db, '_')).map(({ handle }) => handle)).toEqual(['한_강']);
  expect(await moderation.list(db, 'nobody-here')).toEqual([]);
  const flagged = await moderation.list(db, '');
  expect(flagged.map(({ handle }) => handle)).toContain('author');
  expect(flagged.some(({ isAdmin }) => isAdmin)).toBe(true);
  expect(flagged).toHaveLength(2);
  expect(JSON.stringify(await moderation.list(db, '한'))).not.toMatch(/example\.com|secret/);
  await expect(moderation.get(db, 'nobody')).rejects.toMatchObject({ status: 404 });
});

describe('disclosures', () => {
  test('are shown for every admin and the author, the latest of each, and for nobody else', async () => {
    const { db, by, admin } = await setUp();
    await insertForecaster(db);
    expect(await disclosures(db)).toEqual([
      { handle: 'author', isAuthor: true, isAdmin: false, text: null, writtenAt: null },
      expect.objectContaining({ isAdmin: true, text: null }),
    ]);
    await disclose(db, by, { ko: '주식이 있어요', en: 'I hold shares' });
    await disclose(db, by, { ko: '이제 없어요', en: 'No longer' });
    expect((await disclosures(db))[1]).toMatchObject({
      text: { ko: '이제 없어요', en: 'No longer' },
      writtenAt: expect.any(String),
    });
    expect((await historyOf(db, admin)).map(({ text }) => text.ko)).toEqual(['이제 없어요', '주식이 있어요']);
    expect(await record(db)).toMatchObject([
      { accountId: admin, action: 'insert', subject: 'disclosure', before: null },
      { after: expect.objectContaining({ bodyKo: '이제 없어요' }) },
    ]);
    await expect(sql`update disclosure set body_ko = 'x'`.execute(db)).rejects.toThrow();
  });
});

test('the audit log holds only the flags of an account', async () => {
  const { db, owner, by, admin } = await setUp();
  const accountId = await insertForecaster(db);
  await exclusions.decide(db, by, { accountId, excluded: true });
  await moderation.setIsAuthor(db, by, accountId, true);
  await disclose(db, by, { ko: '없어요', en: 'None' });
  const { makeAdmin } = await import('#lib/server/accounts/admins.ts');
  const { handle, email } = await owner
    .selectFrom('account')
    .select(['handle', 'email'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  await makeAdmin(owner, handle);
  const rows = await record(db);
  const keys = rows
    .filter(({ subject }) => subject === 'account')
    .flatMap(({ before, after }) => [before, after].flatMap((part) => Object.keys(part as object)));
  expect([...new Set(keys)].toSorted()).toEqual(['excludedAt', 'isAdmin', 'isAuthor']);
  expect(rows.at(-1)).toMatchObject({ accountId: COMMAND_LINE.accountId, after: { isAdmin: true } });
  const text = JSON.stringify(rows);
  expect(text).not.toContain(email);
  expect(text).not.toMatch(/password|email/i);
  expect(text).not.toContain(handle);
  expect(admin).toBeGreaterThan(0);
});

test('the app’s role changes no flag without an actor, and cannot make an admin at all', async () => {
  const { db, admin } = await setUp();
  for (const statement of [
    sql`update account set excluded_at = now()`,
    sql`update account set is_author = false where is_author`,
    sql`insert into exclusion (account_id, excluded, reason, decided_by) values (${admin}, true, 'x', ${admin})`,
    sql`insert into disclosure (account_id, body_ko, body_en) values (${admin}, 'x', 'x')`,
    sql`update account set is_admin = true`,
    sql`insert into audit_event (action, subject, row_key) values ('update', 'account', '1')`,
  ])
    await expect(statement.execute(db)).rejects.toThrow('permission denied');
});
