// Editions of the `final` question with a late entrant.
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as editions from '#lib/server/questions/edition.ts';
import type { OptionDraft } from '#lib/types/question-admin.ts';
import type { replayFrom } from './replay.ts';

export const MOTIF: OptionDraft = {
  slug: 'motif',
  label: { ko: '모티프테크놀로지스', en: 'Motif Technologies' },
  shortLabel: { ko: '모티프', en: 'Motif' },
  company: 'motif',
};

type Site = Pick<Awaited<ReturnType<typeof replayFrom>>, 'owner' | 'at' | 'admin'>;

/** The edition that is running closes, and one with these options opens. */
export async function goOn(
  site: Site,
  hours: number,
  from: string,
  slug: string,
  change: (field: OptionDraft[]) => OptionDraft[],
): Promise<void> {
  const { draft } = await questionAdmin.get(site.owner, from);
  const next = { ...draft, slug, options: change(draft.options) };
  await editions.start(site.at(hours), { accountId: site.admin }, from, next);
}
