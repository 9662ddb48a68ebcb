import { sharePage } from '#lib/components/share/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import * as contest from '#lib/server/questions/contest/service.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import { workedExample } from './worked-example.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { catalogue, now } = await momentFor(locals);
  const { companies, rounds } = contest.viewAt(catalogue.contest, now);
  const [round] = rounds;
  const share = sharePage(m.scoring_title(), m.scoring_lead());
  return { share, companies, round: round ?? null, example: round ? workedExample(round) : null };
};
