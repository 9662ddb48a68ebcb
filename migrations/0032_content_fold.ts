import { type Kysely, sql } from 'kysely';

/**
 * A row of `content_change` may stand for several changes: the content version is their sum, which stays cheap while rows are
 * folded into one. A fold takes committed rows alone and replaces them in one statement, so each snapshot has the same sum
 * before and after it, also on a replica; of two folds at once the later one finds the rows gone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('content_change')
    .addColumn('changes', 'bigint', (c) => c.notNull().defaultTo(1))
    .execute();
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

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function fold_content_changes()`.execute(db);
  await sql`
    insert into content_change select from content_change, generate_series(2, changes)
  `.execute(db);
  await db.schema.alterTable('content_change').dropColumn('changes').execute();
}
