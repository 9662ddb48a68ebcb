// What of a board comes alive when it is seen.
import { fetchAll, nameParts } from '#lib/components/later/parts.ts';

export const parts = {
  filters: () => import('#lib/components/leaderboard/BoardFilters.svelte'),
  picker: () => import('#lib/components/leaderboard/AssumePicker.svelte'),
  ranks: () => import('#lib/components/leaderboard/MyRanks.svelte'),
  assumed: () => import('./WhatIfRows.svelte'),
  official: () => import('./OfficialRows.svelte'),
};

nameParts(parts, '/leaderboard');
if (import.meta.env.SSR) await fetchAll(parts);
