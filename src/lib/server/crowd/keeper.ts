// The crowd keeper: holds the standing forecasts of every question in memory by tailing the log, and from
// them the crowd odds. Reading odds never touches the log; any number of processes keep the same odds.
import type { CrowdView } from '#lib/types/question.ts';
import type { Db } from '../db/connect.ts';
import { KeptQuestion } from './kept-question.ts';
import { PointWriter } from './point-writer.ts';
import {
  type Field,
  findSettledSeq,
  listFields,
  listOutsideAccounts,
  listRowsAfter,
  listStandingRows,
  type LogRow,
} from './queries.ts';
import { Tail } from './tail.ts';

/** How often other processes' forecasts are looked for; our own are heard of at once. */
const POLL_MS = 400;
/** Odds go out at most twice a second. */
const PUBLISH_MS = 500;
/** At the start, rows younger than this are read once more: a row before them may still be on its way. */
const SETTLED_SECONDS = 120;
/** Ready means that the log was read this recently. */
const STALE_MS = 10_000;

type Listener = (slug: string, crowd: CrowdView) => void;
type ResolutionListener = (slug: string, version: number) => void;

export interface KeeperOptions {
  /** Hears when the log cannot be read, once until it can be again. */
  onError: (error: unknown) => void;
}

export class CrowdKeeper {
  readonly #db: Db;
  readonly #options: KeeperOptions;
  readonly #kept = new Map<number, KeptQuestion>();
  readonly #listeners = new Set<Listener>();
  readonly #resolutionListeners = new Set<ResolutionListener>();
  readonly #points: PointWriter;
  #tail = new Tail(0);
  #outside: ReadonlySet<number> = new Set();
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #readAt = 0;
  #isFailing = false;
  #publishedAt = 0;
  #timers: NodeJS.Timeout[] = [];

  constructor(db: Db, options: KeeperOptions) {
    this.#db = db;
    this.#options = options;
    this.#points = new PointWriter(db);
  }

  /** Loads what stands and begins to follow the log. */
  async start(): Promise<void> {
    this.#tail = new Tail(await findSettledSeq(this.#db, SETTLED_SECONDS));
    await this.#loadFields();
    this.#outside = new Set(await listOutsideAccounts(this.#db));
    for (const row of await listStandingRows(this.#db)) this.#take(row);
    await this.#points.start();
    await this.hear();
    this.#timers = [
      setInterval(() => void this.hear(), POLL_MS),
      setInterval(() => this.#publish(), PUBLISH_MS / 2),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#reading?.catch(() => undefined);
    await this.#points.flush(this.#snapshots()).catch(() => undefined);
  }

  get isReady(): boolean {
    return Date.now() - this.#readAt < STALE_MS;
  }

  /** Something may have been placed: reads the log now. Resolves when what is committed by now is in the odds. */
  hear(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#readUntilQuiet().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** The odds of a question as pages and the API show them. */
  crowd(questionId: number): CrowdView {
    const kept = this.#kept.get(questionId);
    if (!kept) return { permille: null, forecasters: 0, at: new Date().toISOString(), version: 0 };
    return kept.crowd(this.#outside);
  }

  /** The id of a question that the keeper knows: of any, but for one that was added a moment ago. */
  find(slug: string): number | undefined {
    for (const { field } of this.#kept.values()) if (field.slug === slug) return field.questionId;
    return undefined;
  }

  /** Every question with its options. */
  fields(): { slug: string; options: string[] }[] {
    return [...this.#kept.values()].map(({ field }) => field);
  }

  /** Slugs of the questions that are open now. */
  openSlugs(now: Date): string[] {
    return [...this.#kept.values()].filter((kept) => kept.isOpen(now)).map(({ field }) => field.slug);
  }

  /** Calls the listener with new odds, at most twice a second a question. @returns how to stop it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listener with every version of a result that is published from now on. @returns how to stop it */
  listenToResolutions(listener: ResolutionListener): () => void {
    this.#resolutionListeners.add(listener);
    return () => this.#resolutionListeners.delete(listener);
  }

  async #readUntilQuiet(): Promise<void> {
    try {
      do {
        this.#readAgain = false;
        await this.#read();
      } while (this.#readAgain);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#options.onError(error);
      this.#isFailing = true;
    }
    this.#publish();
  }

  async #read(): Promise<void> {
    const startedAt = Date.now();
    const [outside, rows] = await Promise.all([
      listOutsideAccounts(this.#db),
      listRowsAfter(this.#db, this.#tail.from()),
      this.#loadFields(),
    ]);
    // Before any row counts as met: where this fails, the next reading meets them again.
    if (rows.some((row) => !this.#kept.has(row.questionId))) await this.#loadFields();
    this.#setOutside(outside);
    for (const row of rows) if (this.#tail.isNew(row.seq, Date.now())) this.#take(row);
    this.#tail.hasRead(startedAt);
    this.#readAt = Date.now();
    await this.#points.write(this.#snapshots());
  }

  #take(row: LogRow): void {
    this.#kept.get(row.questionId)?.take(row, this.#outside);
  }

  #setOutside(accounts: number[]): void {
    if (accounts.length === this.#outside.size && accounts.every((id) => this.#outside.has(id))) return;
    this.#outside = new Set(accounts);
    for (const kept of this.#kept.values()) kept.recount(new Date());
  }

  async #loadFields(): Promise<void> {
    for (const field of await listFields(this.#db)) {
      const kept = this.#kept.get(field.questionId);
      if (kept) this.#refresh(kept, field);
      else this.#kept.set(field.questionId, new KeptQuestion(field));
    }
  }

  #refresh(kept: KeptQuestion, field: Field): void {
    const earlier = kept.field.resolution;
    kept.field = field;
    if (field.resolution === null || field.resolution === earlier) return;
    for (const listener of this.#resolutionListeners) listener(field.slug, field.resolution);
  }

  #snapshots() {
    return [...this.#kept.values()].map((kept) => kept.point(this.#outside));
  }

  #publish(): void {
    if (Date.now() - this.#publishedAt < PUBLISH_MS) return;
    const unsent = [...this.#kept.values()].filter((kept) => kept.isUnsent);
    if (unsent.length === 0) return;
    this.#publishedAt = Date.now();
    for (const kept of unsent) {
      kept.isUnsent = false;
      const crowd = kept.crowd(this.#outside);
      for (const listener of this.#listeners) listener(kept.field.slug, crowd);
    }
  }
}
