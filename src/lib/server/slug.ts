const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether something can be the slug of a row: what cannot need not reach the database, which cannot even hold U+0000. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}
