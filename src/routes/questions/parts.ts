// What of the list of questions comes alive when it is touched, or when its odds move.
import { fetchAll, nameParts } from '#lib/components/later/parts.ts';

export const parts = {
  card: () => import('#lib/components/questions/QuestionCard.svelte'),
};

nameParts(parts, '/questions');
if (import.meta.env.SSR) await fetchAll(parts);
