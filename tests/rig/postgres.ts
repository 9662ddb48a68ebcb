// A primary and its streaming replica, of Debian's PostgreSQL 17, with the roles and the database of the embedded one.
import { appendFile, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { connect } from '#lib/server/platform/db/connect.ts';
import type { Account } from '#lib/server/platform/db/embedded/binaries.ts';
import { dataFolderOf, ensureCluster } from '#lib/server/platform/db/embedded/cluster.ts';
import { readCredentials, type Role, urlFor } from '#lib/server/platform/db/embedded/settings.ts';
import { run, spawnOptions } from '#lib/server/platform/db/embedded/process.ts';
import { PORTS, PROGRAMS } from './programs.ts';
import type { Service, Services } from './service.ts';

export interface Postgres {
  service: Service;
  url(role: Role): string;
}

/** Where the rig's servers are started. */
export interface Place {
  services: Services;
  folder: string;
  /** That the servers run as, where the rig is run by root. */
  account: Account | null;
}

const SLOT = 'rig';

export async function startPrimary({ services, folder, account }: Place): Promise<Postgres> {
  const home = join(folder, 'primary');
  await ensureCluster(home, { binaries: PROGRAMS, account, settings: {} });
  const data = dataFolderOf(home);
  await appendFile(join(data, 'pg_hba.conf'), 'host replication all 127.0.0.1/32 scram-sha-256\n');
  const credentials = await readCredentials(home);
  const url = (role: Role) => urlFor(role, credentials, PORTS.primary);
  const service = await startServer(services, 'primary', { data, account, url: url('admin') });
  return { service, url };
}

/** A base backup of the primary that then follows it. */
export async function startReplica(
  { services, folder, account }: Place,
  primary: Postgres,
): Promise<Postgres> {
  const data = join(folder, 'replica');
  await mkdir(data, { mode: 0o700 });
  if (account) await chown(data, account.uid, account.gid);
  const args = ['-D', data, '-d', primary.url('admin'), '-R', '-C', '-S', SLOT, '-c', 'fast', '-X', 'stream'];
  await run(PROGRAMS.basebackup, args, { account });
  const url = (role: Role) => atPort(primary.url(role), PORTS.replica);
  const service = await startServer(services, 'replica', { data, account, url: url('admin') });
  return { service, url };
}

async function startServer(
  services: Services,
  name: 'primary' | 'replica',
  { data, account, url }: { data: string; account: Account | null; url: string },
): Promise<Service> {
  const settings = {
    port: PORTS[name],
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_wal_size: '1GB',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return services.start(
    {
      name,
      program: PROGRAMS.postgres,
      args: ['-D', data, ...options],
      options: spawnOptions(account),
      // Immediate shutdown; killed, its children would stay.
      lastSignal: 'SIGQUIT',
    },
    () => answers(url),
  );
}

/** Whether a statement can be run there. */
export async function answers(url: string): Promise<boolean> {
  const { db, close } = connect(url, { max: 1 });
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch {
    return false;
  } finally {
    await close();
  }
}

/** The same address, elsewhere on this machine. */
export function atPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
