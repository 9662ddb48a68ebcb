// The built site on a PostgreSQL of its own, durable as in production, with accounts that are signed in. Each site gets a
// fresh copy of one prepared database, so that every measurement begins with the same log.
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { seed } from '#lib/server/questions/contest/seed.ts';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { openEmbedded } from '#lib/server/platform/db/embedded/server.ts';
import { grantToApp, migrateToLatest } from '#lib/server/platform/db/migrate.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { end, launch, type Settings, untilReady } from '../setup/site.ts';

const TEMPLATE = 'bench_template';

export interface BenchDatabase {
  appUrl: string;
  ownerUrl: string;
  /** Through this connection the owner may write past the gate. */
  owner: Db;
  close(): Promise<void>;
}

interface BenchSite {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

export interface BenchServer {
  adminUrl: string;
  /** A fresh copy of the prepared database. */
  createDatabase(): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

const SECRET_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** The cookie value of the n-th account. */
export function sessionOf(n: number): string {
  const letters = Array.from(n.toString(32), (digit) => SECRET_LETTERS[parseInt(digit, 32)]);
  return `bench${letters.join('').padStart(35, 'a')}`;
}

/** @param accounts how many forecasters exist, each with a session */
export async function openBenchServer(accounts: number): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-bench-'));
  const server = await openEmbedded({ dataDir, log: createLog('error') });
  const admin = connect(withDatabase(server.adminUrl, 'postgres'), { max: 1 });
  const role = new URL(server.ownerUrl).username;
  await sql`create database ${sql.id(TEMPLATE)} owner ${sql.id(role)}`.execute(admin.db);
  await prepareDatabase(withDatabase(server.ownerUrl, TEMPLATE), server.appUrl, accounts);
  const settings = await listSettings(admin.db);
  let made = 0;

  return {
    adminUrl: server.adminUrl,
    async createDatabase() {
      const name = `bench_${++made}`;
      await sql`
        create database ${sql.id(name)} owner ${sql.id(role)} template ${sql.id(TEMPLATE)}
      `.execute(admin.db);
      for (const setting of settings) await copySetting(admin.db, name, setting);
      const ownerUrl = withDatabase(server.ownerUrl, name);
      const connection = connect(ownerUrl, { max: 2 });
      return {
        appUrl: withDatabase(server.appUrl, name),
        ownerUrl,
        owner: connection.db,
        async close() {
          await connection.close();
          await sql`drop database ${sql.id(name)} with (force)`.execute(admin.db);
        },
      };
    },
    async stop() {
      await admin.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Migrates and seeds an empty database, and adds forecasters who are signed in.
 *
 * @param accounts how many
 */
export async function prepareDatabase(ownerUrl: string, appUrl: string, accounts: number): Promise<void> {
  await migrateToLatest(ownerUrl);
  await grantToApp(ownerUrl, appUrl);
  const owner = connect(ownerUrl, { max: 1 });
  await seed(owner.db);
  await insertAccounts(owner.db, accounts);
  await owner.close();
}

/** `ALTER DATABASE … SET` of the template, which a copy does not get. */
async function listSettings(db: Db): Promise<string[]> {
  const { rows } = await sql<{ settings: string[] }>`
    select setconfig as settings from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
     where d.datname = ${TEMPLATE} and s.setrole = 0
  `.execute(db);
  return rows.flatMap(({ settings }) => settings);
}

async function copySetting(db: Db, database: string, setting: string): Promise<void> {
  const [name = '', value = ''] = setting.split(/=(.*)/s);
  await sql`alter database ${sql.id(database)} set ${sql.id(name)} = ${sql.lit(value)}`.execute(db);
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function insertAccounts(owner: Db, accounts: number): Promise<void> {
  const secrets = Array.from({ length: accounts }, (_, n) => sessionOf(n));
  await sql`
    with person as (
      insert into account (handle) select 'bench-' || n from generate_series(0, ${accounts - 1}::int) n returning id, handle
    )
    insert into session (secret_hash, account_id, expires_at, ends_at)
    select encode(sha256(secret::bytea), 'hex'), person.id, now() + interval '13 days', now() + interval '80 days'
      from unnest(${secrets}::text[]) with ordinality as t(secret, n)
      join person on person.handle = 'bench-' || (n - 1)
  `.execute(owner);
  // Not the log, which is empty: plans for empty tables would be kept while it grows.
  await sql`analyze account, session`.execute(owner);
}

/** Starts one process of the site, with further settings; several may serve one database. */
export async function startSite(
  { appUrl, ownerUrl }: BenchDatabase,
  settings: Settings = {},
): Promise<BenchSite> {
  const dataDir = await mkdtemp(join(tmpdir(), 'final-two-site-'));
  const env = { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, LOG_LEVEL: 'error', ...settings };
  const site = await launch({ dataDir, env });
  site.process.stderr?.pipe(process.stderr);
  await untilReady(site);
  return {
    port: site.port,
    pid: site.process.pid,
    async stop() {
      await end(site);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** CPU time of a process so far, in ms. Linux alone. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Fields after the command, which may hold spaces: utime and stime are the 14th and 15th of all, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
