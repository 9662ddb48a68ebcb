import type { Config } from '#lib/server/platform/config.ts';
import { APP_NAME } from '#lib/server/platform/db/embedded/server.ts';
import { CommandError, type Command } from './command.ts';
import { reachDatabase, type Database } from './database.ts';

/**
 * Connects to the database and takes the lock that allows one app per data folder (an external server may have many).
 * The embedded server is restarted when it dies, and stops with this command.
 */
export async function claimDatabase(config: Config, command: Command): Promise<Database> {
  const name = `${APP_NAME}, PID ${process.pid}, port ${config.port}`;
  const database = await reachDatabase(config, command, name);
  const { embedded } = database;
  if (!embedded) return database;

  const holder = await embedded.claim();
  if (holder) {
    await embedded.leave();
    throw alreadyRunning(config, holder);
  }
  command.atEnd(() => embedded.stop());
  embedded.keepRunning((reason) => {
    console.error(`PostgreSQL ended and does not come back: ${(reason as Error).message}`);
    void command.end(1);
  });
  return database;
}

export function alreadyRunning({ dataDir }: Pick<Config, 'dataDir'>, holder: string): CommandError {
  const where = holder.slice(APP_NAME.length).replace(/^, /, '');
  return new CommandError(
    `Final Two already runs on the data folder ${dataDir} (${where || 'another command'}).`,
  );
}
