import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError, errorCode } from './error.ts';

/** The generated passwords of a cluster's three login roles. */
export interface Credentials {
  admin: string;
  owner: string;
  app: string;
}

export type Role = keyof Credentials;

export const DATABASE = 'final_two';
const PASSWORD_BYTES = 24;
const FILE = 'credentials.json';

export function roleName(role: Role): string {
  return `${DATABASE}_${role}`;
}

export function createCredentials(): Credentials {
  const password = () => randomBytes(PASSWORD_BYTES).toString('base64url');
  return { admin: password(), owner: password(), app: password() };
}

export async function writeCredentials(home: string, credentials: Credentials): Promise<void> {
  await writeFile(join(home, FILE), JSON.stringify(credentials), { mode: 0o600, flag: 'wx' });
}

export async function readCredentials(home: string): Promise<Credentials> {
  const file = join(home, FILE);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Credentials;
  } catch (error) {
    const denied = errorCode(error) === 'EACCES';
    throw new EmbeddedError(
      denied ? `${home} belongs to another user: start as that user.` : `${file} cannot be read.`,
      { cause: error },
    );
  }
}

/** The address of the cluster's database for a role; passwords are base64url, so nothing needs escaping. */
export function urlFor(role: Role, credentials: Credentials, port: number): string {
  return `postgres://${roleName(role)}:${credentials[role]}@127.0.0.1:${port}/${DATABASE}`;
}
