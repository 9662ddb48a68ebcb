// Programs of Debian's packages, and the ports of the rig, which the two configurations name, too.
import { existsSync } from 'node:fs';

const POSTGRES = '/usr/lib/postgresql/17/bin';

export const PROGRAMS = {
  haproxy: '/usr/sbin/haproxy',
  pgbouncer: '/usr/sbin/pgbouncer',
  initdb: `${POSTGRES}/initdb`,
  postgres: `${POSTGRES}/postgres`,
  basebackup: `${POSTGRES}/pg_basebackup`,
};

export const PORTS = { haproxy: 3600, primary: 5600, replica: 5601, pgbouncer: 5602 };

/** Port of the n-th process of the site, from 0. */
export function appPort(n: number): number {
  return PORTS.haproxy + 1 + n;
}

/** One sentence on what to install, or null where nothing is missing. */
export const MISSING = Object.values(PROGRAMS).every((path) => existsSync(path))
  ? null
  : 'The rig needs Debian 13’s packages: apt-get install haproxy pgbouncer postgresql-17';
