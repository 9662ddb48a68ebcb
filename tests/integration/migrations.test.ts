import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { NO_MIGRATIONS } from 'kysely/migration';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { migrateToLatest, migrator } from '#lib/server/platform/db/migrate.ts';
import { seed } from '#lib/server/questions/contest/seed.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { cloneDatabase, cloneUnseeded } from './setup/database.ts';
import { insertForecaster, placeOn, questionId, resultOf } from './setup/factories.ts';
import { readTables } from './setup/tables.ts';

/** Reads `.kysely-codegenrc.json`; `--verify` compares with what is there instead of writing it. */
const CODEGEN = 'node_modules/kysely-codegen/dist/cli/bin.js';
const MIGRATIONS = (await readdir('migrations')).map((file) => file.replace('.ts', '')).toSorted();

/** Kysely's lock for migrations. */
const MIGRATION_LOCK = 3853314791062309107n;

/** An empty database, dropped when the test is over. */
async function emptyDatabase(): Promise<{ url: string; db: Db }> {
  const { owner, ownerUrl } = await cloneDatabase({ template: 'template0' });
  return { url: ownerUrl, db: owner };
}

/** Everything that the migrations make, as PostgreSQL describes it; kysely's own tables left out. */
async function describeSchema(db: Db): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with ours as (
      select oid, relname from pg_class
      where relnamespace = 'public'::regnamespace and relname not like 'kysely%'
    )
    select line from (
      select concat_ws(' ', 'relation', c.relkind, c.relname) from pg_class c join ours using (oid)
      union all
      select concat_ws(' ', 'column', o.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
                       a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
        from pg_attribute a join ours o on o.oid = a.attrelid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attnum > 0 and not a.attisdropped
      union all
      select concat_ws(' ', 'constraint', o.relname, conname, pg_get_constraintdef(c.oid))
        from pg_constraint c join ours o on o.oid = c.conrelid
      union all
      select concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid)) from pg_index i join ours o on o.oid = i.indrelid
      union all
      select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) from pg_trigger t join ours o on o.oid = t.tgrelid
       where not t.tgisinternal
      union all
      select concat_ws(' ', 'function', pg_get_functiondef(p.oid), p.proacl) from pg_proc p
       where p.pronamespace = 'public'::regnamespace
      union all
      select concat_ws(' ', 'setting', setting)
        from pg_db_role_setting join pg_database d on d.oid = setdatabase, unnest(setconfig) setting
       where d.datname = current_database()
      union all
      select concat_ws(' ', 'type', t.typname) from pg_type t
       where t.typnamespace = 'public'::regnamespace and t.typtype in ('d', 'e', 'r')
    ) described (line)
    order by line
  `.execute(db);
  return rows.map(({ line }) => line);
}

async function goDown(db: Db): Promise<void> {
  const { error } = await migrator(db).migrateTo(NO_MIGRATIONS);
  if (error) throw error;
}

describe('the migrations', () => {
  test('are reversible one by one: down restores the previous schema, up the same again', async () => {
    const { url, db } = await emptyDatabase();
    const steps = migrator(db);
    const schemas: string[][] = [];
    for (const name of MIGRATIONS) {
      schemas.push(await describeSchema(db));
      expect(await steps.migrateUp()).toMatchObject({
        results: [{ migrationName: name, direction: 'Up', status: 'Success' }],
      });
    }
    const latest = await describeSchema(db);
    for (const name of MIGRATIONS.toReversed()) {
      expect(await steps.migrateDown()).toMatchObject({
        results: [{ migrationName: name, direction: 'Down', status: 'Success' }],
      });
      expect(await describeSchema(db)).toEqual(schemas.pop());
    }
    expect(await migrateToLatest(url)).toEqual(MIGRATIONS);
    expect(await describeSchema(db)).toEqual(latest);
    expect(await migrateToLatest(url), 'a second time').toEqual([]);
  });

  test('started by three processes at once run once', async () => {
    const { url } = await emptyDatabase();
    const applied = await Promise.all(Array.from({ length: 3 }, () => migrateToLatest(url)));
    expect(applied.flat()).toEqual(MIGRATIONS);
  });

  test('can be reverted on a contest with forecasts, results and drafts, and applied again', async () => {
    const { owner, ownerUrl } = await cloneDatabase();
    const id = await questionId(owner, 'final-3');
    await placeOn(owner, 'final-3', await insertForecaster(owner), [800, 800, 400]);
    const admin = await insertForecaster(owner, { isAdmin: true });
    await resolutions.publish(owner, admin, 'final-3', resultOf([true, true, false], new Date()), 0);
    await sql`
      insert into question (slug, position, kind, title_ko, title_en, lead_ko, lead_en, rules_ko, rules_en,
                            seats, scored, opens_at, is_draft, follows_id)
      values ('draft', 9, 'side', '', '', '', '', '{}', '{}', 1, true, now_at(), true, ${id})
    `.execute(owner);
    const filled = await readTables(owner);
    for (const name of ['audit_event', 'resolution', 'score', 'score_line', 'board', 'board_entry', 'notice'])
      expect(filled.find(({ table }) => table === name)?.rows, name).not.toEqual([]);

    await goDown(owner);
    expect(await describeSchema(owner)).toEqual([]);
    await migrateToLatest(ownerUrl);
    const emptied = await readTables(owner);
    expect(emptied.flatMap(({ rows }) => rows)).toEqual([]);
    await seed(owner);
  });

  test.each([
    [
      'the schema before version 1',
      sql`update kysely_migration set name = '0001_clock' where name = '0001_database'`,
    ],
    ['a newer one', sql`insert into kysely_migration (name, timestamp) values ('9999_later', '2030-01-01')`],
    ['one with a gap', sql`delete from kysely_migration where name = '0003_account'`],
  ])('leave %s as it is, and say in one sentence what to do', async (_, change) => {
    const { url, db } = await emptyDatabase();
    await migrateToLatest(url);
    await change.execute(db);
    const read = async () => [
      await describeSchema(db),
      await readTables(db),
      await sql`select * from kysely_migration order by name`.execute(db),
    ];
    const before = await read();
    await expect(migrateToLatest(url)).rejects.toThrow(
      /^This database was made by another version .+ set DATA_DIR /,
    );
    expect(await read()).toEqual(before);
  });

  test('set time limits for every session of the database, and are not bound by them', async () => {
    const { url, db } = await emptyDatabase();
    await sql`do $$ begin execute format('alter database %I set statement_timeout = 500', current_database()); end $$`.execute(
      db,
    );
    const migrating = await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx);
      const work = migrateToLatest(url);
      work.catch(() => undefined);
      await sql`select pg_sleep(0.8)`.execute(tx);
      return { work };
    });
    expect(await migrating.work).toEqual(MIGRATIONS);
    const later = connect(url, { max: 1 });
    onTestFinished(() => later.close());
    const { rows } = await sql<{ name: string; ms: number; source: string }>`
      select name, setting::int as ms, source from pg_settings where name like '%statement_timeout' or name like '%transaction%_timeout'
    `.execute(later.db);
    expect(Object.fromEntries(rows.map(({ name, ms, source }) => [name, [ms, source]]))).toEqual({
      statement_timeout: [30_000, 'database'],
      idle_in_transaction_session_timeout: [30_000, 'database'],
      transaction_timeout: [300_000, 'database'],
    });
  });

  test('roll back at the first failure, and continue from there once it is fixed', async () => {
    const { url, db } = await emptyDatabase();
    await sql`create table standing (in_the_way text)`.execute(db);
    await expect(migrateToLatest(url)).rejects.toThrow('already exists');
    expect((await describeSchema(db)).filter((line) => !line.includes('standing'))).toEqual([]);
    await sql`drop table standing`.execute(db);
    expect(await migrateToLatest(url)).toEqual(MIGRATIONS);
  });
});

test('the types of the tables are those of the migrated database', async () => {
  const { ownerUrl } = await cloneUnseeded();
  const verify = promisify(execFile)(process.execPath, [CODEGEN, '--verify', '--log-level=error'], {
    env: { ...process.env, DATABASE_URL: ownerUrl },
  });
  await expect(verify).resolves.toBeDefined();
});
