import type { Db } from '../db/connect.ts';

/** Every name of the companies among a question's options. */
export async function listCompanyNames(db: Db, questionId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('questionOption')
    .innerJoin('company', 'company.slug', 'questionOption.companySlug')
    .select(['nameKo', 'nameEn', 'company.shortKo', 'company.shortEn'])
    .where('questionId', '=', questionId)
    .execute();
  return rows.flatMap((row) => [row.nameKo, row.nameEn, row.shortKo, row.shortEn]);
}
