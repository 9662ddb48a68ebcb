// Editions of the `final` question with a late entrant.
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as editions from '#lib/server/questions/edition.ts';
import type { OptionDraft } from '#lib/types/question-admin.ts';

export const MOTIF: OptionDraft = {
  slug: 'motif',
  label: { ko: '모티프테크놀로지스', en: 'Motif Technologies' },
  shortLabel: { ko: '모티프', en: 'Motif' },
  company: 'motif',
};

export const withMotif = (options: OptionDraft[]) => [...options, MOTIF];
export const withoutMotif = (options: OptionDraft[]) => options.filter(({ slug }) => slug !== 'motif');

/** Closes a question and opens its next edition, by default `final-3b` with Motif after `final-3`. */
export async function startEdition(
  db: Db,
  admin: number,
  from = 'final-3',
  slug = 'final-3b',
  change = withMotif,
): Promise<void> {
  const { draft } = await questionAdmin.get(db, from);
  await editions.start(db, { accountId: admin }, from, { ...draft, slug, options: change(draft.options) });
}
