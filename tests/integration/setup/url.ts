/** The template that is migrated and seeded, which most tests clone. */
export const SEEDED = 'template_seeded';
/** The template that is only migrated, for tests of seeding and of a site that begins at another time. */
export const UNSEEDED = 'template_unseeded';

/** The same server and role, another database. */
export function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
