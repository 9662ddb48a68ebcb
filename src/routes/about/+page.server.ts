import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { disclosures } from '#lib/server/people/moderation/disclosures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { config } = locals.app;
  const people = await disclosures(locals.db);
  const share = sharePage(m.about_title(), m.about_what());
  // A site without an author lists only admins.
  return { share, disclosures: people.filter(({ isAdmin }) => isAdmin || config.authorName !== null) };
};
