import type { CrowdView } from '#lib/types/question.ts';
import { type CachedQuestion, CachedQuestions, type TimedField } from './cached-questions.ts';
import { DAY_MS } from '#lib/kst.ts';
import type { Db } from '../../platform/db/connect.ts';
import { listOddsAt } from './queries.ts';
import type { EffectView } from '#lib/types/receipt.ts';
import { Catalogue } from '../../questions/catalogue.ts';
import { LogFollower } from '../log/follower.ts';
import type { LogRow, LogUpdate } from '../log/queries.ts';
import { singleFlight } from '../../platform/concurrency.ts';
import { CachedHistories, PointWriter } from './history.ts';

/** Minimum interval between sends. */
const SEND_MS = 500;

export type OddsListener = (field: TimedField, crowd: CrowdView) => void;

/** Sends changed odds to listeners, at most twice a second. */
class OddsFeed {
  readonly #listeners = new Set<OddsListener>();
  #sentAt = 0;

  listen(listener: OddsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends odds that changed since the last send, unless that was less than half a second ago. */
  send(all: readonly CachedQuestion[]): void {
    if (Date.now() - this.#sentAt < SEND_MS) return;
    const unsent = all.filter((cached) => cached.isUnsent);
    if (unsent.length === 0) return;
    this.#sentAt = Date.now();
    for (const cached of unsent) {
      cached.isUnsent = false;
      const crowd = cached.crowd();
      for (const listener of this.#listeners) listener(cached.field, crowd);
    }
  }
}

const WEEK_MS = 7 * DAY_MS;
const READ_EVERY_MS = 5 * 60_000;

/** The odds of every question seven days ago, in memory. */
export class WeekAgo {
  readonly #db: Db;
  #odds: ReadonlyMap<number, number[] | null> = new Map();
  #readAt = -Infinity;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Null where there were none. */
  get(questionId: number): readonly number[] | null {
    return this.#odds.get(questionId) ?? null;
  }

  /** Reads them again, unless that was within the last minutes. @param now the database's clock */
  async refresh(questionIds: readonly number[], now: Date): Promise<void> {
    if (now.getTime() - this.#readAt < READ_EVERY_MS) return;
    const at = new Date(now.getTime() - WEEK_MS);
    const rows = await listOddsAt(
      this.#db,
      questionIds.map((questionId) => ({ questionId, at })),
    );
    this.#odds = new Map(rows.map(({ questionId, permille }) => [questionId, permille]));
    this.#readAt = now.getTime();
  }
}

// The crowd keeper: holds standing forecasts and crowd odds of every question in memory, fed by the log follower. Reading
// odds never reads the log; all processes hold the same odds.

/** Poll interval for other processes' forecasts; this process's own come by `take`. */
const POLL_MS = 400;
/** Interval of checks for changed odds; `OddsFeed` limits how often they are sent. */
const CHECK_MS = 250;
/** Ready means that the last poll is not older than this. */
const STALE_MS = 10_000;

type ResolutionListener = (slug: string, version: number) => void;

interface KeeperOptions {
  /** Called when a poll fails, once until one succeeds. */
  onError: (error: unknown) => void;
}

export class CrowdKeeper {
  readonly #options: KeeperOptions;
  readonly catalogue: Catalogue;
  readonly histories = new CachedHistories();
  /** Shared with the what-if boards. */
  readonly log: LogFollower;
  readonly #questions = new CachedQuestions();
  readonly #odds = new OddsFeed();
  readonly #points: PointWriter;
  readonly #weekAgo: WeekAgo;
  readonly #resolutionListeners = new Set<ResolutionListener>();
  /** Rows whose question is not loaded yet. */
  #waiting: LogRow[] = [];
  #polledAt = 0;
  #isFailing = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(db: Db, options: KeeperOptions) {
    this.#options = options;
    this.catalogue = new Catalogue(db);
    this.#points = new PointWriter(db);
    this.#weekAgo = new WeekAgo(db);
    this.log = new LogFollower(db);
    this.log.listen((update) => this.#apply(update));
  }

  /** Loads the standing forecasts and starts polling. */
  async start(): Promise<void> {
    await this.#loadQuestions();
    await this.log.start();
    await this.#points.start();
    await this.poll();
    this.#timers = [
      setInterval(() => void this.poll(), POLL_MS),
      setInterval(() => this.#odds.send(this.#questions.list()), CHECK_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.poll();
  }

  get isReady(): boolean {
    return this.sincePollMs < STALE_MS;
  }

  /** Milliseconds since the last poll that succeeded. */
  get sincePollMs(): number {
    return Date.now() - this.#polledAt;
  }

  /**
   * Resolves when everything committed before the call is in the odds, or when reading failed. Calls during a poll share the
   * next one.
   */
  readonly poll = singleFlight(() => this.#poll());

  /**
   * Adds a forecast that this process has just committed, so that the next read of the odds includes it. Never throws: the
   * forecast is in the log, whatever becomes of the odds.
   */
  take(row: LogRow): void {
    try {
      this.log.take(row);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  /** The odds of a question as pages and the API show them. */
  crowd(questionId: number): CrowdView {
    const cached = this.#questions.get(questionId);
    if (!cached) return { permille: null, forecasters: 0, at: new Date().toISOString(), version: 0 };
    return cached.crowd();
  }

  /** What an account's standing forecast does to the odds of a question, as far as this process has read the log. */
  effectOf(questionId: number, accountId: number): EffectView {
    return this.#questions.get(questionId)?.effectOf(accountId) ?? { kind: 'none' };
  }

  /** The odds of a question seven days ago, a few minutes more or less; null where there were none. */
  weekAgo(questionId: number): readonly number[] | null {
    return this.#weekAgo.get(questionId);
  }

  /**
   * Options, seats and timing of a question as of the last poll; undefined for one that was opened since. Only the gate
   * decides whether a forecast is accepted.
   */
  field(slug: string): TimedField | undefined {
    return this.#questions.find(slug)?.field;
  }

  /** Every question with its options. */
  fields(): TimedField[] {
    return this.#questions.list().map(({ field }) => field);
  }

  /** Slugs of the questions that are open now. */
  openSlugs(now: Date): string[] {
    const open = this.#questions.list().filter((cached) => cached.isOpen(now));
    return open.map(({ field }) => field.slug);
  }

  /** Subscribes to changed odds, at most twice a second per question. @returns unsubscribe */
  listen(listener: OddsListener): () => void {
    return this.#odds.listen(listener);
  }

  /** Subscribes to new versions of resolutions, and to a close that was moved, which has version 0. @returns unsubscribe */
  listenToResolutions(listener: ResolutionListener): () => void {
    this.#resolutionListeners.add(listener);
    return () => this.#resolutionListeners.delete(listener);
  }

  async #poll(): Promise<void> {
    try {
      await this.log.poll();
      // After the rows, so that the question of each row is loaded.
      const changed = await this.#loadQuestions();
      this.#waiting = this.#waiting.filter((row) => !this.#questions.take(row));
      this.#polledAt = Date.now();
      for (const { slug, resolution } of changed) {
        for (const listener of this.#resolutionListeners) listener(slug, resolution ?? 0);
      }
      await this.#points.write(this.#questions.points(), this.log.now);
      await this.#weekAgo.refresh(
        this.#questions.list().map(({ field }) => field.id),
        this.log.now,
      );
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#options.onError(error);
      this.#isFailing = true;
    }
    this.#odds.send(this.#questions.list());
  }

  async #loadQuestions(): Promise<TimedField[]> {
    const { questions } = await this.catalogue.latest();
    return this.#questions.takeFields(questions);
  }

  #apply({ rows, statuses }: LogUpdate): void {
    for (const status of statuses) this.#questions.setStatus(status, new Date());
    for (const row of rows) if (!this.#questions.take(row)) this.#waiting.push(row);
  }
}
