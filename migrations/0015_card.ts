import { type Kysely, sql } from 'kysely';

/**
 * Cards: what somebody chose to share, under an address that nobody can guess. With a `seq` it is one forecast of theirs,
 * without one their result on a question. Revoking deletes the row, and so does deleting the account.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('card')
    .addColumn('id', 'text', (c) => c.primaryKey().check(sql`id ~ '^[A-Za-z0-9_-]{22}$'`))
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('question_id', 'integer', (c) => c.notNull().references('question.id'))
    .addColumn('seq', 'bigint')
    .addColumn('shows_handle', 'boolean', (c) => c.notNull())
    .addColumn('shared_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addUniqueConstraint('card_of_account', ['account_id', 'question_id', 'seq', 'shows_handle'], (c) =>
      c.nullsNotDistinct(),
    )
    .execute();

  await sql`
    create function check_card() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      perform from account where id = new.account_id and deleted_at is null for share;
      if not found then
        raise exception 'the account is deleted' using errcode = 'FT026';
      end if;
      if new.seq is null then
        return new;
      end if;
      perform from forecast
        where question_id = new.question_id and seq = new.seq
          and account_id = new.account_id and permille is not null;
      if not found then
        raise exception 'no forecast of this account' using errcode = 'FT031';
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger card_is_of_its_account before insert on card
    for each row execute function check_card()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('card').execute();
  await sql`drop function check_card()`.execute(db);
}
