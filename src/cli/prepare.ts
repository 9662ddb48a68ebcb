import * as contestSeed from '#lib/server/contest/seed.ts';
import * as contest from '#lib/server/contest/service.ts';
import { connect } from '#lib/server/db/connect.ts';
import { grantToApp, migrateToLatest } from '#lib/server/db/migrate.ts';
import type { Database } from './database.ts';

/** Brings the tables up to date and lets the app use them. Gives the names of the migrations that ran. */
export async function migrate({ ownerUrl, appUrl }: Database): Promise<string[]> {
  const applied = await migrateToLatest(ownerUrl);
  await grantToApp(ownerUrl, appUrl);
  return applied;
}

/** Writes the shipped contest into the tables; what is there stays as it is. Tells what these tables are. */
export async function seed({ ownerUrl }: Database): Promise<{ isSimulation: boolean }> {
  const { db, close } = connect(ownerUrl);
  try {
    await contestSeed.seed(db);
    return { isSimulation: await contest.isSimulation(db) };
  } finally {
    await close();
  }
}
