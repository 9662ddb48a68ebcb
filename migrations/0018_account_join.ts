import { type Kysely, sql } from 'kysely';

/**
 * Salts of hashed network addresses, one a Korean day; and with which hashed address each account joined, for the admins'
 * view of joins. Once the salt of a day is deleted its hashes cannot be turned back into addresses.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function korean_day() returns date
    language sql stable
    return (now_at() at time zone 'Asia/Seoul')::date
  `.execute(db);
  await db.schema
    .createTable('address_salt')
    .addColumn('day', 'date', (c) => c.primaryKey().defaultTo(sql`korean_day()`))
    .addColumn('salt', 'bytea', (c) => c.notNull().check(sql`length(salt) = 32`))
    .execute();
  await db.schema
    .createTable('account_join')
    .addColumn('account_id', 'integer', (c) => c.primaryKey().references('account.id').onDelete('cascade'))
    .addColumn('joined_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('address_key', 'text', (c) => c.notNull().check(sql`address_key ~ '^[0-9a-f]{64}$'`))
    .execute();
  await db.schema.createIndex('account_join_joined_at').on('account_join').column('joined_at').execute();
  await db.schema
    .createIndex('account_join_address')
    .on('account_join')
    .columns(['address_key', 'joined_at'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['account_join', 'address_salt']) await db.schema.dropTable(table).execute();
  await sql`drop function korean_day()`.execute(db);
}
