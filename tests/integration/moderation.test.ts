// Account administration: the author flag, exclusions and their effect on the odds, disclosures.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { crowdOdds } from '#lib/domain/crowd.ts';
import * as audit from '#lib/server/platform/audit/service.ts';
import * as moderation from '#lib/server/people/moderation/service.ts';
import { disclose, disclosures, historyOf } from '#lib/server/people/moderation/disclosures.ts';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import { exclusionsOn } from './setup/catalogue.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, insertForecasters, listAudit, placeOn, questionId } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { errorOf } from './setup/validation.ts';

async function setUp() {
  const { db, owner } = await cloneDatabase();
  const admin = await insertForecaster(owner, { isAdmin: true });
  return { db, owner, admin, by: { accountId: admin, reason: '같은 사람의 두 번째 계정' } };
}

const FIRST = [900, 700, 400];
const SECOND = [500, 800, 700];
const THIRD = [999, 999, 2];

describe('excluding an account', () => {
  test('shows its effect on the odds of each question, as the keeper computes them', async () => {
    const { db, admin, by } = await setUp();
    const [one, two, three] = await insertForecasters(db, 3);
    await placeOn(db, 'final-3', admin, [2, 999, 999]);
    await placeOn(db, 'final-3', one, FIRST);
    await placeOn(db, 'final-3', three, THIRD);
    await placeOn(db, 'final-3', two, SECOND);
    await placeOn(db, 'count-3', three, [100, 500, 300, 100]);
    await placeOn(db, 'scenario', one, [700, 200, 100]);
    await placeOn(db, 'scenario', three, [700, 200, 100]);
    await placeOn(db, 'scenario', three, null);
    const final = await questionId(db, 'final-3');

    await exclusions.decide(db, by, { accountIds: [three], excluded: true });
    const [effect] = await exclusionsOn(db, 'final-3');
    expect(effect).toMatchObject({
      excluded: true,
      reason: by.reason,
      before: crowdOdds([FIRST, THIRD, SECOND], 2),
      after: crowdOdds([FIRST, SECOND], 2),
    });
    expect(Object.keys(effect ?? {})).not.toContain('accountId');
    expect(await exclusionsOn(db, 'count-3')).toMatchObject([
      { before: crowdOdds([[100, 500, 300, 100]], 1), after: null },
    ]);
    // Withdrawn there: it did nothing to those odds.
    expect(await exclusionsOn(db, 'scenario')).toEqual([]);

    const keeper = keeperOn(db);
    await keeper.start();
    expect(keeper.crowd(final).permille).toEqual(effect?.after);

    const restoring = { ...by, reason: '다른 사람이었어요' };
    await exclusions.decide(db, restoring, { accountIds: [three], excluded: false });
    const [restored] = await exclusionsOn(db, 'final-3');
    expect(restored).toMatchObject({ excluded: false, before: effect?.after, after: effect?.before });
    await keeper.poll();
    expect(keeper.crowd(final).permille).toEqual(restored?.after);
    await keeper.stop();
  });

  test('is in the audit log with reason, before and after, and notifies the account', async () => {
    const { db, admin, by } = await setUp();
    const accountId = await insertForecaster(db);
    for (const excluded of [true, false])
      await exclusions.decide(db, by, { accountIds: [accountId], excluded });
    const [flag, decision, back] = await listAudit(db);
    const ofAccount = { subject: 'account', rowKey: String(accountId) };
    expect(flag).toMatchObject({ ...by, ...ofAccount, before: { excludedAt: null } });
    expect(Object.keys(flag?.after as object)).toEqual(['excludedAt']);
    expect(decision).toMatchObject({
      subject: 'exclusion',
      after: { accountId, excluded: true, decidedBy: admin },
    });
    expect(back).toMatchObject({ after: { excludedAt: null } });
    const shown = await audit.list(db, 3);
    expect(shown.map(({ account }) => account)).toEqual(
      [1, 2, 3].map(() => expect.stringMatching(/^tester-/)),
    );
    expect(shown.map(({ by: handle }) => handle)).not.toContain(shown[0]?.account);
    expect((await notices.list(db, accountId, 9)).map(({ kind }) => kind)).toEqual(['restored', 'excluded']);
    expect(await exclusions.historyOf(db, accountId)).toHaveLength(2);
  });

  test('is done once: of two concurrent requests one gets an error', async () => {
    const { db, by } = await setUp();
    const accountId = await insertForecaster(db);
    const exclude = () => exclusions.decide(db, by, { accountIds: [accountId], excluded: true });
    const both = await Promise.allSettled([exclude(), exclude()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ error: 'already-so' }),
    });
    expect(await exclusions.historyOf(db, accountId)).toHaveLength(1);
  });

  test('takes earlier exclusions into account, also of two concurrent ones', async () => {
    const { db, by } = await setUp();
    const [one, two, three] = await insertForecasters(db, 3);
    await placeOn(db, 'final-3', one, FIRST);
    await placeOn(db, 'final-3', two, SECOND);
    await placeOn(db, 'final-3', three, THIRD);
    const exclude = (accountId: number) =>
      exclusions.decide(db, by, { accountIds: [accountId], excluded: true });
    await Promise.all([exclude(two), exclude(three)]);
    const [last, first] = await exclusionsOn(db, 'final-3');
    expect(first?.before).toEqual(crowdOdds([FIRST, SECOND, THIRD], 2));
    expect(last?.before).toEqual(first?.after);
    expect(last?.after).toEqual(crowdOdds([FIRST], 2));
  });
});

