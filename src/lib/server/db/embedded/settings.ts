import { createHash } from 'node:crypto';

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
