// Database constraints and triggers of drafts and opened questions.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { as, ask, FIXED, forecast, REASON, refusal, setUp } from './setup/admin-guards.ts';
import { forecastOf } from './setup/factories.ts';
import { hold, untilLockWait } from './setup/transactions.ts';

const NO_QUESTION = 'FT004';

describe('a draft', () => {
  test('accepts neither forecasts nor withdrawals', async () => {
    const { owner, forecaster } = await setUp();
    const id = await ask(owner, { isDraft: true });
    expect(await refusal(forecast(id, forecaster).execute(owner))).toBe(NO_QUESTION);
    expect(await refusal(forecast(id, forecaster, null).execute(owner))).toBe(NO_QUESTION);
  });

  test('can be changed completely, and opened', async () => {
    const { owner, change, forecaster, asked } = await setUp();
    const id = await ask(owner, { isDraft: true });
    await change(sql`
      update question set slug = 'changed-draft', kind = 'final', seats = 2, scored = false, round_number = 3,
             follows_id = ${asked}, opens_at = opens_at - interval '1 day', title_ko = '다른 질문'
       where id = ${id}
    `);
    await change(sql`
      insert into question_option (question_id, position, slug, label_ko, label_en, short_ko, short_en)
      values (${id}, 2, 'perhaps', 'x', 'x', 'x', 'x')
    `);
    await change(sql`update question set is_draft = false where id = ${id}`);
    await forecast(id, forecaster, '{800,800,400}').execute(owner);
  });

  test('can be deleted with its options, with audit log entries', async () => {
    const { owner, change, record } = await setUp();
    const id = await ask(owner, { isDraft: true });
    await change(sql`delete from question_option where question_id = ${id}`);
    await change(sql`delete from question where id = ${id}`);
    expect((await record()).map(({ action, rowKey }) => [action, rowKey])).toEqual([
      ['delete', `${id}/yes`],
      ['delete', `${id}/no`],
      ['delete', expect.stringMatching(/^asked-/)],
    ]);
  });
});

describe('an opened question', () => {
  test.each([
    ['becomes no draft again', sql`is_draft = true`],
    ['keeps its seats', sql`seats = 2`],
    ['keeps its address', sql`slug = 'other'`],
    ['keeps its kind', sql`kind = 'final'`],
    ['keeps whether it is scored', sql`scored = false`],
    ['keeps its round', sql`round_number = 3`],
    ['keeps what it follows', sql`follows_id = (select min(id) from question)`],
  ])('%s, whichever role asks', async (_, set) => {
    const { owner, change, asked } = await setUp();
    const statement = sql`update question set ${set} where id = ${asked}`;
    expect(await refusal(change(statement, REASON))).toBe(FIXED);
    expect(await refusal(as(owner, { ...COMMAND_LINE, reason: REASON }, statement))).toBe(FIXED);
  });

  test('is never deleted, even by the owner and without forecasts', async () => {
    const { owner, change, asked } = await setUp();
    await change(sql`delete from question_option where question_id = ${asked}`);
    const statement = sql`delete from question where id = ${asked}`;
    expect(await refusal(change(statement, REASON))).toBe(FIXED);
    expect(await refusal(statement.execute(owner))).toBe(FIXED);
  });

  test('can change its texts freely until the first forecast, then only with a reason', async () => {
    const { owner, change, admin, asked, forecaster, record } = await setUp();
    await change(sql`update question set title_ko = '첫 말' where id = ${asked}`);
    await forecast(asked, forecaster).execute(owner);
    const texts = ['title_ko', 'title_en', 'lead_ko', 'lead_en', 'rules_ko', 'rules_en', 'official_source'];
    for (const column of texts) {
      const words = column.startsWith('rules') ? sql`array['새 말']` : sql`'https://새.말/'`;
      const statement = sql`update question set ${sql.ref(column)} = ${words} where id = ${asked}`;
      expect(await refusal(change(statement)), column).toBe(FIXED);
      expect(await refusal(change(statement, '')), column).toBe(FIXED);
      expect(await refusal(statement.execute(owner)), column).toBe(FIXED);
      await change(statement, REASON);
    }
    const lines = await record();
    expect(lines[1]).toMatchObject({ before: { titleKo: '첫 말' }, after: { titleKo: 'https://새.말/' } });
    expect(lines.map(({ reason }) => reason)).toEqual([null, ...Array<string>(7).fill(REASON)]);
    expect(new Set(lines.map(({ accountId }) => accountId))).toEqual(new Set([admin]));
  });

  test('cannot change its opening after a forecast, also after a withdrawal', async () => {
    const { app, change, asked, forecaster } = await setUp();
    const earlier = sql`update question set opens_at = opens_at - interval '1 day' where id = ${asked}`;
    await change(earlier);
    for (const permille of [[700, 300], null])
      await forecasts.place(app, forecastOf(forecaster, asked, permille));
    expect(await refusal(change(earlier, REASON))).toBe(FIXED);
  });

  test('can change its close and its position without a reason', async () => {
    const { owner, change, asked, forecaster } = await setUp();
    await forecast(asked, forecaster).execute(owner);
    await change(
      sql`update question set closes_at = now_at() + interval '1 day', position = 1 where id = ${asked}`,
    );
  });

  test('can change the texts of its options only with a reason', async () => {
    const { owner, change, asked, forecaster } = await setUp();
    await forecast(asked, forecaster).execute(owner);
    const swap = sql`
      update question_option set label_ko = case slug when 'yes' then 'no' else 'yes' end where question_id = ${asked}
    `;
    expect(await refusal(change(swap))).toBe(FIXED);
  });

  test.each([
    ['words', sql`title_ko = '새 말'`],
    ['opening', sql`opens_at = now_at() + interval '1 day'`],
  ])('does not change its %s past a forecast that is on its way through the gate', async (_, set) => {
    const { owner, change, asked, forecaster } = await setUp();
    const placing = await hold(owner, (tx) => forecast(asked, forecaster).execute(tx));
    const changing = refusal(change(sql`update question set ${set} where id = ${asked}`));
    await untilLockWait(owner);
    await placing.commit();
    expect(await changing).toBe(FIXED);
  });
});
