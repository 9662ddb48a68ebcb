// What the layout writes for search engines; it never comes alive.
import { fetchAll } from '#lib/components/later/parts.ts';

export const parts = {
  structured: () => import('#lib/components/share/StructuredData.svelte'),
};

if (import.meta.env.SSR) await fetchAll(parts);
