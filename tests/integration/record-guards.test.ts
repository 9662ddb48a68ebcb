// Database constraints and triggers of the audit log.
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changeAs, COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import { connect } from '#lib/server/platform/db/connect.ts';
import { grantToApp } from '#lib/server/platform/db/migrate.ts';
import {
  APPEND_ONLY,
  as,
  FOREIGN_KEY,
  NAMELESS,
  NO_RIGHT,
  REASON,
  refusal,
  setUp,
} from './setup/admin-guards.ts';
import { cloneDatabase, directUrl } from './setup/database.ts';
import { readTables } from './setup/tables.ts';

describe('the audit log', () => {
  test('holds the values before and after, the actor, the time and the reason', async () => {
    const { change, admin, record } = await setUp();
    const before = Date.now();
    await change(sql`update company set name_ko = '새 이름', position = position where slug = 'lg'`, REASON);
    expect(await record()).toMatchObject([
      { action: 'update', subject: 'company', rowKey: 'lg', accountId: admin, reason: REASON },
    ]);
    const [line] = await record();
    expect(line?.before).toEqual({ nameKo: expect.stringContaining('LG') as string });
    expect(line?.after).toEqual({ nameKo: '새 이름' });
    expect(Math.abs((line?.at.getTime() ?? 0) - before)).toBeLessThan(60_000);
  });

  test('holds inserted and deleted rows in full', async () => {
    const { change, record } = await setUp();
    await change(sql`
      insert into entrant (round_number, company_slug, entry, position) values (3, 'motif', 'wildcard', 9)
    `);
    await change(sql`delete from entrant where round_number = 3 and company_slug = 'motif'`);
    const row = { roundNumber: 3, companySlug: 'motif', entry: 'wildcard', outcome: null };
    expect(await record()).toMatchObject([
      { action: 'insert', subject: 'entrant', rowKey: '3/motif', before: null, after: row },
      { action: 'delete', subject: 'entrant', rowKey: '3/motif', before: row, after: null },
    ]);
  });

  test('groups the rows of one transaction, and has no entry for an unchanged row', async () => {
    const { change, record } = await setUp();
    await change(sql`update company set position = position + 1 where slug in ('lg', 'skt')`);
    await change(sql`update company set site = site`);
    await change(sql`update company set position = position + 1 where slug = 'lg'`);
    const [first, second, third, ...more] = (await record()).map((line) => line.change);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(more).toEqual([]);
  });

  test('has no actor for the command line, and no reason when none was given', async () => {
    const { owner, record } = await setUp();
    await as(owner, COMMAND_LINE, sql`update contest set last_verified_on = '2027-01-01'`);
    expect(await record()).toMatchObject([{ accountId: null, reason: null, rowKey: 'true' }]);
  });

  test('is committed and rolled back with the change', async () => {
    const { app, admin, record } = await setUp();
    const given = changeAs(app, { accountId: admin }, async (tx) => {
      await sql`update company set position = 9`.execute(tx);
      throw new Error('given up');
    });
    await expect(given).rejects.toThrow('given up');
    expect(await record()).toEqual([]);
  });

  test('rejects changes of the app’s role without an actor or with an unknown one', async () => {
    const { app, owner, appUrl, admin } = await setUp();
    const { db: one, close } = connect(appUrl, { max: 1 });
    onTestFinished(close);
    const change = sql`update company set name_ko = 'x'`;
    await as(one, { accountId: admin }, sql`update company set position = 9 where slug = 'lg'`);
    const before = await readTables(owner);
    expect(await refusal(change.execute(one)), 'after a named one on this connection').toBe(NAMELESS);
    expect(await refusal(change.execute(app))).toBe(NAMELESS);
    expect(await refusal(as(app, { accountId: 999_999 }, change))).toBe(FOREIGN_KEY);
    expect(await readTables(owner)).toEqual(before);
  });

  test('covers every table that the app’s role can change, except forecasters’ own data and scores', async () => {
    const { app } = await setUp();
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class c
       where relnamespace = 'public'::regnamespace and relkind = 'r'
         and (has_any_column_privilege(c.oid, 'insert, update') or has_table_privilege(c.oid, 'delete'))
         and not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                          where t.tgrelid = c.oid and p.proname = 'audit_change')
       order by relname
    `.execute(app);
    expect(rows.map(({ name }) => name)).toEqual([
      ...[
        'account_join',
        'account_token',
        'address_salt',
        'board',
        'board_entry',
        'card',
        'crowd_point',
        'ended_session',
        'exclusion_effect',
        'market_settlement',
        'notice',
        'notice_seen',
        'passkey',
        'publication',
      ],
      ...[
        'rate_limit',
        'reference_score',
        'refused_mailbox',
        'score',
        'score_line',
        'session',
        'trade',
        'verification_code',
      ],
    ]);
  });

  test('cannot be written by the app’s role, nor changed by anybody', async () => {
    const { app, owner, change, admin, record } = await setUp();
    await change(sql`update company set position = 9 where slug = 'lg'`);
    const before = await record();
    const line = sql`insert into audit_event (action, subject, row_key) values ('update', 'company', 'lg')`;
    const changes = [
      sql`update audit_event set reason = 'another'`,
      sql`delete from audit_event`,
      sql`truncate audit_event`,
    ];
    for (const statement of [line, ...changes]) {
      expect(await refusal(statement.execute(app))).toBe(NO_RIGHT);
      expect(await refusal(change(statement))).toBe(NO_RIGHT);
    }
    for (const statement of changes) {
      expect(await refusal(statement.execute(owner))).toBe(APPEND_ONLY);
      expect(await refusal(as(owner, { accountId: admin, reason: REASON }, statement))).toBe(APPEND_ONLY);
    }
    expect(await record()).toEqual(before);
  });

  test('cannot be redirected to a temporary table', async () => {
    const { appUrl, ownerUrl, record } = await setUp();
    await grantToApp(ownerUrl, appUrl);
    const { db: one, close } = connect(directUrl(appUrl), { max: 1 });
    onTestFinished(close);
    for (const step of [
      sql`create temp table company (slug text, forged text)`,
      sql`create trigger t after insert on pg_temp.company for each row execute function audit_change('slug')`,
      sql`select set_config('final_two.actor', '0', false)`,
      sql`insert into pg_temp.company values ('skt', 'never happened')`,
    ]) {
      await step.execute(one).catch(() => undefined);
    }
    expect(await record()).toEqual([]);
  });
});

describe('for an account', () => {
  test('the audit log has changes of flags by an admin', async () => {
    const { owner, change, admin, forecaster, record } = await setUp(cloneDatabase());
    await change(sql`update account set excluded_at = '2026-03-01Z' where id = ${forecaster}`, REASON);
    await change(sql`update account set is_author = false where is_author`);
    await as(owner, COMMAND_LINE, sql`update account set is_admin = false where id = ${admin}`);
    expect(await record()).toMatchObject([
      { accountId: admin, rowKey: String(forecaster), before: { excludedAt: null }, reason: REASON },
      { accountId: admin, before: { isAuthor: true }, after: { isAuthor: false } },
      { accountId: null, rowKey: String(admin), before: { isAdmin: true }, after: { isAdmin: false } },
    ]);
  });

  test('the app’s role changes flags only with an actor, and never isAdmin', async () => {
    const { app, change, forecaster } = await setUp();
    const excluded = sql`update account set excluded_at = now() where id = ${forecaster}`;
    expect(await refusal(excluded.execute(app))).toBe(NAMELESS);
    const author = sql`update account set is_author = false where is_author`;
    expect(await refusal(author.execute(app))).toBe(NAMELESS);
    const admin = sql`update account set is_admin = true where id = ${forecaster}`;
    expect(await refusal(admin.execute(app))).toBe(NO_RIGHT);
    expect(await refusal(change(admin, REASON))).toBe(NO_RIGHT);
  });

  test('the audit log has nothing about joining, e-mail addresses or passwords, even beside a flag', async () => {
    const { owner, change, forecaster, record } = await setUp();
    await change(
      sql`insert into account (handle, email, password_hash) values ('new', 'a@example.com', 'secret')`,
    );
    const private_ = sql`
      update account set email = 'b@example.com', password_hash = 'secret', email_verified_at = now(), handle = 'mine'
       where id = ${forecaster}
    `;
    await as(owner, COMMAND_LINE, private_);
    expect(await record()).toEqual([]);
    const both = sql`
      update account set is_admin = true, email = 'c@example.com', password_hash = 'secret' where id = ${forecaster}
    `;
    await as(owner, COMMAND_LINE, both);
    const [line] = await record();
    expect(line).toMatchObject({ before: { isAdmin: false }, after: { isAdmin: true } });
    expect(JSON.stringify(line)).not.toMatch(/@|secret|mine/);
  });
});
