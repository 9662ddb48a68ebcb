/**
 * The last save of this window, while it can be undone. Lives in the layout, so that it outlasts the page on which it
 * was saved; the bar itself, which counts the seconds and undoes by an ordinary form, comes with the first save.
 */
import { createContext } from 'svelte';
import type { PlacedView } from '#lib/types/reader.ts';

/** How long a save can be undone in one press; afterwards it is changed like any forecast. */
export const UNDO_SECONDS = 10;

export interface Save extends PlacedView {
  /** The page whose form saved it; null where it was placed by joining, by signing in or before scripts came. */
  path: string | null;
}

export class SaveUndo {
  save = $state.raw<Save | null>(null);
  secondsLeft = $state(0);
  /** Whether the save was undone; the bar says so for the seconds that are left. */
  isUndone = $state(false);
  /** Number of saves undone; a component that shows a forecast refills itself when it grows. */
  undone = $state(0);

  offer(save: Save): void {
    this.save = save;
    this.secondsLeft = UNDO_SECONDS;
    this.isUndone = false;
  }
}

export const [getSaveUndo, setSaveUndo] = createContext<SaveUndo>();
