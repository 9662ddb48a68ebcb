import { disclosures } from '#lib/server/accounts/disclosures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, config } = locals.app;
  const people = await disclosures(db);
  // Where this site has no author, only admins are told of.
  return { disclosures: people.filter(({ isAdmin }) => isAdmin || config.authorName !== null) };
};
