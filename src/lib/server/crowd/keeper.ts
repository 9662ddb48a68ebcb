// The crowd keeper: holds standing forecasts and crowd odds of every question in memory, fed by the log follower. Reading
// odds never reads the log; all processes hold the same odds.
import type { CrowdView } from '#lib/types/question.ts';
import type { EffectView } from '#lib/types/receipt.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import type { Db } from '../db/connect.ts';
import { LogFollower } from '../forecast-log/follower.ts';
import type { LogUpdate, LogRow } from '../forecast-log/update.ts';
import { singleFlight } from '../single-flight.ts';
import { CachedQuestions } from './cached-questions.ts';
import { CachedHistories } from './history.ts';
import { OddsFeed, type OddsListener } from './odds-feed.ts';
import { PointWriter } from './point-writer.ts';
import type { TimedField } from './timed-field.ts';
import { WeekAgo } from './week-ago.ts';

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
