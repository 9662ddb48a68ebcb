import { runAdminAction } from '#lib/server/http/admin-action.ts';
import * as admin from '#lib/server/questions/admin.ts';
import { candidates, readEdition, typedEdition } from '#lib/server/questions/edition-form.ts';
import * as editions from '#lib/server/questions/edition.ts';
import { editionForm } from '../../forms.ts';
import { loadKnown } from '../../known.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals.app;
  const [question, { companies, rounds }] = await Promise.all([admin.get(db, params.slug), loadKnown(db)]);
  const { draft } = question;
  return {
    old: { slug: draft.slug, title: draft.title },
    forms: editions.canFollow(question)
      ? [editionForm({ typed: typedEdition(draft, rounds), rounds }, candidates(draft, companies))]
      : [],
  };
};

export const actions: Actions = {
  start: async (event) => {
    const { app } = event.locals;
    const [{ draft: old }, { known }] = await Promise.all([
      admin.get(app.db, event.params.slug),
      loadKnown(app.db),
    ]);
    return runAdminAction(event, {
      flash: 'opened',
      read: (form) => readEdition(form, old, known),
      async change(db, by, draft) {
        await editions.start(db, by, old.slug, draft);
        await app.keeper.poll();
        return `/admin/questions/${draft.slug}`;
      },
    });
  },
};
