// What of the forecast form comes alive on its own.
import { fetchAll } from '#lib/components/later/parts.ts';

export const parts = {
  // Before the numbers, which fetch what it shows by themselves: Kit gives its styles to the first that it meets.
  meaning: () => import('./PicksMeaning.svelte'),
  numbers: () => import('./NumbersForm.svelte'),
  rules: () => import('#lib/components/questions/Rules.svelte'),
  result: () => import('#lib/components/results/ResultLine.svelte'),
  phase: () => import('#lib/components/questions/PhaseNote.svelte'),
};

if (import.meta.env.SSR) await fetchAll(parts);
