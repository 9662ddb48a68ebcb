import * as audit from '#lib/server/platform/audit/service.ts';
import type { PageServerLoad } from './$types';
import { groupChanges } from './changes.ts';

const ROWS_A_PAGE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const before = url.searchParams.get('before') ?? '';
  const isLater = /^\d{1,15}$/.test(before);
  const rows = await audit.list(locals.app.db, ROWS_A_PAGE + 1, isLater ? Number(before) : undefined);
  const page = rows.slice(0, ROWS_A_PAGE);
  return {
    changes: groupChanges(page),
    isLater,
    older: rows.length > ROWS_A_PAGE ? (page.at(-1)?.id ?? null) : null,
  };
};
