import { createHash } from 'node:crypto';

/** Settings of the server, by PostgreSQL's names. */
export type Settings = Record<string, string>;

/** What a small machine needs; everything else is PostgreSQL's own default. */
const BASE: Settings = {
  listen_addresses: '127.0.0.1',
  // A socket path over 107 bytes fails, and a data folder may well be deeper than that.
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
  // Statements and details quote what people typed: the app logs its own errors.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** The name by which processes of this cluster can be told from those of others. */
export function clusterName(dataFolder: string): string {
  return `final-two-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
}

/** The command line of a server on this data folder and port. */
export function serverArguments(dataFolder: string, port: number, settings: Settings): string[] {
  const all: Settings = { ...BASE, ...settings, port: String(port), cluster_name: clusterName(dataFolder) };
  return ['-D', dataFolder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
