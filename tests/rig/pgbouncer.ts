// PgBouncer with the configuration beside this file.
import { chown, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roleName } from '#lib/server/db/embedded/credentials.ts';
import { spawnOptions } from '#lib/server/db/embedded/run.ts';
import { answers, atPort, type Place, type Postgres } from './postgres.ts';
import { PORTS, PROGRAMS } from './programs.ts';
import type { Service } from './service.ts';

/** Address of the primary's database through PgBouncer. */
export function pooledUrl(primary: Postgres): string {
  return atPort(primary.url('app'), PORTS.pgbouncer);
}

/** Writes the configuration and the password of the app's role. @returns a function that starts PgBouncer */
export async function preparePgbouncer(
  { services, folder, account }: Place,
  primary: Postgres,
): Promise<() => Promise<Service>> {
  const users = join(folder, 'users.txt');
  const { password } = new URL(primary.url('app'));
  await writeFile(users, `"${roleName('app')}" "${password}"\n`, { mode: 0o600 });
  if (account) await chown(users, account.uid, account.gid);
  await copyFile(join(import.meta.dirname, 'pgbouncer.ini'), join(folder, 'pgbouncer.ini'));
  const pgbouncer = {
    name: 'pgbouncer',
    program: PROGRAMS.pgbouncer,
    args: ['pgbouncer.ini'],
    options: { ...spawnOptions(account), cwd: folder },
  };
  return () => services.start(pgbouncer, () => answers(pooledUrl(primary)));
}
