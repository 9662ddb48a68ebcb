// What of the rounds' page comes alive when it is touched.
import { fetchAll, nameParts } from '#lib/components/later/parts.ts';
import { parts as partsOfForm } from '#lib/components/questions/form-parts.ts';

export const parts = {
  ...partsOfForm,
  form: () => import('#lib/components/questions/ForecastForm.svelte'),
};

nameParts(parts, '/rounds');
if (import.meta.env.SSR) await fetchAll(parts);
