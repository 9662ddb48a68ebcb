import { type RawBuilder, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { grantToApp } from '#lib/server/platform/db/migrate.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import { changeAs, COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { forecastOf, insertForecaster, questionId } from './setup/factories.ts';

const REFUSED = /permission denied|must be owner|must be able to SET ROLE|cannot set parameter/;

async function setUp() {
  const { db, owner, appUrl, ownerUrl } = await cloneDatabase();
  const accountId = await insertForecaster(db);
  const id = await questionId(db, 'final-3');
  const forecast = () => forecastOf(accountId, id);
  await forecasts.place(db, forecast());
  return { db, owner, appUrl, ownerUrl, accountId, forecast };
}

type Statements = Record<string, RawBuilder<unknown>>;

async function expectRefused(db: Db, statements: Statements, refused = REFUSED): Promise<void> {
  for (const [what, statement] of Object.entries(statements)) {
    const outcome = await statement.execute(db).then(
      () => 'was allowed',
      (error: Error) => error.message,
    );
    expect(`${what}: ${outcome}`).toMatch(refused);
  }
}

/** Expects a refusal without an actor, and with an actor and a reason. */
async function expectRefusedToAll(db: Db, statements: Statements, refused = REFUSED): Promise<void> {
  await expectRefused(db, statements, refused);
  for (const [what, statement] of Object.entries(statements)) {
    const named = changeAs(db, { ...COMMAND_LINE, reason: 'a reason' }, (tx) => statement.execute(tx));
    await expect(named, what).rejects.toThrow(refused);
  }
}

describe('the app’s role', () => {
  test('cannot change or truncate the forecast log, nor bypass its triggers', async () => {
    const { db } = await setUp();
    await expectRefused(db, {
      update: sql`update forecast set permille = '{999,999,2}'`,
      'update nothing': sql`update forecast set permille = '{999,999,2}' where false`,
      delete: sql`delete from forecast`,
      truncate: sql`truncate forecast`,
      'truncate from above': sql`truncate question cascade`,
      'disable triggers': sql`alter table forecast disable trigger all`,
      'drop a trigger': sql`drop trigger forecast_passes_gate on forecast`,
      'replace the gate': sql`
        create or replace function check_forecast_insert() returns trigger language plpgsql as 'begin return new; end'
      `,
      'skip triggers': sql`set session_replication_role = replica`,
      'enter past the gate': sql`insert into forecast default values`,
      'stand past the log': sql`insert into standing default values`,
      'stand otherwise': sql`update standing set permille = null where false`,
      'forget the count': sql`delete from forecast_count`,
      'restart the count': sql`update forecast_count set count = 0`,
      'check itself': sql`select check_forecasts(1, '{1}', array[gen_random_uuid()], '{null}')`,
      'draw from the order': sql`select nextval('forecast_seq')`,
      'rewind the order': sql`select setval('forecast_seq', 1)`,
      'restart the order': sql`alter sequence forecast_seq restart`,
    });
  });

  test('cannot delete standing forecasts, odds, questions, accounts or secrets', async () => {
    const { db } = await setUp();
    await expectRefusedToAll(db, {
      standing: sql`delete from standing`,
      odds: sql`delete from crowd_point`,
      'every question': sql`truncate question cascade`,
      account: sql`delete from account`,
      'secret changed': sql`update server_secret set value = ''`,
      'secret removed': sql`delete from server_secret`,
      'secret added': sql`insert into server_secret (name, value) values ('x', '')`,
    });
    await expectRefusedToAll(
      db,
      {
        question: sql`delete from question`,
        'question without forecasts': sql`delete from question where slug = 'count-3'`,
        'opened question made a draft': sql`update question set is_draft = true`,
      },
      /a question that was opened stays|a question never changes its field or its seats/,
    );
    await expectRefusedToAll(
      db,
      { 'option with forecasts': sql`delete from question_option` },
      /a question never changes its field or its seats/,
    );
  });

  test('cannot delete or truncate contest tables, nor change data that only releases ship', async () => {
    const { db } = await setUp();
    const released = ['round_source', 'seed_item'];
    for (const table of ['company', 'round', 'event', 'contest', 'published_score', ...released]) {
      await expectRefusedToAll(db, {
        [`delete from ${table}`]: sql`delete from ${sql.table(table)}`,
        [`truncate ${table}`]: sql`truncate ${sql.table(table)} cascade`,
      });
    }
    for (const table of ['contest', ...released]) {
      await expectRefusedToAll(db, {
        [`insert into ${table}`]: sql`insert into ${sql.table(table)} default values`,
      });
    }
    await expectRefusedToAll(db, {
      'truncate entrant': sql`truncate entrant cascade`,
      'truncate question_option': sql`truncate question_option cascade`,
      round_source: sql`update round_source set label_en = 'x'`,
      seed_item: sql`update seed_item set key = 'x'`,
    });
  });

  test('changes the contest and its questions only with a named actor, which is in the audit log', async () => {
    const { db } = await setUp();
    const changes = {
      company: sql`update company set name_ko = 'x' where slug = 'lg'`,
      'a new company': sql`
        insert into company (slug, position, name_ko, name_en, short_ko, short_en, consortium)
        values ('new', 9, 'x', 'x', 'x', 'x', '{}')
      `,
      round: sql`update round set announced_seats = 1 where number = 3`,
      published_score: sql`
        update published_score set best_hundredths = 1 where round_number = 2 and item = 'expert'
      `,
      'a new round': sql`insert into round (number, title_ko, title_en) values (4, 'x', 'x')`,
      entrant: sql`update entrant set outcome = null where round_number = 2 and company_slug = 'lg'`,
      'a new entrant': sql`
        insert into entrant (round_number, company_slug, entry, position) values (4, 'new', 'wildcard', 0)
      `,
      'an entrant less': sql`delete from entrant where round_number = 1 and company_slug = 'nc-ai'`,
      event: sql`update event set title_ko = 'x' where slug = (select min(slug) from event)`,
      'a new event': sql`
        insert into event (slug, happened_on, title_ko, title_en, url, kind)
        values ('new', '2026-09-01', 'x', 'x', 'https://example.com', 'site')
      `,
      contest: sql`update contest set last_verified_on = '2030-01-01'`,
      question: sql`update question set position = 9 where slug = 'final-3'`,
      'a new question': sql`
        insert into question (slug, position, kind, title_ko, title_en, lead_ko, lead_en, rules_ko, rules_en,
                              seats, scored, opens_at)
        values ('own', 4, 'side', 'x', 'x', 'x', 'x', '{}', '{}', 1, true, now_at())
      `,
      option: sql`update question_option set label_ko = 'x' where slug = 'three'`,
      'a new option': sql`
        insert into question_option (question_id, position, slug, label_ko, label_en, short_ko, short_en)
        select id, 0, 'yes', 'x', 'x', 'x', 'x' from question where slug = 'own'
      `,
      'an option less': sql`delete from question_option where slug = 'yes'`,
    };
    for (const [what, change] of Object.entries(changes)) {
      await expectRefused(db, { [what]: change }, /permission denied: a change of \w+ needs final_two.actor/);
      const { numAffectedRows } = await changeAs(db, COMMAND_LINE, (tx) => change.execute(tx));
      expect([what, numAffectedRows]).toEqual([what, 1n]);
    }
    const record = await db.selectFrom('auditEvent').select('id').execute();
    expect(record).toHaveLength(Object.keys(changes).length);
  });

  test('cannot give a session to another account or a later end, nor write odds of another time', async () => {
    const { db, accountId } = await setUp();
    await expectRefused(db, {
      'another account': sql`update session set account_id = ${accountId}`,
      'a later end': sql`update session set ends_at = ends_at + interval '1 day'`,
      'a later beginning': sql`update session set created_at = now_at()`,
      'odds of another minute': sql`
        insert into crowd_point (question_id, at, seq, forecasters) values (1, '2026-11-01T00:00:00Z', 1, 0)
      `,
      'other odds': sql`update crowd_point set forecasters = 9`,
    });
  });

  test('cannot make, change or drop a table, a function or a schema, nor change the clock', async () => {
    const { db } = await setUp();
    await expectRefused(db, {
      table: sql`create table own (id integer)`,
      schema: sql`create schema own`,
      view: sql`create view own as select 1`,
      function: sql`create function own() returns integer language sql as 'select 1'`,
      alter: sql`alter table account add column own text`,
      drop: sql`drop table forecast cascade`,
      index: sql`drop index forecast_by_account`,
      clock: sql`create or replace function now_at() returns timestamptz language sql as 'select now()'`,
      'drop the clock': sql`drop function now_at() cascade`,
      extension: sql`create extension file_fdw`,
      'read a file': sql`copy account from '/etc/passwd'`,
      'run a program': sql`copy account to program 'cat'`,
    });
  });

  test('cannot become another role or give itself more', async () => {
    const { db, appUrl, ownerUrl } = await setUp();
    const [app, owner] = [appUrl, ownerUrl].map((url) => sql.id(new URL(url).username));
    await expectRefused(db, {
      'set role': sql`set role ${owner}`,
      'set session': sql`set session authorization ${owner}`,
      createrole: sql`create role own superuser`,
      createdb: sql`create database own`,
      member: sql`grant ${owner} to ${app}`,
    });
    await sql`grant delete on forecast to ${app}`.execute(db).catch(() => undefined);
    await expectRefused(db, { delete: sql`delete from forecast` });
  });

  test('is no superuser and owns nothing', async () => {
    const { db } = await setUp();
    const { rows } = await sql`
      select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
             (select count(*) from pg_class where relowner = r.oid) as owns,
             (select count(*) from pg_auth_members where member = r.oid) as memberships
        from pg_roles r where rolname = current_user
    `.execute(db);
    const rights = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false };
    expect(rows).toEqual([{ ...rights, rolbypassrls: false, owns: 0, memberships: 0 }]);
  });

  test('shares no function of the owner’s rights with everybody, and each has its own search path', async () => {
    const { db } = await setUp();
    const { rows } = await sql<{ proname: string }>`
      select proname from pg_proc
       where prosecdef and pronamespace = 'public'::regnamespace
         and (has_function_privilege('public', oid, 'execute')
           or not coalesce(proconfig @> '{"search_path=public, pg_temp"}', false))
    `.execute(db);
    expect(rows).toEqual([]);
  });

  test('can read every table', async () => {
    const { db } = await setUp();
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = 'public'
    `.execute(db);
    expect(rows.length).toBeGreaterThan(15);
    for (const { name } of rows) await sql`select from ${sql.table(name)} limit 1`.execute(db);
  });
});

describe('granting the rights again', () => {
  test('revokes rights that are no longer granted', async () => {
    const { db, owner, appUrl, ownerUrl } = await setUp();
    const app = sql.id(new URL(appUrl).username);
    await sql`grant all on all tables in schema public to ${app}`.execute(owner);
    await sql`grant update (permille) on forecast to ${app}`.execute(owner);
    await sql`delete from event where false`.execute(db);
    await grantToApp(ownerUrl, appUrl);
    await expectRefused(db, {
      table: sql`delete from event where false`,
      column: sql`update forecast set permille = null where false`,
      truncate: sql`truncate forecast`,
    });
  });

  test('never leaves the app without rights in between', async () => {
    const { db, forecast, appUrl, ownerUrl } = await setUp();
    let isGranting = true;
    const grants = Array.from({ length: 3 }, () => grantToApp(ownerUrl, appUrl));
    const granting = Promise.all(grants).finally(() => (isGranting = false));
    while (isGranting) await forecasts.place(db, forecast());
    await granting;
  });

  test('does nothing where the app is the owner', async () => {
    const { owner, ownerUrl } = await setUp();
    await grantToApp(ownerUrl, ownerUrl);
    await sql`create table own (id integer)`.execute(owner);
    await sql`drop table own`.execute(owner);
  });
});
