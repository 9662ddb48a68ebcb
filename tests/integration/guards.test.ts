// Constraints on accounts, rules and standing forecasts that hold even if a service forgets them.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { changeAs, COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { cloneDatabase, sharedDatabase } from './setup/database.ts';
import { insertForecasters, placeOn, questionId } from './setup/factories.ts';
import { readTables } from './setup/tables.ts';

const DENIED = 'permission denied';

test.each([
  ['insert an admin', sql`insert into account (handle, is_admin) values ('boss', true)`],
  ['verify an address', sql`update account set email_verified_at = now()`],
  ['change an address', sql`update account set email = 'new@example.com'`],
])('the application’s role cannot %s, with or without an actor', async (_, statement) => {
  const { db, owner } = await sharedDatabase();
  const before = await readTables(owner);
  await expect(statement.execute(db)).rejects.toThrow(DENIED);
  for (const by of [COMMAND_LINE, { accountId: 1, reason: 'a reason' }])
    await expect(changeAs(db, by, (tx) => statement.execute(tx))).rejects.toThrow(DENIED);
  expect(await readTables(owner)).toEqual(before);
});

test('the application’s role verifies an address only where the account has a code for it that is valid', async () => {
  const { db, owner } = await cloneDatabase();
  const [id, other] = await insertForecasters(db, 2);
  const verify = sql`select verify_email(${id})`;
  const code = (accountId: number, over = {}) => ({
    ...{ accountId, email: 'new@example.com', codeHash: 'hash', browserHash: 'hash', triesLeft: 5 },
    ...{ expiresAt: sql<Date>`now_at() + interval '10 minutes'`, ...over },
  });
  for (const useless of [
    code(other!),
    code(id!, { codeHash: '' }),
    code(id!, { triesLeft: 0 }),
    code(id!, { expiresAt: sql<Date>`now_at()` }),
  ]) {
    await db.deleteFrom('verificationCode').execute();
    await db.insertInto('verificationCode').values(useless).execute();
    await expect(verify.execute(db)).rejects.toThrow('no valid code');
  }
  await db.deleteFrom('verificationCode').execute();
  await db.insertInto('verificationCode').values(code(id!)).execute();
  await verify.execute(db);
  await expect(verify.execute(db)).rejects.toThrow('no valid code');
  const verified = owner.selectFrom('account').select('id').where('emailVerifiedAt', 'is not', null);
  expect(await verified.where('email', '=', 'new@example.com').execute()).toEqual([{ id }]);
});

test('the application’s role rewrites rules that have forecasts only with an actor and a reason', async () => {
  const { db } = await cloneDatabase();
  const rewrite = sql`update question set rules_ko = '{changed}' where slug = 'final-3'`;
  const needsReason = 'the words of a question that has forecasts change for a reason only';
  await expect(rewrite.execute(db)).rejects.toThrow(needsReason);
  await expect(changeAs(db, COMMAND_LINE, (tx) => rewrite.execute(tx))).rejects.toThrow(needsReason);
  const unnamed = db.transaction().execute(async (tx) => {
    await sql`select set_config('final_two.reason', 'a reason', true)`.execute(tx);
    await rewrite.execute(tx);
  });
  await expect(unnamed).rejects.toThrow(DENIED);
  const by = { ...COMMAND_LINE, reason: 'a reason' };
  expect(await changeAs(db, by, (tx) => rewrite.execute(tx))).toMatchObject({ numAffectedRows: 1n });
});

test('a standing forecast equals a row of the log, and is replaced only by a later one', async () => {
  const { db, owner } = await sharedDatabase();
  const [accountId, other] = await insertForecasters(db, 2);
  const id = await questionId(db, 'final-3');
  const first = await placeOn(db, 'final-3', accountId, [800, 800, 400]);
  await placeOn(db, 'final-3', accountId, [700, 700, 600]);
  const invented = sql`
    insert into standing (question_id, account_id, seq, made_at, permille) values (${id}, ${other}, 1, now(), '{1,1,1}')
  `;
  await expect(invented.execute(owner)).rejects.toThrow('a row of the log');
  for (const change of [
    sql`update standing set permille = '{1,1,1}'`,
    sql`update standing set seq = ${first.seq}, made_at = ${first.madeAt}, permille = '{800,800,400}'
         where account_id = ${accountId}`,
  ])
    await expect(change.execute(owner)).rejects.toThrow('later one only');
  expect(await forecasts.standing(db, accountId)).toMatchObject([{ permille: [700, 700, 600] }]);
});
