import type { Config } from '#lib/server/config.ts';
import { openEmbedded, type EmbeddedServer } from '#lib/server/db/embedded/server.ts';
import { createLog } from '#lib/server/log.ts';
import { checkServer } from './check-server.ts';
import type { Command } from './command.ts';

/** The database that the settings name, and the embedded server behind it if it is our own. */
export interface Database {
  ownerUrl: string;
  appUrl: string;
  embedded: EmbeddedServer | null;
}

/**
 * Reaches the database: the outside server of `DATABASE_URL`, or the embedded one, which is started as needed.
 *
 * @param name how an app presents itself in the embedded server; commands need none
 */
export async function reachDatabase(config: Config, command: Command, name?: string): Promise<Database> {
  const { databaseUrl, databaseOwnerUrl, dataDir, logLevel } = config;
  if (databaseUrl && databaseOwnerUrl) {
    await checkServer(databaseUrl, 'DATABASE_URL');
    if (databaseOwnerUrl !== databaseUrl) await checkServer(databaseOwnerUrl, 'DATABASE_OWNER_URL');
    return { ownerUrl: databaseOwnerUrl, appUrl: databaseUrl, embedded: null };
  }
  const log = createLog(logLevel);
  const embedded = await openEmbedded({ dataDir, log, signal: command.signal, ...(name ? { name } : {}) });
  return { ownerUrl: embedded.ownerUrl, appUrl: embedded.appUrl, embedded };
}

/** As above for a command that ends by itself: the server is left as it was found. */
export async function borrowDatabase(config: Config, command: Command): Promise<Database> {
  const database = await reachDatabase(config, command);
  command.atEnd(async () => database.embedded?.leave());
  return database;
}