describe('the author', () => {
  test('is one account at most, and changes are in the audit log', async () => {
    const { db, by } = await setUp();
    const accountId = await insertForecaster(db);
    const before = await moderation.findAuthor(db);
    await moderation.setIsAuthor(db, by, accountId, true);
    expect((await moderation.findAuthor(db))?.id).toBe(accountId);
    expect(await errorOf(moderation.setIsAuthor(db, by, accountId, true))).toBe('form: already-so');
    const [off, on] = [{ isAuthor: false }, { isAuthor: true }];
    expect(await listAudit(db)).toMatchObject([
      { rowKey: String(before?.id), before: on, after: off, reason: by.reason },
      { rowKey: String(accountId), before: off, after: on },
    ]);
    await moderation.setIsAuthor(db, by, accountId, false);
    expect(await moderation.findAuthor(db)).toBeUndefined();
    expect(await errorOf(moderation.setIsAuthor(db, by, accountId, false))).toBe('form: already-so');
  });

  test('is nobody by their own decision, also past the service', async () => {
    const { db, owner, admin, by } = await setUp();
    const before = await moderation.findAuthor(db);
    expect(await errorOf(moderation.setIsAuthor(db, by, admin, true))).toBe('form: own-account');
    const second = await insertForecaster(owner, { isAdmin: true });
    const flag = (actor: number, value: boolean) =>
      audit.changeAs(db, { accountId: actor, reason: by.reason }, (tx) =>
        sql`update account set is_author = ${value} where id in (${admin}, ${before?.id ?? 0})
            and is_author <> ${value}`.execute(tx),
      );
    await flag(admin, false);
    await expect(flag(admin, true)).rejects.toThrow('another admin');
    await moderation.setIsAuthor(db, { accountId: second, reason: by.reason }, admin, true);
    expect((await moderation.findAuthor(db))?.id).toBe(admin);
    await moderation.setIsAuthor(db, by, admin, false);
  });

  test('is one account, however many are set concurrently', async () => {
    const { db, by } = await setUp();
    const ids = await insertForecasters(db, 4);
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
    expect(await listAudit(db)).toMatchObject([
      { accountId: admin, action: 'insert', subject: 'disclosure', before: null },
      { after: expect.objectContaining({ bodyKo: '이제 없어요' }) },
    ]);
  });
});
