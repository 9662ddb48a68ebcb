import type { Text } from '#lib/contest/types.ts';
import { getLocale } from './paraglide/runtime.js';

/** A text of the database in the reader's language. */
export function localized(text: Text): string {
  return text[getLocale()];
}
