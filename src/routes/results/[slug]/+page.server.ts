import { shareRecord } from '#lib/components/share/summary.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as resolutionHistory from '#lib/server/results/resolutions/history.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, app } = locals;
  const moment = await momentFor(locals);
  const question = questions.getAt(moment, app.keeper, params.slug);
  const history = await resolutionHistory.find(db, questions.find(moment, params.slug).row);
  return { question, share: shareRecord(question), ...history };
};
