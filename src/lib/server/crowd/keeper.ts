// The crowd keeper: holds the standing forecasts of every question in memory, as the log follower passes them on, and the
// crowd odds that follow from them. Reading odds never touches the log; any number of processes hold the same odds.
import type { CrowdView } from '#lib/types/question.ts';
import type { Db } from '../db/connect.ts';
import { LogFollower } from '../forecast-log/follower.ts';
import type { LogNews, LogRow } from '../forecast-log/news.ts';
import { singleFlight } from '../single-flight.ts';
import { KeptQuestions } from './kept-questions.ts';
import { OddsFeed, type OddsListener } from './odds-feed.ts';
import { PointWriter } from './point-writer.ts';
import type { Field } from './queries.ts';

/** How often other processes' forecasts are looked for; our own are handed in. */
const POLL_MS = 400;
/** How often unsent odds are looked for. */
const SEND_MS = 250;
/** Ready means that the log was read this recently. */
const STALE_MS = 10_000;

type ResolutionListener = (slug: string, version: number) => void;

export interface KeeperOptions {
  /** Called when the log cannot be read, once until it can be again. */
  onError: (error: unknown) => void;
}

export class CrowdKeeper {
  readonly #db: Db;
  readonly #options: KeeperOptions;
  /** Also serves what else follows the log in this process. */
  readonly log: LogFollower;
  readonly #questions = new KeptQuestions();
  readonly #odds = new OddsFeed();
  readonly #points: PointWriter;
  readonly #resolutionListeners = new Set<ResolutionListener>();
  /** Rows whose question is not loaded yet. */
  #waiting: LogRow[] = [];
  #polledAt = 0;
  #isFailing = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(db: Db, options: KeeperOptions) {
    this.#db = db;
    this.#options = options;
    this.#points = new PointWriter(db);
    this.log = new LogFollower(db);
    this.log.listen((news) => this.#takeNews(news));
  }

  /** Loads what stands and begins to follow the log. */
  async start(): Promise<void> {
    await this.log.start();
    await this.#points.start();
    await this.poll();
    this.#timers = [
      setInterval(() => void this.poll(), POLL_MS),
      setInterval(() => this.#odds.send(this.#questions.list()), SEND_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.poll();
  }

  get isReady(): boolean {
    return Date.now() - this.#polledAt < STALE_MS;
  }

  /**
   * Reads what is new in the database. Resolves when all that was committed before the call is in the odds, or could not be
   * read; callers share at most one poll that waits.
   */
  readonly poll = singleFlight(() => this.#poll());

  /** Takes in a forecast that this process has just committed: the odds hold it at once. */
  take(row: LogRow): void {
    this.log.take(row);
  }

  /** The odds of a question as pages and the API show them. */
  crowd(questionId: number): CrowdView {
    const kept = this.#questions.get(questionId);
    if (!kept) return { permille: null, forecasters: 0, at: new Date().toISOString(), version: 0 };
    return kept.crowd();
  }

  /**
   * A question's field and timing as of the last poll: of any question, but for one that was opened a moment ago. The gate
   * decides whether it takes forecasts.
   */
  field(slug: string): Field | undefined {
    return this.#questions.find(slug)?.field;
  }

  /** Every question with its options. */
  fields(): Field[] {
    return this.#questions.list().map(({ field }) => field);
  }

  /** Slugs of the questions that are open now. */
  openSlugs(now: Date): string[] {
    const open = this.#questions.list().filter((kept) => kept.isOpen(now));
    return open.map(({ field }) => field.slug);
  }

  /** Calls the listener with new odds, at most twice a second a question. @returns how to stop it */
  listen(listener: OddsListener): () => void {
    return this.#odds.listen(listener);
  }

  /** Calls the listener with every version of a result that is published from now on. @returns how to stop it */
  listenToResolutions(listener: ResolutionListener): () => void {
    this.#resolutionListeners.add(listener);
    return () => this.#resolutionListeners.delete(listener);
  }

  async #poll(): Promise<void> {
    try {
      await this.log.poll();
      // After the rows were read, so that their questions are there.
      const resolved = await this.#questions.load(this.#db);
      this.#waiting = this.#waiting.filter((row) => !this.#questions.take(row));
      this.#polledAt = Date.now();
      for (const { slug, resolution } of resolved) {
        for (const listener of this.#resolutionListeners) listener(slug, resolution!);
      }
      await this.#points.write(this.#questions.points(), this.log.now);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#options.onError(error);
      this.#isFailing = true;
    }
    this.#odds.send(this.#questions.list());
  }

  #takeNews({ rows, statuses }: LogNews): void {
    for (const status of statuses) this.#questions.setStatus(status, new Date());
    for (const row of rows) if (!this.#questions.take(row)) this.#waiting.push(row);
  }
}
