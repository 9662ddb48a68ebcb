import * as admin from '#lib/server/contest/round-admin.ts';
import type { RowView } from '#lib/types/admin-form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const rounds = await admin.listRounds(locals.app.db);
  const rows = rounds.map(({ number, titleKo, announcedSeats, resultOn }): RowView => ({
    href: `/admin/rounds/${number}`,
    title: titleKo,
    on: resultOn,
    about: [
      resultOn ? '결과 발표' : '결과 전',
      announcedSeats === null ? '자리 수 미정' : `${announcedSeats}자리 예고`,
    ].join(' · '),
  }));
  return { rows };
};
