import { realpath } from 'node:fs/promises';
import { dataFolderOf } from './cluster.ts';
import { readCredentials } from './credentials.ts';
import { homeOf } from './home.ts';
import { readLockFile } from './lock-file.ts';
import { enter, findLockHolder } from './presence.ts';
import { APP_NAME } from './server.ts';

/** The name of the app that runs on this data folder, or null; starts nothing. */
export async function findRunningApp(dataDir: string): Promise<string | null> {
  try {
    const home = await realpath(homeOf(dataDir));
    const lock = await readLockFile(dataFolderOf(home));
    if (!lock?.isReady) return null;
    const presence = await enter(await readCredentials(home), lock.port, 'final-two command');
    const holder = await findLockHolder(presence).finally(() => presence.session.end());
    return holder.startsWith(APP_NAME) ? holder : null;
  } catch {
    return null;
  }
}
