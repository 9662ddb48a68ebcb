// HAProxy, processes of the site, PgBouncer, a primary and its replica, all on 127.0.0.1 and in one temporary folder.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { accountFor } from '#lib/server/platform/db/embedded/binaries.ts';
import { growLog } from '../bench/forecasts.ts';
import { prepareDatabase } from '../bench/site.ts';
import { startApp } from './app.ts';
import { ORIGIN, startHaproxy } from './haproxy.ts';
import { pooledReadUrl, pooledUrl, preparePgbouncer } from './pgbouncer.ts';
import { type Postgres, startPrimary, startReplica } from './postgres.ts';
import { appPort } from './programs.ts';
import { type Service, Services } from './service.ts';

export interface Rig {
  origin: string;
  /** The site's processes behind HAProxy. */
  apps: Service[];
  /** The n-th of them again, once it has ended. */
  startApp(n: number): Promise<Service>;
  /** A process that HAProxy does not know, straight on the primary. */
  startDirectApp(n: number): Promise<Service>;
  pgbouncer: Service;
  startPgbouncer(): Promise<Service>;
  primary: Postgres;
  replica: Postgres;
  /** As owner, straight on the primary. */
  owner: Db;
  accounts: number;
  stop(): Promise<void>;
}

interface RigOptions {
  processes: number;
  /** Forecasters with a session each. */
  accounts: number;
  /** Rows of the log by other accounts, from before the processes start. */
  oldRows?: number;
  /** Where steps that a failure or a signal must undo are registered. */
  atEnd(step: () => Promise<void>): void;
}

/** Starts all of it. @throws where one does not start */
export async function openRig({ processes, accounts, oldRows = 0, atEnd }: RigOptions): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'final-two-rig-'));
  const services = new Services(folder);
  const closing: (() => Promise<void>)[] = [
    () => services.end(),
    () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const stop = async () => {
    for (let step = closing.shift(); step; step = closing.shift()) await step();
  };
  atEnd(stop);

  const account = accountFor(folder);
  // Root's servers run as another account, which must reach its files and no others.
  if (account) await chmod(folder, 0o711);
  const place = { services, folder, account };
  const primary = await startPrimary(place);
  await prepareDatabase(primary.url('owner'), primary.url('app'), accounts);
  const owner = connect(withoutTimeLimit(primary.url('owner')), { max: 2 });
  closing.unshift(owner.close);
  if (oldRows > 0) await growLog(owner.db, oldRows);
  const replica = await startReplica(place, primary);
  const startPgbouncer = await preparePgbouncer(place, primary);
  const pgbouncer = await startPgbouncer();
  const DATABASE_OWNER_URL = primary.url('owner');
  const startPooled = (n: number) =>
    startApp(place, n, {
      ORIGIN,
      DATABASE_URL: pooledUrl(primary),
      DATABASE_READ_URL: pooledReadUrl(primary),
      DATABASE_OWNER_URL,
    });
  const startDirect = (n: number) =>
    startApp(place, n, {
      ORIGIN: `http://127.0.0.1:${appPort(n)}`,
      DATABASE_URL: primary.url('app'),
      DATABASE_OWNER_URL,
    });
  const apps = await Promise.all(Array.from({ length: processes }, (_, n) => startPooled(n)));
  await startHaproxy(place, processes);
  return {
    origin: ORIGIN,
    apps,
    startApp: startPooled,
    startDirectApp: startDirect,
    pgbouncer,
    startPgbouncer,
    primary,
    replica,
    owner: owner.db,
    accounts,
    stop,
  };
}

function withoutTimeLimit(url: string): string {
  return `${url}?options=${encodeURIComponent('-c statement_timeout=0 -c transaction_timeout=0')}`;
}
