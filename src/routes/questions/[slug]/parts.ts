// What of a question's page comes alive when it is touched or seen.
import { fetchAll, nameParts } from '#lib/components/later/parts.ts';
import { formPart, partsOfForm } from '#lib/components/forecast/form-part.ts';

export const parts = {
  editions: () => import('#lib/components/questions/EditionLinks.svelte'),
  since: () => import('#lib/components/odds/SinceMine.svelte'),
  ...partsOfForm,
  form: formPart,
  strip: () => import('#lib/components/odds/ResultStrip.svelte'),
  author: () => import('#lib/components/odds/AuthorBesideCrowd.svelte'),
  history: () => import('./OddsHistory.svelte'),
  events: () => import('./MarkedEvents.svelte'),
  edits: () => import('#lib/components/questions/QuestionEdits.svelte'),
  exclusions: () => import('#lib/components/questions/Exclusions.svelte'),
  log: () => import('./MyLog.svelte'),
  share: () => import('#lib/components/share/ShareSection.svelte'),
};

nameParts(parts, '/questions/[slug]');
if (import.meta.env.SSR) await fetchAll(parts);
