import { type RawBuilder, sql } from 'kysely';
import { connect, type Connection, type Db } from './connect.ts';
import { CONTENT_VERSION } from './content-version.ts';
import type pg from 'pg';
import type { Logger } from 'pino';
import { singleFlight } from '../concurrency.ts';
import { readsFrom } from './reads.ts';

/** Identifies the cluster: a replica has that of its primary. */
const SYSTEM = sql<string>`(select system_identifier::text from pg_control_system())`;

function bytesBefore(position: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(${position} - '0/0'::pg_lsn)::bigint`;
}

interface PrimaryState {
  system: string;
  /** See `CONTENT_VERSION`. */
  version: number;
  /** Bytes of the write-ahead log before its end. */
  position: number;
}

/** @throws where the server is a replica itself */
async function readPrimary(db: Db): Promise<PrimaryState> {
  const { rows } = await sql<PrimaryState>`
    select ${SYSTEM} as system, ${CONTENT_VERSION} as version, ${bytesBefore(sql`pg_current_wal_lsn()`)} as position
  `.execute(db);
  return rows[0]!;
}

interface ReplicaState {
  system: string;
  version: number;
  /** False after it was promoted. */
  isReplica: boolean;
  /** Bytes of the log that it has replayed; null where it is no streaming replica. */
  replayed: number | null;
}

async function readReplica(db: Db): Promise<ReplicaState> {
  const { rows } = await sql<ReplicaState>`
    select ${SYSTEM} as system, ${CONTENT_VERSION} as version, pg_is_in_recovery() as is_replica,
           ${bytesBefore(sql`pg_last_wal_replay_lsn()`)} as replayed
  `.execute(db);
  return rows[0]!;
}

/** Position of the primary's write-ahead log at an instant. */
interface Sample {
  /** Ms of a monotonic clock, before the position was read. */
  at: number;
  /** Bytes of log before it. */
  position: number;
}

/**
 * How old the data of a replica is, by when the primary's log was where the replica is now. Unlike the time of the last
 * replayed transaction it does not grow while the primary is idle, and it compares no two machines' clocks. Pure.
 */
export class Lag {
  readonly #mostMs: number;
  #samples: Sample[] = [];

  /** @param mostMs samples older than this are forgotten */
  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  add(sample: Sample): void {
    this.#samples = this.#samples.filter(({ at }) => sample.at - at <= this.#mostMs);
    this.#samples.push(sample);
  }

  /** Most ms by which a replica that has replayed up to a position lags; Infinity where it is behind all samples. */
  of(replayed: number, now: number): number {
    const reached = this.#samples.findLast(
      ({ at, position }) => position <= replayed && now - at <= this.#mostMs,
    );
    return reached ? now - reached.at : Infinity;
  }
}

// Which server answers what visitors read: a streaming replica while it is known to be current, else the primary. See
// docs/decisions/019-reading-from-a-replica.md.

const POLL_MS = 250;
/** For so long after a check has begun its finding holds: a check that hangs turns the replica off. */
const CHECKED_MS = 1_000;
const MOST_LAG_MS = 10_000;
/** A replica that hangs is given up after this. */
const CONNECT_MS = 1_000;
const SILENCE_MS = 5_000;

/** Where visitors' reads go. */
export interface Reads {
  /**
   * The connection for what a visitor reads in one request and what is the same for everybody: it has every change of the
   * content that was committed before the call.
   */
  current(): Promise<Db>;
  /** For metrics; null where there is no replica. */
  readonly replica: ReplicaUse | null;
  /** Reads from the primary until a check that begins after this. */
  doubt(): void;
  /** Runs what may change the content; meanwhile, and until the next check, this process reads from the primary. */
  changing<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface ReplicaUse {
  pool: pg.Pool;
  /** Whether visitors' reads go there now. */
  isUsed: boolean;
}

interface Options {
  primaryUrl: string;
  /** Null where there is no replica. */
  replicaUrl: string | null;
  /** Most connections to the replica, besides the one that checks it. */
  max: number;
  log: Logger;
}

/** @param primary the connection of requests to the primary */
export function openReads(primary: Db, { replicaUrl, ...options }: Options): Reads {
  if (replicaUrl) return new ReadReplica(primary, { replicaUrl, ...options });
  return {
    current: () => Promise.resolve(primary),
    replica: null,
    doubt: () => {},
    changing: (work) => work(),
    close: () => Promise.resolve(),
  };
}

/** Class because it has identity: what it knows of the replica. */
export class ReadReplica implements Reads {
  readonly #primary: Db;
  readonly #reads: Db;
  readonly #pool: pg.Pool;
  readonly #log: Logger;
  /** Of their own for the checks, which must not wait behind requests. */
  readonly #checks: { primary: Connection; replica: Connection };
  readonly #connections: Connection[];
  readonly #lag = new Lag(MOST_LAG_MS);
  readonly #timer: NodeJS.Timeout;
  #usableUntil = 0;
  /** Raised to make a check that is under way count no more. */
  #doubts = 0;
  #changes = 0;
  /** Why the replica is not used; null while it is. */
  #reason: string | null = 'not checked yet';

  constructor(primary: Db, { primaryUrl, replicaUrl, max, log }: Options & { replicaUrl: string }) {
    const limits = { connectTimeoutMs: CONNECT_MS, applicationName: 'final-two reads' };
    const requests = connect(replicaUrl, { ...limits, max, silenceMs: SILENCE_MS });
    const check = { ...limits, max: 1, silenceMs: CHECKED_MS };
    this.#checks = { primary: connect(primaryUrl, check), replica: connect(replicaUrl, check) };
    this.#connections = [requests, ...Object.values(this.#checks)];
    this.#primary = primary;
    this.#pool = requests.pool;
    this.#reads = readsFrom(requests.db, primary, (error) => this.#failed(error));
    this.#log = log;
    this.#timer = setInterval(() => void this.check(), POLL_MS);
    this.#timer.unref();
  }

  /** The replica's while it has every committed change of the content, and forecasts of ten seconds ago. */
  get db(): Db {
    return this.#isUsed ? this.#reads : this.#primary;
  }

  /** Checks again where the last check found it usable; where not, nobody waits for a replica. */
  async current(): Promise<Db> {
    if (this.#isUsed) await this.check();
    return this.db;
  }

  get replica(): ReplicaUse {
    return { pool: this.#pool, isUsed: this.#isUsed };
  }

  get #isUsed(): boolean {
    return performance.now() < this.#usableUntil;
  }

  doubt(): void {
    this.#doubts += 1;
    this.#usableUntil = 0;
  }

  async changing<T>(work: () => Promise<T>): Promise<T> {
    this.#changes += 1;
    this.doubt();
    try {
      return await work();
    } finally {
      this.#changes -= 1;
      this.doubt();
    }
  }

  /** Resolves when the replica has been checked; never throws. */
  readonly check = singleFlight(() => this.#check());

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.doubt();
    await Promise.all(this.#connections.map(({ close }) => close()));
  }

  async #check(): Promise<void> {
    const startedAt = performance.now();
    const doubts = this.#doubts;
    const reason = await this.#findReason().catch((error: unknown) => messageOf(error));
    if (doubts !== this.#doubts || this.#changes > 0) return;
    this.#usableUntil = reason === null ? startedAt + CHECKED_MS : 0;
    this.#report(reason);
  }

  /** @returns why the replica must not be used; null where it may */
  async #findReason(): Promise<string | null> {
    const at = performance.now();
    const primary = await readPrimary(this.#checks.primary.db);
    this.#lag.add({ at, position: primary.position });
    const replica = await readReplica(this.#checks.replica.db);
    const lagMs = this.#lag.of(replica.replayed ?? -1, performance.now());
    return reasonAgainst(primary, replica, lagMs);
  }

  #failed(error: unknown): void {
    this.doubt();
    this.#report(messageOf(error));
  }

  #report(reason: string | null): void {
    if (reason === this.#reason) return;
    const isNews = (reason === null) !== (this.#reason === null);
    this.#reason = reason;
    if (reason === null) this.#log.info('visitors read from the replica');
    else if (isNews) this.#log.warn({ reason }, 'visitors read from the primary');
  }
}

function reasonAgainst(primary: PrimaryState, replica: ReplicaState, lagMs: number): string | null {
  if (replica.system !== primary.system) return 'it is no copy of the primary';
  if (!replica.isReplica || replica.replayed === null) return 'it is no streaming replica';
  if (replica.version < primary.version) return 'it has not replayed the last change';
  return lagMs < MOST_LAG_MS ? null : 'it lags more than ten seconds';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
