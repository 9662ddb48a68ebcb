/**
 * What was typed into the forms of a page and not saved, by question: kept for questions whose form goes because they closed
 * or got a result.
 */
import { untrack } from 'svelte';
import type { Text } from '#lib/contest/types.ts';

interface Unsent {
  slug: string;
  title: Text;
  text: string;
}

export class UnsentForecasts {
  #kept = $state.raw<readonly Unsent[]>([]);

  /** Made for an `$effect` of the form. */
  keep({ slug, title }: Pick<Unsent, 'slug' | 'title'>, text: string): void {
    const others = untrack(() => this.#kept).filter((kept) => kept.slug !== slug);
    this.#kept = text ? [...others, { slug, title, text }] : others;
  }

  /** Those whose form is not there any more. @param shown slugs of the questions that the page shows */
  without(shown: readonly string[]): readonly Unsent[] {
    return this.#kept.filter(({ slug }) => !shown.includes(slug));
  }
}
