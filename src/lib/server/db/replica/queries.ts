import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../connect.ts';
import { CONTENT_VERSION } from '../content-version.ts';

/** Identifies the cluster: a replica has that of its primary. */
const SYSTEM = sql<string>`(select system_identifier::text from pg_control_system())`;

function bytesBefore(position: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(${position} - '0/0'::pg_lsn)::bigint`;
}

export interface PrimaryState {
  system: string;
  /** See `CONTENT_VERSION`. */
  version: number;
  /** Bytes of the write-ahead log before its end. */
  position: number;
}

/** @throws where the server is a replica itself */
export async function readPrimary(db: Db): Promise<PrimaryState> {
  const { rows } = await sql<PrimaryState>`
    select ${SYSTEM} as system, ${CONTENT_VERSION} as version, ${bytesBefore(sql`pg_current_wal_lsn()`)} as position
  `.execute(db);
  return rows[0]!;
}

export interface ReplicaState {
  system: string;
  version: number;
  /** False after it was promoted. */
  isReplica: boolean;
  /** Bytes of the log that it has replayed; null where it is no streaming replica. */
  replayed: number | null;
}

export async function readReplica(db: Db): Promise<ReplicaState> {
  const { rows } = await sql<ReplicaState>`
    select ${SYSTEM} as system, ${CONTENT_VERSION} as version, pg_is_in_recovery() as is_replica,
           ${bytesBefore(sql`pg_last_wal_replay_lsn()`)} as replayed
  `.execute(db);
  return rows[0]!;
}
