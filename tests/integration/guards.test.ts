import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { QuestionClosedError } from '#lib/server/errors.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { changeAs, COMMAND_LINE } from '#lib/server/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';
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
])('the app’s role cannot %s, in whosever name', async (_, statement, refusal) => {
  const { app, owner } = await cloneDatabase();
  const before = await readTables(owner.db);
  await expect(statement.execute(app.db)).rejects.toThrow(refusal);
  for (const by of [COMMAND_LINE, { accountId: 1, reason: 'a reason' }]) {
    await expect(changeAs(app.db, by, (tx) => statement.execute(tx))).rejects.toThrow(refusal);
  }
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
  ['make somebody the author', sql`update account set is_author = true`],
  ['leave somebody out', sql`update account set excluded_at = now()`],
])('the app’s role cannot %s without a name', async (_, statement) => {
  const { app, owner } = await cloneDatabase();
  const before = await readTables(owner.db);
  await expect(statement.execute(app.db)).rejects.toThrow(DENIED);
  expect(await readTables(owner.db)).toEqual(before);
});

test('the app’s role can change the rules of a question with forecasts only with an actor and a reason', async () => {
  const { app } = await cloneDatabase();
  const rewrite = sql`update question set rules_ko = '{changed}' where slug = 'final-3'`;
  const aReason = 'the words of a question that has forecasts change for a reason only';
  await expect(rewrite.execute(app.db)).rejects.toThrow(aReason);
  await expect(changeAs(app.db, COMMAND_LINE, (tx) => rewrite.execute(tx))).rejects.toThrow(aReason);
  const unnamed = app.db.transaction().execute(async (tx) => {
    await sql`select set_config('final_two.reason', 'a reason', true)`.execute(tx);
    await rewrite.execute(tx);
  });
  await expect(unnamed).rejects.toThrow(DENIED);
  const { numAffectedRows } = await changeAs(app.db, { ...COMMAND_LINE, reason: 'a reason' }, (tx) =>
    rewrite.execute(tx),
  );
  expect(numAffectedRows).toBe(1n);
});

test('a standing forecast must equal its log row, and is replaced only by a later row', async () => {
  const { app, owner } = await cloneDatabase();
  const accountId = await insertForecaster(app.db);
  const id = await questionId(app.db, 'final-3');
  const place = (permille: number[]) =>
    forecasts.place(app.db, { accountId, questionId: id, permille, requestId: randomUUID() });
  const first = await place([800, 800, 400]);
  await place([700, 700, 600]);

  await expect(
    sql`insert into standing (question_id, account_id, seq, made_at, permille)
        values (${id}, ${await insertForecaster(app.db)}, 1, now(), '{1,1,1}')`.execute(app.db),
  ).rejects.toThrow('a row of the log');
  await expect(sql`update standing set permille = '{1,1,1}'`.execute(owner.db)).rejects.toThrow(
    'later one only',
  );
  await expect(
    sql`update standing set seq = ${first.seq}, made_at = ${first.madeAt}, permille = '{800,800,400}'
         where account_id = ${accountId}`.execute(owner.db),
  ).rejects.toThrow('later one only');
  expect(await forecasts.standing(app.db, accountId)).toMatchObject([{ permille: [700, 700, 600] }]);
});

test('a close set in the past closes now, and makes no accepted forecast late', async () => {
  const { app } = await cloneDatabase();
  const accountId = await insertForecaster(app.db);
  const id = await questionId(app.db, 'final-3');
  await forecasts.place(app.db, {
    accountId,
    questionId: id,
    permille: [800, 800, 400],
    requestId: randomUUID(),
  });
  await questions.scheduleClose(app.db, COMMAND_LINE, 'final-3', new Date(Date.now() - 60 * 60 * 1000));
  const { late } = await app.db
    .selectFrom('forecast')
    .innerJoin('question', 'question.id', 'forecast.questionId')
    .select(sql<number>`(count(*) filter (where made_at >= closes_at))::int`.as('late'))
    .where('question.id', '=', id)
    .executeTakeFirstOrThrow();
  expect(late).toBe(0);
  expect((await questions.getField(app.db, 'final-3')).phase).toBe('closed');
});

test('a closed question cannot be reopened', async () => {
  const { app } = await cloneDatabase();
  await questions.close(app.db, COMMAND_LINE, 'final-3');
  for (const at of [null, new Date(Date.now() + 60_000)]) {
    await expect(questions.scheduleClose(app.db, COMMAND_LINE, 'final-3', at)).rejects.toThrow(
      QuestionClosedError,
    );
  }
});
