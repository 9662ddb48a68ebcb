/**
 * The receipt of the last save of this window. Lives in the layout: a save by a form that is on the page is shown below
 * that form, any other at the top of the page to which it led.
 */
import { createContext } from 'svelte';
import type { FlashView } from '#lib/types/reader.ts';
import type { ReceiptView } from '#lib/types/receipt.ts';

/** Length of the countdown of undo; the server accepts it for longer. */
const UNDO_SECONDS = 10;
/** How long the receipt says that the save was undone. */
const UNDONE_MS = 4_000;

/** A form on a page. */
interface Place {
  path: string;
  slug: string;
}

export interface ShownReceipt extends ReceiptView {
  sentence: string;
  offersPasskey: boolean;
  /** The page on which it is shown. */
  path: string;
  /** The form that saved it; null where it was saved before this page. */
  place: Place | null;
}

export class Receipts {
  shown = $state.raw<ShownReceipt | null>(null);
  secondsLeft = $state(0);
  /** Whether the save was undone; the receipt says so for the seconds that are left. */
  isUndone = $state(false);
  /** The form whose save is on its way. */
  #saving: Place | null = null;

  /** A form begins to save, or its save is over where there is none. */
  saving(place: Place | null): void {
    this.#saving = place;
    if (place) this.shown = null;
  }

  /** Shows the receipt of a flash message, if it has one. @param path of the page that is shown */
  take(flash: FlashView | null, path: string): void {
    if (!flash?.receipt) return;
    const { receipt, sentence, offersPasskey } = flash;
    this.shown = { ...receipt, sentence, offersPasskey, path, place: this.#saving };
    this.secondsLeft = receipt.undo ? UNDO_SECONDS : 0;
    this.isUndone = false;
  }

  /** The save was undone. */
  undone(): void {
    const { shown } = this;
    this.isUndone = true;
    setTimeout(() => {
      if (this.shown === shown) this.shown = null;
    }, UNDONE_MS);
  }

  /** Whether the receipt on a page asks for the code that verifies the account. */
  asksForCode(path: string): boolean {
    return this.shown?.effect.kind === 'waiting' && this.shown.path === path;
  }

  /** Whether a place on a page shows it: that of a question's form, or the top of the page where there is none. */
  isAt(path: string, slug: string | null): boolean {
    const { shown } = this;
    if (!shown) return false;
    const isPage = shown.path === path;
    if (slug === null) return isPage ? shown.place === null : this.secondsLeft > 0 || this.isUndone;
    return isPage && shown.place?.slug === slug;
  }
}

export const [getReceipts, setReceipts] = createContext<Receipts>();
