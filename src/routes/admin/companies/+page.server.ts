import * as admin from '#lib/server/contest/admin.ts';
import type { RowView } from '#lib/types/admin-form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const companies = await admin.listCompanies(locals.app.db);
  const rows = companies.map(({ slug, nameKo }): RowView => ({
    href: `/admin/companies/${slug}`,
    title: nameKo,
    about: slug,
    company: slug,
  }));
  return { rows };
};
