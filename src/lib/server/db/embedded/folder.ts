import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Account } from './account.ts';

/** Search but no list permission for others: root's server runs as another account, which must reach the folders below. */
const SHARED_FOLDER = 0o711;
const OWN_FOLDER = 0o700;

/** Makes a folder and its missing parents with the modes that PostgreSQL's account needs, independent of the umask. */
export async function makeFolder(folder: string, account: Account | null): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made))
    await chmod(made, account ? SHARED_FOLDER : OWN_FOLDER);
}
