import { type Kysely, sql } from 'kysely';

/** Odds over time: one point a minute at the most, the latest of that minute by the log's order. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('crowd_point')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('at', 'timestamptz', (c) =>
      c
        .notNull()
        .defaultTo(sql`date_trunc('minute', now_at(), 'UTC')`)
        .check(sql`at = date_trunc('minute', at, 'UTC')`),
    )
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('permille', sql`smallint[]`)
    .addColumn('forecasters', 'integer', (c) => c.notNull().check(sql`forecasters >= 0`))
    .addPrimaryKeyConstraint('crowd_point_pkey', ['question_id', 'at'])
    .addCheckConstraint('crowd_point_none_at_nobody', sql`(permille is null) = (forecasters = 0)`)
    .execute();

  await sql`
    create function check_crowd_point() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    declare
      fits boolean;
    begin
      select new.permille is null or (
               array_ndims(new.permille) = 1
               and cardinality(new.permille) = (select count(*) from question_option where question_id = q.id)
               and (select sum(p) = 1000 * q.seats and min(p) >= 0 and max(p) <= 1000 and count(p) = count(*)
                      from unnest(new.permille) p))
        into fits
        from question q where q.id = new.question_id;
      if not coalesce(fits, false) then
        raise exception 'not odds of this question' using errcode = 'FT003';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger crowd_point_is_checked before insert or update on crowd_point
    for each row execute function check_crowd_point()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('crowd_point').execute();
  await sql`drop function check_crowd_point()`.execute(db);
}
