import pg from 'pg';
import { CommandError } from './command.ts';

const CONNECT_LIMIT_MS = 5000;
const OLDEST_VERSION = 15;

interface ServerFacts {
  version: number;
  fsync: string;
  commit: string;
  isStandby: boolean;
}

const FACTS = `
  SELECT current_setting('server_version_num')::int / 10000 AS version,
         current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS commit,
         pg_is_in_recovery() AS "isStandby"`;

/** @throws CommandError naming the variable, when the server is unreachable or could lose acknowledged commits */
export async function checkServer(url: string, variable: string): Promise<void> {
  const problem = findProblem(await readFacts(url, variable));
  if (problem) throw new CommandError(`${variable}: ${problem}.`);
}

/** Why a server with these settings must not be used, or null. */
export function findProblem({ version, fsync, commit, isStandby }: ServerFacts): string | null {
  if (version < OLDEST_VERSION)
    return `PostgreSQL ${version} is too old, ${OLDEST_VERSION} or newer is needed`;
  if (isStandby) return 'this PostgreSQL is a read-only standby';
  if (fsync === 'off') return 'fsync is off there, so a crash would lose forecasts';
  if (commit === 'off') return 'synchronous_commit is off there, so a crash would lose forecasts';
  return null;
}

async function readFacts(url: string, variable: string): Promise<ServerFacts> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: CONNECT_LIMIT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(FACTS);
    if (!rows[0]) throw new Error('it answered nothing');
    return rows[0];
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    throw new CommandError(
      `${variable}: PostgreSQL at ${whereIs(client)} cannot be used: ${message || code}.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

function whereIs({ host, port, database }: pg.Client): string {
  return `${host}:${port}/${database}`;
}
