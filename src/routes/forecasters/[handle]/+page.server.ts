import { error, redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as forecasters from '#lib/server/results/profiles/service.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import { LEAST_ANSWERS } from '#lib/server/results/leaderboard/my-scores.ts';
import type { PageServerLoad } from './$types';
import { shareProfile } from './share.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { keeper, config } = locals.app;
  const moment = await momentFor(locals);
  const hasAuthor = config.authorName !== null;
  const profile = await forecasters.find(locals.db, keeper, moment, params.handle, hasAuthor);
  if (!profile) error(404, { message: 'There is no such forecaster.', code: 'forecaster-not-found' });
  const { handle } = profile.forecaster;
  if (params.handle !== handle) redirect(308, localizeHref(`/forecasters/${encodeURIComponent(handle)}`));
  return { share: shareProfile(profile), ...profile, leastAnswers: LEAST_ANSWERS };
};
