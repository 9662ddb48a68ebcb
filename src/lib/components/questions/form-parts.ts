// What of the forecast form comes alive by itself. Named by the pages, too: Kit gives a page the styles of what it may
// fetch, and no further.
import type { Until } from '#lib/components/later/enliven.ts';
import { fetchAll } from '#lib/components/later/parts.ts';
import type { ForecastForm } from '#lib/view/forecast-form.ts';

export const parts = {
  // Before the numbers, which fetch what it shows by themselves: Kit gives its styles to the first that it meets.
  meaning: () => import('./PicksMeaning.svelte'),
  numbers: () => import('./NumbersForm.svelte'),
  rules: () => import('./Rules.svelte'),
  result: () => import('./ResultLine.svelte'),
  phase: () => import('./PhaseNote.svelte'),
};

/** Where numbers are unfolded from the start, their sliders come by themselves. */
export const formUntil = ({ mode }: ForecastForm): Until => (mode === 'numbers' ? 'seen' : 'touched');

if (import.meta.env.SSR) await fetchAll(parts);
