// The forecast form, and what of it comes alive on its own. Pages name both: Kit gives a page the styles of what it may
// fetch itself, and no further.
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

/** Not among its own parts: they are fetched before it. */
export const formPart = () => import('./ForecastForm.svelte');

/** Where numbers are unfolded from the start, their sliders come by themselves; faults need their words. */
export const untilOf = ({ mode, faults }: ForecastForm): Until =>
  mode === 'numbers' || faults.length > 0 ? 'seen' : 'touched';

if (import.meta.env.SSR) await fetchAll(parts);
