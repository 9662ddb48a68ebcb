/**
 * A what-if board on an open page: takes what the live feed sends, keeps it pending while the reader has a finger or the
 * focus on the rows or has paused the board, and asks for the reader's own row after a change. Never used on the server.
 */
import { Announcer } from '#lib/components/base/announcer.svelte.ts';
import type { BoardUpdate, OwnBoardView } from '#lib/types/leaderboard.ts';
import { type DisplayedBoard, isChange, receive, showPending } from './displayed-board.ts';

/** The reader's own row is asked for at most this often. */
const OWN_MS = 2_000;
/** A tap must arrive at what was under the finger. */
const LET_GO_MS = 500;

interface Begun {
  /** As the page was rendered. */
  board: BoardUpdate;
  /** Where the reader's own row is; null for visitors. */
  ownAddress: string | null;
  /** The announcement of a change for screen readers. */
  say: () => string;
}

export class LeaderboardStream {
  #displayed = $state.raw<DisplayedBoard | null>(null);
  /** The reader's own row and ranks, newer than the page's; null until they changed. */
  own = $state.raw<OwnBoardView | null>(null);
  isPaused = $state(false);
  readonly #announcer = new Announcer();
  #begun: Begun | null = null;
  #isHandled = false;
  #hasHeard = false;
  #timers: Partial<Record<'own' | 'letGo', ReturnType<typeof setTimeout>>> = {};
  #askedAt = 0;

  /** The live board; null before the page follows it. */
  get board(): BoardUpdate | null {
    return this.#displayed?.shown ?? null;
  }

  /** For screen readers. */
  get said(): string {
    return this.#announcer.said;
  }

  get missed(): number {
    return this.#displayed?.missed ?? 0;
  }

  /** Starts anew from what a page was rendered with. @returns how to stop */
  begin(begun: Begun): () => void {
    this.#begun = begun;
    this.#displayed = { shown: begun.board, pending: null, missed: 0 };
    this.own = null;
    this.#hasHeard = false;
    return () => {
      this.#begun = null;
      this.#announcer.stop();
      for (const timer of Object.values(this.#timers)) clearTimeout(timer);
      this.#timers = {};
    };
  }

  take(update: BoardUpdate | null): void {
    // Without a board the page keeps what it shows: a result says so itself.
    if (!this.#displayed || !update) return;
    const { shown, pending } = this.#displayed;
    const isNews = isChange(pending ?? shown, update);
    this.#displayed = receive(this.#displayed, update, this.isPaused || this.#isHandled);
    if (isNews) this.#announcer.soon(() => this.#begun?.say() ?? '');
    // The first only confirms what the page was rendered with; later ones may move a row that is not among the first.
    if (!this.#displayed.pending && (isNews || this.#hasHeard)) this.#askSoon();
    this.#hasHeard = true;
  }

  togglePause(): void {
    this.isPaused = !this.isPaused;
    if (!this.isPaused) this.catchUp();
  }

  /** Shows what has waited. */
  catchUp(): void {
    if (!this.#displayed?.pending) return;
    this.#displayed = showPending(this.#displayed);
    this.#askSoon();
  }

  /** For an element that has the table with the rows in it. */
  hold = (place: HTMLElement): (() => void) => {
    const stop = new AbortController();
    const { signal } = stop;
    const handle = ({ target }: Event) => isInRows(target) && this.#handle();
    const letGo = () => this.#letGoSoon();
    place.addEventListener('pointerdown', handle, { signal });
    place.addEventListener('touchstart', handle, { signal, passive: true });
    place.addEventListener('focusin', handle, { signal });
    place.addEventListener('focusout', letGo, { signal });
    for (const name of ['pointerup', 'touchend', 'touchcancel', 'dragend']) {
      addEventListener(name, letGo, { signal });
    }
    return () => {
      stop.abort();
      this.#isHandled = false;
    };
  };

  #handle(): void {
    clearTimeout(this.#timers.letGo);
    this.#isHandled = true;
  }

  #letGoSoon(): void {
    if (!this.#isHandled) return;
    clearTimeout(this.#timers.letGo);
    this.#timers.letGo = setTimeout(() => {
      this.#isHandled = isInRows(document.activeElement);
      if (!this.#isHandled && !this.isPaused) this.catchUp();
    }, LET_GO_MS);
  }

  #askSoon(): void {
    const address = this.#begun?.ownAddress;
    if (!address) return;
    this.#timers.own ??= setTimeout(
      () => {
        delete this.#timers.own;
        this.#askedAt = Date.now();
        void this.#ask(address);
      },
      Math.max(0, this.#askedAt + OWN_MS - Date.now()),
    );
  }

  async #ask(address: string): Promise<void> {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const own = (await answer.json()) as OwnBoardView;
    if (this.#begun?.ownAddress === address && !this.#displayed?.pending) this.own = own;
  }
}

function isInRows(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('table') !== null;
}
