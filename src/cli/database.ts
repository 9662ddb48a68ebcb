import type { Config } from '#lib/server/platform/config.ts';
import { openEmbedded, type EmbeddedServer } from '#lib/server/platform/db/embedded/server.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { checkServer } from './check-server.ts';
import type { Command } from './command.ts';

/** Connection URLs of the configured database, and the embedded server when it is used. */
export interface Database {
  ownerUrl: string;
  appUrl: string;
  embedded: EmbeddedServer | null;
}

/**
 * Connects to the external server of `DATABASE_URL`, or to the embedded server, which is started if it is not running.
 *
 * @param name `application_name` in the embedded server; only the app needs one
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

/** `reachDatabase` for one-off commands: an embedded server that was not running before is stopped at the end. */
export async function borrowDatabase(config: Config, command: Command): Promise<Database> {
  const database = await reachDatabase(config, command);
  command.atEnd(async () => database.embedded?.leave());
  return database;
}
