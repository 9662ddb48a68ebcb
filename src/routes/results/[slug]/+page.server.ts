import { shareRecord } from '#lib/components/share/summary.ts';
import { momentFor } from '#lib/server/http/reader.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as resolutionHistory from '#lib/server/resolutions/resolution-history.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, app } = locals;
  const { keeper } = app;
  const question = questions.getAt(await momentFor(locals), keeper, params.slug);
  return { question, share: shareRecord(question), ...(await resolutionHistory.find(db, params.slug)) };
};
