import { type Kysely, sql } from 'kysely';

/** What pages show to everybody, and who counts in odds and ranks; scores and boards change in transactions that change these. */
const CONTENT = [
  ...['company', 'round', 'round_source', 'published_score', 'entrant', 'event', 'contest'],
  ...[
    'question',
    'question_option',
    'resolution',
    'confirmation',
    'exclusion',
    'disclosure',
    'unverified_policy',
  ],
];
/** Of an account: what admins decide, and its name, which deletion removes. */
const ACCOUNT_COLUMNS = ['is_author', 'is_admin', 'excluded_at', 'handle'];

/**
 * One row for each statement that changed content, committed with it. Changes are only ever added, so equal sums of `changes`
 * mean equal content, on the primary at two times as on the primary and a replica; ids are drawn before commits, so the highest
 * id would miss a change that commits late. Nobody waits for a row of another transaction, as all would for one counter while
 * a result is published.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('content_change')
    .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('changes', 'bigint', (c) => c.notNull().defaultTo(1))
    .execute();
  await sql`
    create function record_content_change() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    begin
      insert into content_change default values;
      return null;
    end
    $$
  `.execute(db);
  // Otherwise a role that may create a table could attach it there.
  await sql`revoke execute on function record_content_change() from public`.execute(db);
  for (const table of CONTENT) await recordChanges(db, table, sql`insert or update or delete`);
  await recordChanges(
    db,
    'account',
    sql`update of ${sql.join(ACCOUNT_COLUMNS.map((name) => sql.ref(name)))}`,
  );

  // Folds rows into one that stands for them, so that summing stays cheap. It takes committed rows alone and replaces them in
  // one statement, so each snapshot has the same sum before and after it, also on a replica; of two folds at once the later
  // one finds the rows gone.
  await sql`
    create function fold_content_changes() returns void
    language sql volatile security definer set search_path = public, pg_temp
    as $$
      with folded as (
        delete from content_change where (select count(*) from content_change) > 100 returning changes
      )
      insert into content_change (changes) select sum(changes) from folded having count(*) > 0
    $$
  `.execute(db);
  await sql`revoke execute on function fold_content_changes from public`.execute(db);
}

async function recordChanges(
  db: Kysely<unknown>,
  table: string,
  events: ReturnType<typeof sql>,
): Promise<void> {
  await sql`
    create trigger ${sql.id(`${table}_content_is_counted`)} after ${events} on ${sql.table(table)}
    for each statement execute function record_content_change()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function fold_content_changes()`.execute(db);
  await sql`drop function record_content_change() cascade`.execute(db);
  await db.schema.dropTable('content_change').execute();
}
