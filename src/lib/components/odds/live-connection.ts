/**
 * An event stream of `/live` that is opened again where the browser would not: after an answer that is no stream, and where
 * nothing comes any more although nobody closed it, as behind a proxy that hangs or after a phone slept. Never used on the
 * server.
 */

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** The server sends a beat every 15 s: two of them are missing. */
const LONGEST_SILENCE_MS = 40_000;
/** The silence begins on all pages at the same moment: they must not come back at once. */
const SPREAD_MS = 10_000;

type Timer = ReturnType<typeof setTimeout>;

export class LiveConnection {
  readonly #address: string;
  readonly #take: Record<string, (data: string) => void>;
  #source: EventSource | null = null;
  #retryMs = FIRST_RETRY_MS;
  /** When something last came, or the stream was opened. */
  #heardAt = 0;
  /** Until the next attempt, or until the silence is too long; none in a hidden tab. */
  #timer: Timer | undefined;

  /** @param take by name of the event; `beat` is one of them */
  constructor(address: string, take: Record<string, (data: string) => void>) {
    this.#address = address;
    this.#take = take;
  }

  /** Opens the stream. @returns a function that closes it for good */
  open(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    // An open stream would keep the page out of the back/forward cache.
    addEventListener('pagehide', () => this.#close(), { signal });
    addEventListener('pageshow', () => this.#connect(), { signal });
    // What was connected before may be gone without a word.
    addEventListener('online', () => this.reopen(), { signal });
    document.addEventListener('visibilitychange', () => this.#check(), { signal });
    this.#connect();
    return () => {
      stop.abort();
      this.#close();
    };
  }

  reopen(): void {
    this.#close();
    this.#connect();
  }

  #connect(): void {
    if (this.#source) return;
    clearTimeout(this.#timer);
    const source = new EventSource(this.#address);
    this.#source = source;
    const hear = () => (this.#heardAt = Date.now());
    source.addEventListener('open', () => {
      this.#retryMs = FIRST_RETRY_MS;
      hear();
    });
    source.addEventListener('error', () => this.#hasFailed(source));
    for (const [name, take] of Object.entries(this.#take)) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        hear();
        take(data);
      });
    }
    hear();
    this.#check();
  }

  /** The browser retries a dropped stream by itself, but gives up on an answer that is no stream. */
  #hasFailed(source: EventSource): void {
    if (source.readyState !== EventSource.CLOSED) return;
    this.#close();
    const waitMs = this.#retryMs * (0.5 + Math.random());
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    if (!document.hidden) this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  /** Opens the stream where it is closed or silent for too long, else looks again later. */
  #check(): void {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    if (!this.#source) return this.#connect();
    const leftMs = this.#heardAt + LONGEST_SILENCE_MS - Date.now();
    if (leftMs <= 0) return this.reopen();
    this.#timer = setTimeout(() => this.#check(), leftMs + Math.random() * SPREAD_MS);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }
}
