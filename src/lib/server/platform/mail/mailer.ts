// The outbox: letters are jobs in the database, written in the transaction that they belong to and sent by any process
// of the app. A job holds a secret, so it is deleted as soon as it is sent or has expired.
import type { Transaction } from 'kysely';
import type pg from 'pg';
import { type Job, PgBoss } from 'pg-boss';
import { JOB_SCHEMA, jobDatabase, jobTransaction, MAIL_QUEUE } from '../db/job-queue.ts';
import type { DB } from '../db/schema.generated.ts';
import type { Log } from '../log.ts';
import { type MailConfig, openTransport, type Transport } from './transport.ts';
import { type Letter, type LetterText, type Locale, render } from './letter.ts';

export interface OutgoingLetter {
  /** One address. */
  to: string;
  letter: Letter;
  /** Language of the receiver. */
  locale: Locale;
  /** Time after which the letter is of no use and is dropped unsent. */
  expiresInSeconds?: number;
}

interface MailJob {
  to: string;
  locale: Locale;
  letter: LetterText;
  expiresAt: number;
}

/** A notice of a change is still useful after an outage of the mail server. */
const DEFAULT_EXPIRY_SECONDS = 12 * 60 * 60;
const POLL_SECONDS = 1;
const BATCH = 10;
const SUPERVISE_SECONDS = 30;
/** Of a feature of pg-boss that is not used: as rarely as it allows. */
const FLOW_SECONDS = 3600;
const STOP_MS = 2_000;
/** While the database is away every poll fails. */
const REPORT_MS = 60_000;
/** SMTP replies from here on are permanent: trying again cannot succeed. */
const PERMANENT_REPLY = 500;

export class Mailer {
  readonly #boss: PgBoss;
  readonly #transport: Transport;
  readonly #origin: string;
  readonly #log: Log;
  readonly #counts = { sent: 0, failed: 0, refused: 0, expired: 0 };
  #reportedAt = 0;

  /** @param superviseSeconds how often letters are looked for that were lost with the process that was sending them */
  constructor(
    pool: pg.Pool,
    config: MailConfig & { dataDir: string },
    log: Log,
    superviseSeconds = SUPERVISE_SECONDS,
  ) {
    this.#log = log;
    this.#origin = config.mailOrigin;
    this.#transport = openTransport(config, log);
    this.#boss = new PgBoss({
      db: jobDatabase(pool),
      schema: JOB_SCHEMA,
      migrate: false,
      schedule: false,
      registerInstance: false,
      reindex: false,
      monitorVacuum: false,
      flowIntervalSeconds: FLOW_SECONDS,
      superviseIntervalSeconds: superviseSeconds,
      maintenanceIntervalSeconds: superviseSeconds,
      monitorIntervalSeconds: superviseSeconds,
    });
    this.#boss.on('error', (error) => this.#report(error));
  }

  async start(): Promise<void> {
    await this.#boss.start();
    await this.#boss.work<MailJob>(
      MAIL_QUEUE,
      { pollingIntervalSeconds: POLL_SECONDS, batchSize: BATCH, perJobResults: true },
      (jobs) => Promise.all(jobs.map((job) => this.#handle(job))),
    );
  }

  /** Puts a letter into the outbox; it is sent if the transaction commits. */
  async send(tx: Transaction<DB>, { to, letter, locale, expiresInSeconds }: OutgoingLetter): Promise<void> {
    const expiresAt = Date.now() + (expiresInSeconds ?? DEFAULT_EXPIRY_SECONDS) * 1000;
    const job: MailJob = { to, locale, letter: letter[locale], expiresAt };
    await this.#boss.send(MAIL_QUEUE, job, { db: jobTransaction(tx) });
  }

  /**
   * What this process did with letters since its start: sent; failed, to be tried again; refused for good by the mail server;
   * expired before they could be sent.
   */
  get counts(): Readonly<Record<'sent' | 'failed' | 'refused' | 'expired', number>> {
    return this.#counts;
  }

  /** Letters in the outbox of all processes, as pg-boss counted them within the last half minute. */
  async countWaiting(): Promise<number> {
    const queue = await this.#boss.getQueue(MAIL_QUEUE);
    return queue?.queuedCount ?? 0;
  }

  /** Lets letters that are being sent finish, for a short time; others stay in the outbox. */
  async close(): Promise<void> {
    await this.#boss.stop({ close: false, timeout: STOP_MS });
    this.#transport.close();
  }

  async #handle({ id, data }: Job<MailJob>) {
    if (Date.now() >= data.expiresAt) {
      this.#log.warn({ job: id }, 'a letter expired before it could be sent');
      this.#counts.expired += 1;
      return this.#drop(id);
    }
    try {
      await this.#transport.deliver(data.to, render(data.letter, data.locale, this.#origin));
      this.#counts.sent += 1;
    } catch (error) {
      const failure = describe(error);
      this.#log.warn({ job: id, ...failure }, 'a letter could not be sent');
      // The reason is stored with the job; the server's words may repeat the letter.
      this.#counts[isPermanent(error) ? 'refused' : 'failed'] += 1;
      if (!isPermanent(error)) return { id, status: 'failed' as const, output: failure };
    }
    return this.#drop(id);
  }

  #report(error: Error): void {
    if (Date.now() - this.#reportedAt < REPORT_MS) return;
    this.#reportedAt = Date.now();
    this.#log.error({ err: error }, 'the outbox could not be read');
  }

  async #drop(id: string) {
    await this.#boss.deleteJob(MAIL_QUEUE, id);
    return { id, status: 'completed' as const };
  }
}

/** Whether the server refused this letter or its receiver, not the connection. */
function isPermanent(error: unknown): boolean {
  const { code, reply = 0 } = describe(error);
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && reply >= PERMANENT_REPLY;
}

function describe(error: unknown): { code?: string | undefined; reply?: number | undefined } {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return { code, reply: responseCode };
}
