import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError, errorCode } from './binaries.ts';

/** Settings of the server, by PostgreSQL's names. */
export type Settings = Record<string, string>;

/** Settings for a small machine; all others are PostgreSQL's defaults. */
const BASE: Settings = {
  listen_addresses: '127.0.0.1',
  // No Unix socket: its path may have at most 107 bytes, and data folders can be deeper.
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '60',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements and details may quote user input; the app logs its own errors.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** `cluster_name`, which identifies this cluster's processes by their title. */
export function clusterName(dataFolder: string): string {
  return `final-two-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
}

/** The command line of a server on this data folder and port. */
export function serverArguments(dataFolder: string, port: number, settings: Settings): string[] {
  const all: Settings = { ...BASE, ...settings, port: String(port), cluster_name: clusterName(dataFolder) };
  return ['-D', dataFolder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

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
