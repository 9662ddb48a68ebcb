// What of a board comes alive when it is touched or seen.
import { fetchAll, nameParts } from '#lib/components/later/parts.ts';

export const parts = {
  filters: () => import('#lib/components/leaderboard/BoardFilters.svelte'),
  picker: () => import('#lib/components/leaderboard/AssumePicker.svelte'),
  ranks: () => import('#lib/components/leaderboard/MyRanks.svelte'),
  tabs: () => import('#lib/components/leaderboard/ResultTabs.svelte'),
  standing: () => import('#lib/components/leaderboard/MyStanding.svelte'),
  assumed: () => import('./WhatIfRows.svelte'),
  official: () => import('./OfficialBoard.svelte'),
};

nameParts(parts, '/leaderboard');
if (import.meta.env.SSR) await fetchAll(parts);
