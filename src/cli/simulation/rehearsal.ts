// A rehearsal of an announcement: the site on a copy of a simulation, with an admin of its own. The copy is removed at the
// end, or at the next start after a crash.
import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { updatePassword } from '#lib/server/people/accounts/queries.ts';
import { hashPassword } from '#lib/server/people/sessions/password.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { readText } from '#lib/server/platform/env.ts';
import { connect } from '#lib/server/platform/db/connect.ts';
import { copyCluster, removeCluster } from '#lib/server/platform/db/embedded/cluster.ts';
import { findRunningApp } from '#lib/server/platform/db/embedded/server.ts';
import { PROVIDERS } from '#lib/types/provider.ts';
import { alreadyRunning, claimDatabase } from '../claim.ts';
import { type Command, CommandError } from '../command.ts';
import type { Database } from '../database.ts';
import { serve } from '../serve.ts';
import { findAccountId } from './queries.ts';
import { REPLAY_ADMIN } from './replay.ts';

const LABEL = 'rehearsal.json';
const PASSWORD_BYTES = 10;
/** Settings that reach people, or are about the address of the real site. */
const IGNORED = [
  ...['SMTP_URL', 'MAIL_FROM', 'REQUIRE_VERIFIED', 'ORIGIN', 'ADDRESS_HEADER'],
  ...PROVIDERS.flatMap((provider) =>
    ['CLIENT_ID', 'CLIENT_SECRET', 'ISSUER'].map((suffix) => `${provider.toUpperCase()}_${suffix}`),
  ),
];

/** Changes the environment to that of a rehearsal, which only this machine reaches unless `HOST` is set. */
export function setRehearsalEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of IGNORED) delete env[name];
  env['HOST'] = readText(env, 'HOST') ?? '127.0.0.1';
  env['REHEARSAL'] = 'on';
}

/**
 * Serves a copy of a simulation until the process is told to stop.
 *
 * @param simulation data folder of a finished simulation; `DATA_DIR`
 * @param folder data folder of the copy
 * @throws CommandError where another process uses one of the two
 */
export async function rehearse(command: Command, simulation: string, folder: string): Promise<'goes on'> {
  await discardLeftover(folder);
  await stopDatabaseOf(simulation, command);
  makeOwnFolder(folder);
  try {
    writeFileSync(join(folder, LABEL), '{}\n');
    await copyCluster(simulation, folder, command.signal);
    process.env['DATA_DIR'] = folder;
    return await serve(command, openToAdmin);
  } finally {
    // Registered last, so that the database has stopped before.
    command.atEnd(() => discard(folder));
  }
}

/** @throws CommandError where it has come to be there since: it is another process's, and stays */
function makeOwnFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    throw new CommandError(`${folder} cannot be made: ${(cause as Error).message}.`, { cause });
  }
}

/** Removes what a crash has left of an earlier rehearsal. */
async function discardLeftover(folder: string): Promise<void> {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return;
  if (!isLeftover(folder))
    throw new CommandError(`${folder} is there and holds no rehearsal: move it away, or set DATA_DIR.`);
  const holder = await findRunningApp(folder);
  if (holder) throw alreadyRunning({ dataDir: folder }, holder);
  await discard(folder);
}

/** Whether an earlier rehearsal of this user made it. A link, or another user's folder, could lead anywhere. */
function isLeftover(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && existsSync(join(folder, LABEL));
}

async function discard(folder: string): Promise<void> {
  await removeCluster(folder);
  rmSync(folder, { recursive: true, force: true });
}

/** Stops a database that a crash has left running, so that its files are consistent. @throws CommandError where it is served */
async function stopDatabaseOf(simulation: string, command: Command): Promise<void> {
  const { embedded } = await claimDatabase({ ...readConfig(process.env), dataDir: simulation }, command);
  await embedded?.stop();
}

/** Gives the admin of the replay a random password, which only the banner says. */
async function openToAdmin({ ownerUrl }: Database): Promise<string[]> {
  const password = randomBytes(PASSWORD_BYTES).toString('hex').match(/.{5}/g)!.join('-');
  const { db, close } = connect(ownerUrl, { max: 1 });
  try {
    await updatePassword(
      db,
      await findAccountId(db, REPLAY_ADMIN),
      await hashPassword(password, REPLAY_ADMIN),
    );
  } finally {
    await close();
  }
  return [
    `Sign in as ${REPLAY_ADMIN} with the password ${password}`,
    'What is done here is thrown away when it stops.',
  ];
}
