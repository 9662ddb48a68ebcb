// What the application's role may not do to questions, accounts and standing forecasts, whatever a service forgets.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { changeAs, COMMAND_LINE } from '#lib/server/audit/service.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { cloneDatabase, sharedDatabase } from './setup/database.ts';
import { insertForecaster, placeOn, questionId } from './setup/factories.ts';
import { readTables } from './setup/tables.ts';

const FIXED = 'a question never changes its field or its seats';
const DENIED = 'permission denied';

test.each([
  [
    'open a question that has forecasts earlier',
    sql`update question set opens_at = opens_at - interval '1 day' where slug = 'final-3'`,
    FIXED,
  ],
  ['move a question to another round', sql`update question set round_number = 1`, FIXED],
  ['make an admin', sql`update account set is_admin = true`, DENIED],
  ['insert an admin', sql`insert into account (handle, is_admin) values ('boss', true)`, DENIED],
  ['verify an address', sql`update account set email_verified_at = now()`, DENIED],
  ['change an address', sql`update account set email = 'new@example.com'`, DENIED],
  ['change a password', sql`update account set password_hash = 'new'`, DENIED],
])('the application’s role cannot %s, in any name', async (_, statement, refusal) => {
  const { app, owner } = await sharedDatabase();
  const before = await readTables(owner.db);
  await expect(statement.execute(app.db)).rejects.toThrow(refusal);
  for (const by of [COMMAND_LINE, { accountId: 1, reason: 'a reason' }])
    await expect(changeAs(app.db, by, (tx) => statement.execute(tx))).rejects.toThrow(refusal);
  expect(await readTables(owner.db)).toEqual(before);
});

test.each([
  ['rewrite the rules', sql`update question set rules_ko = '{changed}' where slug = 'count-3'`],
  [
    'rename an option',
    sql`update question_option set label_ko = 'changed'
      where question_id = (select id from question where slug = 'count-3')`,
  ],
  ['move a close', sql`update question set closes_at = closes_at + interval '1 day'`],
  [
    'open a question without forecasts earlier',
    sql`update question set opens_at = opens_at - interval '1 day' where slug = 'count-3'`,
  ],
  ['make an author', sql`update account set is_author = true`],
  ['exclude an account', sql`update account set excluded_at = now()`],
])('the application’s role cannot %s without a name', async (_, statement) => {
  const { app, owner } = await sharedDatabase();
  const before = await readTables(owner.db);
  await expect(statement.execute(app.db)).rejects.toThrow(DENIED);
  expect(await readTables(owner.db)).toEqual(before);
});

test('the application’s role rewrites rules that have forecasts only in a name and with a reason', async () => {
  const { db } = (await cloneDatabase()).app;
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
  const { app, owner } = await sharedDatabase();
  const [accountId, other] = [await insertForecaster(app.db), await insertForecaster(app.db)];
  const id = await questionId(app.db, 'final-3');
  const first = await placeOn(app.db, 'final-3', accountId, [800, 800, 400]);
  await placeOn(app.db, 'final-3', accountId, [700, 700, 600]);
  const invented = sql`
    insert into standing (question_id, account_id, seq, made_at, permille) values (${id}, ${other}, 1, now(), '{1,1,1}')
  `;
  await expect(invented.execute(owner.db)).rejects.toThrow('a row of the log');
  for (const change of [
    sql`update standing set permille = '{1,1,1}'`,
    sql`update standing set seq = ${first.seq}, made_at = ${first.madeAt}, permille = '{800,800,400}'
         where account_id = ${accountId}`,
  ])
    await expect(change.execute(owner.db)).rejects.toThrow('later one only');
  expect(await forecasts.standing(app.db, accountId)).toMatchObject([{ permille: [700, 700, 600] }]);
});
