/**
 * The crowd odds and market prices of open questions as they change and the board that a page shows, over one stream of server-sent events.
 * Holds only what the server sent; a page shows it where it is newer than what the page was rendered with. A result makes
 * the page load its data anew. Never used on the server.
 */
import type { Text } from '#lib/contest/types.ts';
import { PageRefresh, type RefreshWindow } from '#lib/components/base/page-refresh.ts';
import { Announcer } from '#lib/components/base/announcer.svelte.ts';
import { toMicro } from '#lib/domain/micro.ts';
import type { MarketJson, MarketView } from '#lib/types/market.ts';
import { type CrowdJson, crowdFromJson } from '#lib/types/odds-json.ts';
import type { BoardUpdate } from '#lib/types/leaderboard.ts';
import type { CrowdView } from '#lib/types/question.ts';
import { LiveConnection } from './live-connection.ts';

/** The board that a page shows, and who takes its changes. */
interface FollowedBoard {
  /** As in the address. */
  assume: readonly string[];
  newcomersOnly?: boolean;
  rows: number;
  /** Null where a result came in between: the board is not there any more. */
  take: (update: BoardUpdate | null) => void;
}

/** The question whose odds are shown. */
interface ShownQuestion {
  slug: string;
  options: readonly { slug: string }[];
  crowd: CrowdView;
}

/** A question of the page, with the latest version of its result that the page was rendered with. */
interface KnownQuestion {
  slug: string;
  title: Text;
  resolution: { version: number } | null;
}

type Crowds = Record<string, CrowdJson>;
type Markets = Record<string, MarketJson>;

export class LiveFeed {
  /** By question slug; replaced whole with every change. */
  #crowds: Crowds = {};
  /** What the page shows of them: all, unless the reader has paused it. */
  #shown = $state.raw<Crowds>({});
  /** The newest board that came, as long as it is not shown. */
  #takeBoard: (() => void) | null = null;
  /** The newest prices by question slug, and those that the page shows. */
  #markets: Markets = {};
  #shownMarkets = $state.raw<Markets>({});
  isPaused = $state(false);
  isFollowing = $state(false);
  readonly #announcer = new Announcer();
  #say: (changed: readonly string[]) => string = () => '';
  /** Slugs of questions whose shown odds changed since the last announcement. */
  #news: readonly string[] = [];
  /** The questions that got a result while the page was open. */
  resolved = $state.raw<readonly KnownQuestion[]>([]);
  readonly #known: () => readonly KnownQuestion[];
  readonly #refresh = new PageRefresh();

  /** @param known the questions of the page, as it was rendered last */
  constructor(known: () => readonly KnownQuestion[]) {
    this.#known = known;
  }

  /** The crowd of a question: the live one where it is newer than the page's own. */
  crowdOf(question: ShownQuestion): CrowdView {
    const live = this.#shown[question.slug];
    return live && isAsNew(live, question.crowd) ? crowdFromJson(question.options, live) : question.crowd;
  }

  /** The prices of a question's market, where newer ones came than the page was rendered with. */
  marketOf({ slug, options }: Pick<ShownQuestion, 'slug' | 'options'>, rendered: MarketView): MarketView {
    const live = this.#shownMarkets[slug];
    if (!live || live.version <= rendered.trades) return rendered;
    return {
      ...rendered,
      prices: options.map((option) => toMicro(live.price[option.slug] ?? 0)),
      sets: live.sets.map(({ members, price }) => ({ members, price: toMicro(price) })),
      trades: live.trades,
    };
  }

  /** For screen readers. */
  get said(): string {
    return this.#announcer.said;
  }

  /** @param say the announcement for the questions whose odds changed @returns how to stop; made for `$effect` */
  announce(say: (changed: readonly string[]) => string): () => void {
    this.#say = say;
    return () => (this.#say = () => '');
  }

  togglePause(): void {
    this.isPaused = !this.isPaused;
    if (!this.isPaused) this.#show();
  }

  /** Follows these questions, and a board, until the returned function is called; made for `$effect`. */
  follow(slugs: readonly string[], board: FollowedBoard | null = null): () => void {
    if (slugs.length === 0 && !board) return () => {};
    // Built and read at once: nothing reacts to it.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    const query = new URLSearchParams(slugs.map((slug) => ['question', slug]));
    for (const each of board?.assume ?? []) query.append('assume', each);
    if (board) query.set('rows', String(board.rows));
    if (board?.newcomersOnly) query.set('people', 'new');
    this.isFollowing = true;
    const connection = new LiveConnection(`/live?${query.toString()}`, {
      crowd: (data) => this.#takeCrowd(data),
      market: (data) => this.#takeMarket(data),
      resolution: (data) => this.#takeResult(data),
      leaderboard: (data) => {
        this.#takeBoard = () => board?.take(JSON.parse(data) as BoardUpdate | null);
        if (!this.isPaused) this.#show();
      },
      beat: (data) => this.#isBehind(data) && connection.reopen(),
    });
    const close = connection.open();
    return () => {
      this.#announcer.stop();
      close();
    };
  }

  /** Whether the server has sent newer odds than came here. */
  #isBehind(data: string): boolean {
    const { versions } = JSON.parse(data) as { versions: Record<string, number> };
    return Object.entries(versions).some(([slug, version]) => version > (this.#crowds[slug]?.version ?? 0));
  }

  #takeCrowd(data: string): void {
    const { question, ...crowd } = JSON.parse(data) as CrowdJson & { question: string };
    const known = this.#crowds[question];
    if (known && !isAsNew(crowd, known)) return;
    this.#crowds = { ...this.#crowds, [question]: crowd };
    // The first only confirms what the page was rendered with.
    if (known && JSON.stringify(known.permille) !== JSON.stringify(crowd.permille))
      this.#news = [...this.#news.filter((slug) => slug !== question), question];
    if (!this.isPaused) this.#show();
  }

  #takeMarket(data: string): void {
    const { question, ...market } = JSON.parse(data) as MarketJson & { question: string };
    this.#markets = { ...this.#markets, [question]: market };
    if (!this.isPaused) this.#shownMarkets = this.#markets;
  }

  #show(): void {
    this.#shown = this.#crowds;
    this.#shownMarkets = this.#markets;
    this.#takeBoard?.();
    this.#takeBoard = null;
    if (this.#news.length === 0) return;
    this.#announcer.soon(() => {
      const changed = this.#news;
      this.#news = [];
      return this.#say(changed);
    });
  }

  /** A page that shows a board gets every result. Version 0: there is none, but the question closes at another time. */
  #takeResult(data: string): void {
    const { question, version, refresh } = JSON.parse(data) as ResolutionEvent;
    const known = this.#known().find(({ slug }) => slug === question);
    if (version > 0 && version <= (known?.resolution?.version ?? 0)) return;
    if (known && version > 0)
      this.resolved = [...this.resolved.filter(({ slug }) => slug !== question), known];
    this.#refresh.soon(refresh);
  }
}

interface ResolutionEvent {
  question: string;
  version: number;
  /** When the page is to load its data anew. */
  refresh: RefreshWindow;
}

type Version = Pick<CrowdView, 'version' | 'at'>;

/**
 * Whether to show these odds rather than those. Odds also change without a later row of the log, where somebody is no
 * longer counted or a row came late: of the same version, what the server sent last is true.
 */
function isAsNew(crowd: Version, than: Version): boolean {
  return crowd.version > than.version || (crowd.version === than.version && crowd.at >= than.at);
}
