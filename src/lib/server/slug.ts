/** Limit of a slug that an admin types, of a company, a question or an event. */
export const LONGEST_SLUG = 60;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text is a valid slug. Invalid ones are rejected before a query: PostgreSQL fails on U+0000 in text. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}
