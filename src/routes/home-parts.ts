// What of the home page comes alive when it is touched or seen.
import { fetchAll, nameParts } from '#lib/components/later/parts.ts';
import { formPart, partsOfForm } from '#lib/components/forecast/form-part.ts';

export const parts = {
  since: () => import('#lib/components/odds/SinceMine.svelte'),
  ...partsOfForm,
  form: formPart,
  strip: () => import('#lib/components/odds/ResultStrip.svelte'),
  author: () => import('#lib/components/odds/AuthorBesideCrowd.svelte'),
  events: () => import('#lib/components/contest/EventList.svelte'),
  contest: () => import('#lib/components/contest/ContestPicture.svelte'),
  card: () => import('#lib/components/questions/QuestionCard.svelte'),
  top: () => import('#lib/components/leaderboard/TopCard.svelte'),
};

nameParts(parts, '/');
if (import.meta.env.SSR) await fetchAll(parts);
