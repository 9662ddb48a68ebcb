// What of the rounds' page comes alive when it is touched.
import { fetchAll, nameParts } from '#lib/components/later/parts.ts';
import { formPart, partsOfForm } from '#lib/components/forecast/form-part.ts';

export const parts = {
  ...partsOfForm,
  contest: () => import('#lib/components/contest/ContestPicture.svelte'),
  since: () => import('#lib/components/odds/SinceMine.svelte'),
  form: formPart,
  facts: () => import('./RoundFacts.svelte'),
};

nameParts(parts, '/rounds');
if (import.meta.env.SSR) await fetchAll(parts);
