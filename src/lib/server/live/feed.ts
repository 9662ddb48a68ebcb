// Server-sent events: what is open in browsers, and what is sent to them. The same bytes for everyone.
import type { CrowdView } from '#lib/types/question.ts';
import type { CrowdKeeper } from '../crowd/keeper.ts';
import type { BoardWatch, WatchedBoard } from './board-watch.ts';

/** A comment line this often keeps proxies from closing a quiet stream. */
const COMMENT_MS = 15_000;
/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000;
const MOST_STREAMS = 10_000;
/** Many phones share one address behind a carrier's gateway; one reader alone must not take every place. */
const MOST_OF_ADDRESS = 2_000;
/** A reader that takes nothing in for this many messages is let go; it will connect again. */
const MOST_UNREAD = 64;

interface Stream {
  address: string;
  questions: ReadonlySet<string>;
  /** The key of the board that the page shows; null for none. */
  board: string | null;
  /** Ends the watching of that board. */
  unwatch: () => void;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

/** What a page wants to hear of. */
export interface Wanted {
  /** Questions with their odds of now. */
  questions: { slug: string; crowd: CrowdView }[];
  board: WatchedBoard | null;
}

export class LiveFeed {
  readonly #streams = new Set<Stream>();
  readonly #encoder = new TextEncoder();
  readonly #boards: BoardWatch;
  readonly #stops: (() => void)[];
  #isClosed = false;

  /** @param boards works out what is watched, and says when it cannot */
  constructor(keeper: CrowdKeeper, boards: BoardWatch) {
    this.#boards = boards;
    const comments = setInterval(() => this.#send(':\n\n', () => true), COMMENT_MS);
    comments.unref();
    this.#stops = [
      keeper.listen((slug, crowd) => {
        this.#send(crowdEvent(slug, crowd), ({ questions }) => questions.has(slug));
        boards.hasChanged();
      }),
      keeper.listenToResolutions((slug, version) => {
        // Also to pages that show a board: it changes with every result.
        const concerns = ({ questions, board }: Stream) => board !== null || questions.has(slug);
        this.#send(resolutionEvent(slug, version), concerns);
        boards.hasChanged();
      }),
      boards.start((key, message) => this.#send(message, ({ board }) => board === key)),
      () => clearInterval(comments),
    ];
  }

  /** Whether there is no place for one more stream to this network address, or for the board that its page shows. */
  isFull(address: string, board: string | null = null): boolean {
    if (board !== null && this.#boards.isFull(board)) return true;
    if (this.#streams.size < MOST_OF_ADDRESS) return false;
    if (this.#streams.size >= MOST_STREAMS) return true;
    let held = 0;
    for (const stream of this.#streams) if (stream.address === address) held += 1;
    return held >= MOST_OF_ADDRESS;
  }

  get size(): number {
    return this.#streams.size;
  }

  /** A stream of what a page shows, beginning with the odds of now. */
  open({ questions, board }: Wanted, address: string): ReadableStream<Uint8Array> {
    let stream: Stream;
    const unwatch = board ? this.#boards.watch(board) : () => {};
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          if (this.#isClosed) return controller.close();
          const slugs = new Set(questions.map(({ slug }) => slug));
          stream = { address, questions: slugs, board: board?.key ?? null, unwatch, controller };
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

  /** Ends every stream; browsers connect again by themselves. */
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

  #end(stream: Stream): void {
    stream.unwatch();
    this.#streams.delete(stream);
    stream.controller.close();
  }
}

function crowdEvent(slug: string, crowd: CrowdView): string {
  return `event: crowd\nid: ${crowd.version}\ndata: ${JSON.stringify({ question: slug, ...crowd })}\n\n`;
}

function resolutionEvent(slug: string, version: number): string {
  return `event: resolution\ndata: ${JSON.stringify({ question: slug, version })}\n\n`;
}
