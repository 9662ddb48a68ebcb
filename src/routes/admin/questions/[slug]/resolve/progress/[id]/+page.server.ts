import { error, redirect } from '@sveltejs/kit';
import { setFlash } from '#lib/server/http/cookies.ts';
import * as publications from '#lib/server/results/resolutions/publications.ts';
import * as questions from '#lib/server/questions/service.ts';
import { readerOf } from '#lib/server/questions/http.ts';
import type { PageServerLoad } from './$types';

/** Shows how far a publication is; once it has ended, leads on to the result, or back to the form. */
export const load: PageServerLoad = async ({ locals, params, cookies, depends, parent }) => {
  depends('app:publication');
  const { app, account } = locals;
  const found = await publications.find(app.db, params.id);
  if (found?.slug !== params.slug) error(404, { message: 'Not Found' });
  const { state, slug, decider, step, done, total, startedAt, announcedRound } = found;
  if (state === 'published') {
    // The layout takes the flash message of the request before: it must not take this one.
    await parent();
    if (found.accountId === account?.id)
      setFlash(cookies, app, found.isAnnulment ? 'annulled' : 'published', slug);
    redirect(303, announcedRound ? announcementOf(announcedRound) : `/results/${slug}`);
  }
  if (state !== 'running') {
    const form = announcedRound ? `${announcementOf(announcedRound)}&` : `/admin/questions/${slug}/resolve?`;
    redirect(303, `${form}publication=${found.id}`);
  }
  const { title } = await questions.get(app.db, app.keeper, readerOf(locals), slug);
  return { title, decider, step, done, total, startedAt: startedAt.toISOString() };
};

const announcementOf = (round: number) => `/admin/announcement?round=${round}`;
