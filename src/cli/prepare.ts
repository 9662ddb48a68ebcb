import * as contestSeed from '#lib/server/questions/contest/seed.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import { connect } from '#lib/server/platform/db/connect.ts';
import { grantToApp, migrateToLatest } from '#lib/server/platform/db/migrate.ts';
import type { MailConfig } from '#lib/server/platform/mail/transport.ts';
import { applyPolicy } from '#lib/server/people/verification/service.ts';
import type { Database } from './database.ts';

/** Runs pending migrations and grants the app's role its rights. Returns the names of the migrations that ran. */
export async function migrate({ ownerUrl, appUrl }: Database): Promise<string[]> {
  const applied = await migrateToLatest(ownerUrl);
  await grantToApp(ownerUrl, appUrl);
  return applied;
}

/** Inserts the shipped contest data; existing rows stay unchanged. Returns whether the database is a simulation. */
export async function seed({ ownerUrl }: Database): Promise<{ isSimulation: boolean }> {
  const { db, close } = connect(ownerUrl);
  try {
    await contestSeed.seed(db);
    return { isSimulation: await contest.isSimulation(db) };
  } finally {
    await close();
  }
}

/** Stores the settings that all processes on one database must agree on. */
export async function configure(
  { ownerUrl }: Database,
  config: MailConfig,
  isSimulation: boolean,
): Promise<void> {
  const { db, close } = connect(ownerUrl, { max: 1 });
  try {
    await applyPolicy(db, config, isSimulation);
  } finally {
    await close();
  }
}
