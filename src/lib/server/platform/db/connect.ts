import { Socket } from 'node:net';
import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { BusyError } from '../errors.ts';
import { preparedOn, type RunPrepared } from './prepared.ts';
import type { DB } from './schema.generated.ts';

export type Db = Kysely<DB>;

export interface Connection {
  db: Db;
  pool: pg.Pool;
  run: RunPrepared;
  close(): Promise<void>;
}

interface ConnectOptions {
  max?: number;
  applicationName?: string;
  /** Hears of idle connections that the server ended; the pool replaces them by itself. */
  onError?: (error: Error) => void;
  /** How long a query waits for a connection. */
  connectTimeoutMs?: number;
  /** A connection on which nothing moves for so long is ended, and its query fails; by default the server decides. */
  silenceMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** Type OID of `bigint[]`, which `pg.types.builtins` lacks. */
const INT8_ARRAY = 1016;

/** `bigint` as a number: all of ours stay below 2^53. `date` and `time` stay text. */
const PARSERS: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: Number,
  // '{-3,5}' is '[-3,5]' in JSON.
  [INT8_ARRAY]: (text): unknown => JSON.parse(`[${text.slice(1, -1)}]`),
  [pg.types.builtins.DATE]: (text) => text,
  [pg.types.builtins.TIME]: (text) => text.slice(0, 5),
};

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    PARSERS[oid] ?? pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Opens a pool on a PostgreSQL server; nothing is connected before the first query. A query throws BusyError where all
 * connections are taken for five seconds. Time limits of statements are settings of the database: as parameters of a
 * session's start PgBouncer would refuse them.
 */
export function connect(url: string, options: ConnectOptions = {}): Connection {
  const { silenceMs } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'final-two',
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    types,
    ...(silenceMs && { stream: () => socketWithin(silenceMs) }),
  });
  pool.on('error', (error) => options.onError?.(error));
  // One in use fails its query and also emits an error event; without a listener, Node would exit.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const bounded = {
    options: pool.options,
    connect: () => pool.connect().catch(refuse),
    end: () => pool.end(),
  };
  const run = preparedOn(bounded);
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: bounded }),
    plugins: [new CamelCasePlugin()],
  });
  return { db, pool, run, close: () => db.destroy() };
}

function socketWithin(silenceMs: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(silenceMs, () => socket.destroy(new Error('the database server is silent')));
}

/** Whether the database answers. */
export function isReachable(db: Db): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
}

/** Whether the pool timed out waiting for a free connection; only the message differs from an unreachable server's. */
function refuse(error: Error): never {
  throw error.message === 'timeout exceeded when trying to connect' ? new BusyError() : error;
}

const IDLE_TIMEOUT = 'idle_in_transaction_session_timeout';
const TIMEOUTS = ['statement_timeout', IDLE_TIMEOUT, 'transaction_timeout'];
/** For a long transaction: computing between two statements may take a while, but a client that is gone must not keep locks. */
const LONG_IDLE = '5min';

/** The time limits that this PostgreSQL knows, in ms for this session; 0 is none. */
export async function listTimeouts(db: Db): Promise<{ name: string; ms: number }[]> {
  const { rows } = await sql<{ name: string; ms: number }>`
    select name, setting::integer as ms from pg_settings where name = any(${TIMEOUTS}::text[])
  `.execute(db);
  return rows;
}

/**
 * Lifts the time limits for the rest of a transaction, which takes minutes. A client that sends no statement for five
 * minutes is still dropped.
 */
export async function liftTimeouts(tx: Transaction<DB>): Promise<void> {
  // By way of pg_settings, because PostgreSQL before 17 has no transaction_timeout.
  await sql`
    select set_config(name, case name when ${IDLE_TIMEOUT} then ${LONG_IDLE} else '0' end, true)
      from pg_settings where name = any(${TIMEOUTS}::text[])
  `.execute(tx);
}
