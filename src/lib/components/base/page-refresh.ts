/**
 * Loads the data of the open page anew after something happened for many readers at once: at a random instant of a window,
 * so that the server gets the requests spread, and only where it answers, because a load that fails would replace the page.
 * Never used on the server.
 */
import { invalidateAll } from '$app/navigation';

/** In milliseconds from now. */
export interface RefreshWindow {
  from: number;
  to: number;
}

/** Between two attempts while the server does not answer. */
const RETRY: RefreshWindow = { from: 4_000, to: 8_000 };

export class PageRefresh {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = 0;

  /** Refreshes once for all calls until then, and not before the window of the last of them begins. */
  soon({ from, to }: RefreshWindow): void {
    const isPlanned = this.#timer !== undefined;
    const planned = Date.now() + from + Math.random() * (to - from);
    this.#dueAt = isPlanned ? Math.max(this.#dueAt, Date.now() + from) : planned;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), this.#dueAt - Date.now());
  }

  async #refresh(): Promise<void> {
    this.#timer = undefined;
    const answer = await fetch('/healthz').catch(() => null);
    if (answer?.ok) await invalidateAll();
    else this.soon(RETRY);
  }
}
