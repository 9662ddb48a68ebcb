// pg-boss, in a schema of its own in the same database. Its tables are made by migrate as the owner; the app's role may
// use them and change none of them.
import { type Kysely, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { type Db as JobDatabase, fromKysely, PgBoss } from 'pg-boss';
import type { DB } from './schema.generated.ts';

export const JOB_SCHEMA = 'pgboss';

/** Letters to send; each job is deleted once it is sent or has expired. */
export const MAIL_QUEUE = 'mail';

const MAIL_QUEUE_OPTIONS = {
  // Letters have an expiry of their own; tries are in effect unlimited.
  retryLimit: 1000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  /** After this a letter counts as lost with the process that was sending it, and is tried again. */
  expireInSeconds: 60,
  /** Every letter has expired by then. */
  retentionSeconds: 24 * 60 * 60,
  deleteAfterSeconds: 60,
};

/** pg-boss on our pool; it needs the results of each of several statements, which Kysely does not return. */
export function jobDatabase(pool: pg.Pool): JobDatabase {
  return { executeSql: (text, values) => pool.query(text, values) };
}

/** pg-boss in the caller's transaction. */
export function jobTransaction(tx: Transaction<DB>): JobDatabase {
  return fromKysely(tx.withoutPlugins());
}

/** Makes or upgrades pg-boss's schema and our queue; connects as the owner. */
export async function installJobQueue(owner: pg.Pool): Promise<void> {
  const boss = new PgBoss({
    db: jobDatabase(owner),
    schema: JOB_SCHEMA,
    migrate: true,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  const errors: Error[] = [];
  boss.on('error', (error) => errors.push(error));
  try {
    await boss.start();
    await boss.createQueue(MAIL_QUEUE, MAIL_QUEUE_OPTIONS);
  } finally {
    await boss.stop({ close: false });
  }
  if (errors[0]) throw errors[0];
}

/** The app's role may work on jobs, and keep the counts of the queue; run inside the transaction that grants all rights. */
export async function grantJobQueue<T>(tx: Kysely<T>, role: string): Promise<void> {
  const app = sql.id(role);
  const schema = sql.id(JOB_SCHEMA);
  await sql`revoke all on all tables in schema ${schema} from ${app}`.execute(tx);
  await sql`grant usage on schema ${schema} to ${app}`.execute(tx);
  for (const [table, rights] of Object.entries(JOB_RIGHTS)) {
    await sql`grant ${sql.raw(rights)} on ${sql.table(`${JOB_SCHEMA}.${table}`)} to ${app}`.execute(tx);
  }
}

const JOB_RIGHTS: Record<string, string> = {
  version: 'select, update',
  queue: 'select, update',
  job: 'select, insert, update, delete',
  job_common: 'select, insert, update, delete',
  job_dependency: 'select, delete',
  instance: 'select, update, delete',
};
