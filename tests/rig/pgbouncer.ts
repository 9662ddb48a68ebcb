// PgBouncer with the configuration beside this file.
import { chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnOptions } from '#lib/server/platform/db/embedded/process.ts';
import { answers, atPort, type Place, type Postgres } from './postgres.ts';
import { PORTS, PROGRAMS } from './programs.ts';
import type { Service } from './service.ts';

/** Address of the primary's database through PgBouncer. */
export function pooledUrl(primary: Postgres): string {
  return atPort(primary.url('app'), PORTS.pgbouncer);
}

/** Address of the replica's database through PgBouncer. */
export function pooledReadUrl(primary: Postgres): string {
  return Object.assign(new URL(pooledUrl(primary)), { pathname: '/final_two_read' }).href;
}

interface PoolerOptions {
  /** Address of the role that may connect. */
  url: string;
  port: number;
  config: string;
}

/** @returns a function that starts PgBouncer before the primary */
export async function preparePgbouncer(place: Place, primary: Postgres): Promise<() => Promise<Service>> {
  const options = { url: primary.url('app'), port: PORTS.pgbouncer, config: await readConfig() };
  return () => startPooler(place, options);
}

/**
 * PgBouncer before any database of another server, with the rest of the same configuration.
 *
 * @param maxPreparedStatements 0: it knows no named statements
 */
export async function startPoolerOf(
  place: Place,
  { url, port, maxPreparedStatements }: { url: string; port: number; maxPreparedStatements: number },
): Promise<Service> {
  const config = (await readConfig())
    .replace(/^final_two = .*$/m, `* = host=127.0.0.1 port=${new URL(url).port}`)
    .replace(/^final_two_read = .*$/m, '')
    .replace(/^listen_port = .*$/m, `listen_port = ${port}`)
    .replace(/^max_prepared_statements = .*$/m, `max_prepared_statements = ${maxPreparedStatements}`);
  return startPooler(place, { url, port, config });
}

/** Writes the configuration and the role's password, and starts PgBouncer. */
async function startPooler(
  { services, folder, account }: Place,
  { url, port, config }: PoolerOptions,
): Promise<Service> {
  const users = join(folder, 'users.txt');
  const { username, password } = new URL(url);
  await writeFile(users, `"${username}" "${password}"\n`, { mode: 0o600 });
  if (account) await chown(users, account.uid, account.gid);
  await writeFile(join(folder, 'pgbouncer.ini'), config);
  const pgbouncer = {
    name: 'pgbouncer',
    program: PROGRAMS.pgbouncer,
    args: ['pgbouncer.ini'],
    options: { ...spawnOptions(account), cwd: folder },
  };
  return services.start(pgbouncer, () => answers(atPort(url, port)));
}

function readConfig(): Promise<string> {
  return readFile(join(import.meta.dirname, 'pgbouncer.ini'), 'utf8');
}
