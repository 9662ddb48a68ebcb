import type { MarketJson } from '#lib/types/market.ts';
import { type CrowdJson, oddsJson } from '#lib/types/odds-json.ts';
import type { CrowdKeeper } from '../crowd/keeper.ts';
import type { BoardWatch, WatchedBoard } from './board-watch.ts';
import type { SessionWatch } from '../../people/sessions/sessions.ts';

// How many event streams a process and one network address may hold.

const MOST_STREAMS = 10_000;
/** Limit per IP address: high, because many phones share one behind carrier-grade NAT. */
const MOST_OF_ADDRESS = 2_000;
/** Limit of different boards per IP address, so that one client cannot take all that can be watched. */
const MOST_BOARDS_OF_ADDRESS = 20;

interface OpenStream {
  address: string;
  /** Key of the watched board; null for none. */
  board: string | null;
}

/** Whether no further stream of this IP address may be opened: the process or the address has its most. */
function isFull(streams: ReadonlySet<OpenStream>, address: string): boolean {
  if (streams.size < MOST_OF_ADDRESS) return false;
  if (streams.size >= MOST_STREAMS) return true;
  let held = 0;
  for (const stream of streams) if (stream.address === address) held += 1;
  return held >= MOST_OF_ADDRESS;
}

/** Whether this IP address watches its most boards, and not this one. */
function watchesTooMany(streams: ReadonlySet<OpenStream>, address: string, board: string): boolean {
  const ofAddress = [...streams].filter((stream) => stream.address === address);
  const watched = new Set(ofAddress.flatMap((stream) => stream.board ?? []));
  return watched.size >= MOST_BOARDS_OF_ADDRESS && !watched.has(board);
}

// Messages of the event streams, as text of the `text/event-stream` format.

/** Reconnection delay of browsers: random, so that the pages of a process that ended do not come back at one moment. */
const RETRY_MS = { from: 1_000, to: 3_000 };

/** The start of a stream: the delay after which its browser reconnects. */
function retryField(): string {
  const { from, to } = RETRY_MS;
  return `retry: ${Math.round(from + Math.random() * (to - from))}\n\n`;
}

function crowdEvent(slug: string, crowd: CrowdJson): string {
  return `event: crowd\nid: ${crowd.version}\ndata: ${JSON.stringify({ question: slug, ...crowd })}\n\n`;
}

function marketEvent(slug: string, market: MarketJson): string {
  return `event: market\ndata: ${JSON.stringify({ question: slug, ...market })}\n\n`;
}

/** Visitors' pages are served up to a second old: one that is loaded later has the result. */
const FRESH_MS = 1_000;
/** Spread per open page: about the server time of a reload, rendered for a signed-in reader or cached for a visitor, with headroom. */
const MEMBER_MS = 20;
const VISITOR_MS = 1;
const LONGEST_MS = 30_000;

/**
 * A new version of a result; version 0 where an admin moved the close of a question without one. Every page that gets it loads its data anew, at a random instant within `refresh`,
 * milliseconds from now; the window grows with the number of open pages.
 */
export function resolutionEvent(
  slug: string,
  version: number,
  pages: { members: number; visitors: number },
): string {
  const spreadMs = Math.min(LONGEST_MS, pages.members * MEMBER_MS + pages.visitors * VISITOR_MS);
  const refresh = { from: FRESH_MS, to: FRESH_MS + spreadMs };
  return `event: resolution\ndata: ${JSON.stringify({ question: slug, version, refresh })}\n\n`;
}

/** Says that the stream still runs, and which versions of the odds it has sent. */
function beatEvent(versions: Record<string, number>): string {
  return `event: beat\ndata: ${JSON.stringify({ versions })}\n\n`;
}

// Server-sent events: holds the open streams and broadcasts updates to them. Messages are encoded once for all streams.

/** Interval of beats: pages take a stream without any for frozen, and proxies close an idle one. */
const BEAT_MS = 15_000;
/** A stream with this many unread messages is closed; the browser reconnects. */
const MOST_UNREAD = 64;

interface Stream {
  address: string;
  /** Hash of the secret of the reader's session; null for a visitor. */
  session: string | null;
  questions: ReadonlySet<string>;
  /** Equal for streams of the same questions. */
  questionsKey: string;
  /** Key of the watched board; null for none. */
  board: string | null;
  /** Unsubscribes from that board. */
  unwatch: () => void;
  /** Closes the connection at once. */
  disconnect: () => void;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

/** What a page subscribes to. */
interface Subscription {
  /** Questions with their current odds and prices, and the version of their result where there is one. */
  questions: { slug: string; crowd: CrowdJson; market?: MarketJson | null; resolution?: number | null }[];
  board: WatchedBoard | null;
}

export class LiveFeed {
  readonly #streams = new Set<Stream>();
  /** By question: the version of the odds that its streams got last. */
  readonly #versions = new Map<string, number>();
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
    const beats = setInterval(() => this.#sendBeats(), BEAT_MS);
    beats.unref();
    this.#stops = [
      keeper.listen(({ slug, options }, crowd) => {
        this.#versions.set(slug, crowd.version);
        this.#send(crowdEvent(slug, oddsJson(options, crowd)), ({ questions }) => questions.has(slug));
        boards.markStale();
      }),
      keeper.listenToResolutions((slug, version) => {
        // Also to pages with a board, because every result changes it.
        const concerns = ({ questions, board }: Stream) => board !== null || questions.has(slug);
        this.#send(resolutionEvent(slug, version, this.#count(concerns)), concerns);
        boards.markStale();
      }),
      boards.start((key, message) => this.#send(message, ({ board }) => board === key)),
      sessions.start(
        () => this.#streams.values().some(({ session }) => session !== null),
        (ended) => this.#endSessions(new Set(ended)),
      ),
      () => clearInterval(beats),
    ];
  }

