import { type Kysely, sql } from 'kysely';

/** To which version of the terms an account agreed, and when; null for accounts that this site made itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('account')
    .addColumn('consent_version', 'text')
    .addColumn('consented_at', 'timestamptz')
    .execute();
  await db.schema
    .alterTable('account')
    .addCheckConstraint('account_consent_has_time', sql`(consent_version is null) = (consented_at is null)`)
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('account').dropColumn('consent_version').dropColumn('consented_at').execute();
}
