// A streaming replica of an embedded server, made from a copy of its data folder as a base backup would.
import { execFile, spawn } from 'node:child_process';
import { appendFile, chown, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { connect, isReachable } from '../../src/lib/server/platform/db/connect.ts';
import { accountFor, findBinaries, homeOf } from '../../src/lib/server/platform/db/embedded/binaries.ts';
import { dataFolderOf } from '../../src/lib/server/platform/db/embedded/cluster.ts';
import { spawnOptions } from '../../src/lib/server/platform/db/embedded/process.ts';
import type { EmbeddedServer } from '../../src/lib/server/platform/db/embedded/server.ts';
import { serverArguments } from '../../src/lib/server/platform/db/embedded/settings.ts';

interface Replica {
  port: number;
  /** The same role and database as in an address of the primary. */
  urlOf(primaryUrl: string): string;
  start(): Promise<void>;
  /** Ends its server at once, as a crash would. */
  kill(): Promise<void>;
  /** Ends its server and removes its data. */
  remove(): Promise<void>;
}

const HOST_RULE = 'host replication all 127.0.0.1/32 scram-sha-256\n';
const POLL_MS = 20;

/** Starts a replica of the running server of a data folder. */
export async function openReplica(
  primary: EmbeddedServer,
  dataDir: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<Replica> {
  const home = await realpath(homeOf(dataDir));
  const [from, data] = [dataFolderOf(home), dataFolderOf(`${home}-replica`)];
  await appendFile(join(from, 'pg_hba.conf'), HOST_RULE);
  await copyData(primary.adminUrl, from, data);
  const account = accountFor(from);
  const { postgres } = await findBinaries(account);
  const urlOf = (primaryUrl: string) => Object.assign(new URL(primaryUrl), { port }).toString();
  const args = serverArguments(data, port, { primary_conninfo: conninfoOf(primary.adminUrl), ...settings });
  let end = async () => {};
  const kill = () => end();

  async function start(): Promise<void> {
    const child = spawn(postgres, args, { ...spawnOptions(account), stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const ended = new Promise((done) => child.once('exit', done));
    end = async () => {
      child.kill('SIGQUIT');
      await ended;
    };
    const { db, close } = connect(urlOf(primary.adminUrl), { max: 1 });
    while (!(await isReachable(db))) {
      if (child.exitCode !== null) throw new Error(`the replica ended: ${complaints}`);
      await sleep(POLL_MS);
    }
    await close();
  }

  await start();
  return {
    port,
    urlOf,
    start,
    kill,
    async remove() {
      await kill();
      await rm(`${home}-replica`, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function copyData(adminUrl: string, from: string, to: string): Promise<void> {
  // A backup belongs to its session.
  const { db, close } = connect(adminUrl, { max: 1 });
  await sql`select pg_reload_conf(), pg_backup_start('replica', fast => true)`.execute(db);
  await promisify(execFile)('cp', ['-a', dirname(from), dirname(to)]);
  const { rows } = await sql<{ label: string }>`
    select labelfile as label from pg_backup_stop(wait_for_archive => false)
  `.execute(db);
  await close();
  await rm(join(to, 'postmaster.pid'));
  const { uid, gid } = await stat(to);
  for (const [file, text] of [
    ['backup_label', rows[0]!.label],
    ['standby.signal', ''],
  ] as const) {
    await writeFile(join(to, file), text);
    await chown(join(to, file), uid, gid);
  }
}

function conninfoOf(adminUrl: string): string {
  const { hostname, port, username, password } = new URL(adminUrl);
  return `host=${hostname} port=${port} user=${username} password=${password}`;
}
