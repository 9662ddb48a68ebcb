// Server-sent events: holds the open streams and broadcasts updates to them. Messages are encoded once for all streams.
import { type CrowdJson, oddsJson } from '#lib/types/odds-json.ts';
import type { CrowdKeeper } from '../crowd/keeper.ts';
import type { BoardWatch, WatchedBoard } from './board-watch.ts';
import type { SessionWatch } from '../auth/session-watch.ts';

/** Interval of comment lines, which keep proxies from closing an idle stream. */
const COMMENT_MS = 15_000;
/** Reconnection delay of browsers (the `retry` field). */
const RETRY_MS = 2_000;
const MOST_STREAMS = 10_000;
/** Limit per IP address: high, because many phones share one behind carrier-grade NAT. */
const MOST_OF_ADDRESS = 2_000;
/** Limit of different boards per IP address, so that one client cannot take all that can be watched. */
const MOST_BOARDS_OF_ADDRESS = 20;
/** A stream with this many unread messages is closed; the browser reconnects. */
const MOST_UNREAD = 64;

interface Stream {
  address: string;
  /** Hash of the secret of the reader's session; null for a visitor. */
  session: string | null;
  questions: ReadonlySet<string>;
  /** Key of the watched board; null for none. */
  board: string | null;
  /** Unsubscribes from that board. */
  unwatch: () => void;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

/** What a page subscribes to. */
interface Subscription {
  /** Questions with their current odds. */
  questions: { slug: string; crowd: CrowdJson }[];
  board: WatchedBoard | null;
}

export class LiveFeed {
  readonly #streams = new Set<Stream>();
  readonly #encoder = new TextEncoder();
  readonly #boards: BoardWatch;
  readonly #stops: (() => void)[];
  #isClosed = false;

  /**
   * @param boards computes the watched boards and reports failures
   * @param sessions finds the sessions that ended
   */
  constructor(keeper: CrowdKeeper, boards: BoardWatch, sessions: SessionWatch) {
    this.#boards = boards;
    const comments = setInterval(() => this.#send(':\n\n', () => true), COMMENT_MS);
    comments.unref();
    this.#stops = [
      keeper.listen(({ slug, options }, crowd) => {
        this.#send(crowdEvent(slug, oddsJson(options, crowd)), ({ questions }) => questions.has(slug));
        boards.markStale();
      }),
      keeper.listenToResolutions((slug, version) => {
        // Also to pages with a board, because every result changes it.
        const concerns = ({ questions, board }: Stream) => board !== null || questions.has(slug);
        this.#send(resolutionEvent(slug, version), concerns);
        boards.markStale();
      }),
      boards.start((key, message) => this.#send(message, ({ board }) => board === key)),
      sessions.start(
        () => this.#streams.values().some(({ session }) => session !== null),
        (ended) => this.#endSessions(new Set(ended)),
      ),
      () => clearInterval(comments),
    ];
  }

  /** Whether a limit is reached: streams in total, streams or boards of this IP address, or watched boards. */
  isFull(address: string, board: string | null = null): boolean {
    if (board !== null && (this.#boards.isFull(board) || this.#watchesTooMany(address, board))) return true;
    if (this.#streams.size < MOST_OF_ADDRESS) return false;
    if (this.#streams.size >= MOST_STREAMS) return true;
    let held = 0;
    for (const stream of this.#streams) if (stream.address === address) held += 1;
    return held >= MOST_OF_ADDRESS;
  }

  #watchesTooMany(address: string, board: string): boolean {
    const ofAddress = [...this.#streams].filter((stream) => stream.address === address);
    const watched = new Set(ofAddress.flatMap((stream) => stream.board ?? []));
    return watched.size >= MOST_BOARDS_OF_ADDRESS && !watched.has(board);
  }

  get size(): number {
    return this.#streams.size;
  }

  /**
   * Opens a stream for a page; it begins with the current odds.
   *
   * @param session hash of the secret of the reader's session, with which the stream ends
   */
  open(
    { questions, board }: Subscription,
    address: string,
    session: string | null = null,
  ): ReadableStream<Uint8Array> {
    let stream: Stream;
    const unwatch = board ? this.#boards.watch(board) : () => {};
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          if (this.#isClosed) return controller.close();
          const slugs = new Set(questions.map(({ slug }) => slug));
          stream = { address, session, questions: slugs, board: board?.key ?? null, unwatch, controller };
          this.#streams.add(stream);
          const first = questions.map(({ slug, crowd }) => crowdEvent(slug, crowd)).join('');
          controller.enqueue(this.#encoder.encode(`retry: ${RETRY_MS}\n\n${first}`));
        },
        cancel: () => {
          unwatch();
          this.#streams.delete(stream);
        },
      },
      new CountQueuingStrategy({ highWaterMark: MOST_UNREAD }),
    );
  }

  /** Ends every stream; browsers reconnect by themselves. */
  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    for (const stream of this.#streams) this.#end(stream);
  }

  #send(message: string, concerns: (stream: Stream) => boolean): void {
    const bytes = this.#encoder.encode(message);
    for (const stream of this.#streams) if (concerns(stream)) this.#push(stream, bytes);
  }

  #push(stream: Stream, bytes: Uint8Array): void {
    if ((stream.controller.desiredSize ?? 0) <= 0) this.#end(stream);
    else stream.controller.enqueue(bytes);
  }

  #endSessions(ended: ReadonlySet<string>): void {
    if (ended.size === 0) return;
    for (const stream of this.#streams)
      if (stream.session !== null && ended.has(stream.session)) this.#end(stream);
  }

  #end(stream: Stream): void {
    stream.unwatch();
    this.#streams.delete(stream);
    stream.controller.close();
  }
}

function crowdEvent(slug: string, crowd: CrowdJson): string {
  return `event: crowd\nid: ${crowd.version}\ndata: ${JSON.stringify({ question: slug, ...crowd })}\n\n`;
}

function resolutionEvent(slug: string, version: number): string {
  return `event: resolution\ndata: ${JSON.stringify({ question: slug, version })}\n\n`;
}
