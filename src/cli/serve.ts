// Serves the built site on its database until the process is told to stop.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readConfig, type Config } from '#lib/server/platform/config.ts';
import { findRunningApp } from '#lib/server/platform/db/embedded/server.ts';
import { createLog, type Log } from '#lib/server/platform/log.ts';
import { welcome } from './addresses.ts';
import { bringBuildUpToDate, ROOT, WORKERS } from './bundle.ts';
import { alreadyRunning, claimDatabase } from './claim.ts';
import type { Command } from './command.ts';
import type { Database } from './database.ts';
import { configure, migrate, seed } from './prepare.ts';
import { BODY_LIMIT_BYTES } from './refusals.ts';
import { PortBusyError } from './listen.ts';
import type { Handler } from './overload.ts';
import { PROTOCOL_HEADER } from './protocol-header.ts';
import { openWebServer } from './web-server.ts';

/**
 * Brings the database and the build up to date, and serves the site.
 *
 * @param prepare what else is done to the database before it is served; returns lines for the startup banner
 */
export async function serve(
  command: Command,
  prepare: (database: Database) => Promise<string[]> = () => Promise.resolve([]),
): Promise<'goes on'> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  warnOfOneAddress(config, log);
  const web = await openWebServer(config, log).catch((error: unknown) => explainBusyPort(error, config));
  command.atEnd(() => web.close());

  const database = await claimDatabase(config, command);
  command.signal.throwIfAborted();
  await migrate(database);
  // After the claim, so that no other process on this data folder can be building or serving the same files.
  await bringBuildUpToDate(command.signal);
  const { isSimulation } = await seed(database);
  await configure(database, config, isSimulation);
  const lines = await prepare(database);
  command.signal.throwIfAborted();

  setAppEnvironment(config, database);
  web.serve(await importHandler());
  endOnCrash(command, log);
  console.log(welcome(config, isSimulation, lines));
  return 'goes on';
}

/** Behind a proxy everybody would have the proxy's address, and share its rate limits. */
function warnOfOneAddress({ origin, addressHeader }: Config, log: Log): void {
  if (!origin?.startsWith('https:') || addressHeader) return;
  log.warn('ORIGIN is https but ADDRESS_HEADER is not set: behind a proxy all readers share one rate limit');
}

async function explainBusyPort(error: unknown, config: Config): Promise<never> {
  const isOurs = error instanceof PortBusyError && !config.databaseUrl;
  const holder = isOurs ? await findRunningApp(config.dataDir) : null;
  throw holder ? alreadyRunning(config, holder) : error;
}

/** Sets the environment variables that the built app and Kit's handler read; must run before either is imported. */
function setAppEnvironment({ origin, addressHeader }: Config, { appUrl }: Database): void {
  const { env } = process;
  env['DATABASE_URL'] = appUrl;
  Object.assign(env, WORKERS);
  if (addressHeader) env['ADDRESS_HEADER'] = addressHeader;
  else delete env['ADDRESS_HEADER'];
  env['BODY_SIZE_LIMIT'] = String(BODY_LIMIT_BYTES);
  // The app needs neither the owner's rights nor a header that overrides the host.
  for (const name of ['DATABASE_OWNER_URL', 'HOST_HEADER', 'PORT_HEADER']) delete env[name];
  if (origin) {
    env['ORIGIN'] = origin;
    delete env['PROTOCOL_HEADER'];
  } else {
    delete env['ORIGIN'];
    env['PROTOCOL_HEADER'] = PROTOCOL_HEADER;
  }
}

async function importHandler(): Promise<Handler> {
  const file = pathToFileURL(join(ROOT, 'build', 'handler.js'));
  const { handler } = (await import(file.href)) as { handler: Handler };
  return handler;
}

/** Logs unhandled rejections; shuts down after an uncaught exception, because the process state is unknown then. */
function endOnCrash(command: Command, log: Log): void {
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    void command.end(1);
  });
}