  /** Whether a limit is reached: streams in total, streams or boards of this IP address, or watched boards. */
  isFull(address: string, board: string | null = null): boolean {
    const isBoardFull = (key: string) =>
      this.#boards.isFull(key) || watchesTooMany(this.#streams, address, key);
    return (board !== null && isBoardFull(board)) || isFull(this.#streams, address);
  }

  /** Number of open streams. */
  get size(): number {
    return this.#streams.size;
  }

  /** Number of different boards that they watch. */
  get watchedBoards(): number {
    return this.#boards.size;
  }

  /**
   * Opens a stream for a page; it begins with the current odds, prices and results, some of which may have come while the page was
   * on its way or offline.
   *
   * @param session hash of the secret of the reader's session, with which the stream ends
   * @param disconnect closes the reader's connection, when the stream ends before the reader has read all of it
   */
  open(
    { questions, board }: Subscription,
    address: string,
    session: string | null = null,
    disconnect: () => void = () => {},
  ): ReadableStream<Uint8Array> {
    let stream: Stream;
    const unwatch = board ? this.#boards.watch(board) : () => {};
    const start = (controller: Stream['controller']) => {
      if (this.#isClosed) return controller.close();
      const slugs = questions.map(({ slug }) => slug).toSorted();
      stream = {
        address,
        session,
        questions: new Set(slugs),
        questionsKey: slugs.join(' '),
        board: board?.key ?? null,
        unwatch,
        disconnect,
        controller,
      };
      this.#streams.add(stream);
      for (const { slug, crowd } of questions)
        if (!this.#versions.has(slug)) this.#versions.set(slug, crowd.version);
      controller.enqueue(this.#encoder.encode(retryField() + this.#first(questions)));
    };
    const cancel = () => {
      unwatch();
      this.#streams.delete(stream);
    };
    return new ReadableStream({ start, cancel }, new CountQueuingStrategy({ highWaterMark: MOST_UNREAD }));
  }

  /** Sends the prices of a question's market to the pages that show the question. */
  sendMarket(slug: string, market: MarketJson): void {
    this.#send(marketEvent(slug, market), ({ questions }) => questions.has(slug));
  }

  /** Ends every stream after its pending messages; browsers reconnect by themselves. */
  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    for (const stream of this.#streams) this.#end(stream);
  }

  #first(questions: Subscription['questions']): string {
    const current = questions.map(
      ({ slug, crowd, market }) => crowdEvent(slug, crowd) + (market ? marketEvent(slug, market) : ''),
    );
    const resolved = questions.filter(({ resolution }) => resolution);
    if (resolved.length === 0) return current.join('');
    // After a restart all pages reconnect at about the same time.
    const pages = this.#count(() => true);
    return [...current, ...resolved.map((each) => resolutionEvent(each.slug, each.resolution!, pages))].join(
      '',
    );
  }

  #count(concerns: (stream: Stream) => boolean): { members: number; visitors: number } {
    const pages = { members: 0, visitors: 0 };
    for (const stream of this.#streams)
      if (concerns(stream)) pages[stream.session === null ? 'visitors' : 'members'] += 1;
    return pages;
  }

  #send(message: string, concerns: (stream: Stream) => boolean): void {
    const bytes = this.#encoder.encode(message);
    for (const stream of this.#streams) if (concerns(stream)) this.#push(stream, bytes);
  }

  /** Encoded once for all streams of the same questions. */
  #sendBeats(): void {
    const beats = new Map<string, Uint8Array>();
    for (const stream of this.#streams) {
      const bytes = beats.get(stream.questionsKey) ?? this.#encodeBeat(stream.questions);
      beats.set(stream.questionsKey, bytes);
      this.#push(stream, bytes);
    }
  }

  #encodeBeat(questions: ReadonlySet<string>): Uint8Array {
    const versions = [...questions].map((slug) => [slug, this.#versions.get(slug) ?? 0] as const);
    return this.#encoder.encode(beatEvent(Object.fromEntries(versions)));
  }

  #push(stream: Stream, bytes: Uint8Array): void {
    if ((stream.controller.desiredSize ?? 0) <= 0) this.#disconnect(stream);
    else stream.controller.enqueue(bytes);
  }

  #endSessions(ended: ReadonlySet<string>): void {
    if (ended.size === 0) return;
    for (const stream of this.#streams)
      if (stream.session !== null && ended.has(stream.session)) this.#disconnect(stream);
  }

  /** A reader who takes a byte now and then could otherwise hold the connection of an ended stream for days. */
  #disconnect(stream: Stream): void {
    this.#end(stream);
    stream.disconnect();
  }

  #end(stream: Stream): void {
    stream.unwatch();
    this.#streams.delete(stream);
    stream.controller.close();
  }
}
