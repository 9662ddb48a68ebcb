import { type Kysely } from 'kysely';

/** Whether everything here is a replay with simulated forecasters: then every page and answer says so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('contest')
    .addColumn('is_simulation', 'boolean', (c) => c.notNull().defaultTo(false))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('contest').dropColumn('is_simulation').execute();
}
