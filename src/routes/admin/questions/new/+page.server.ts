import { isDay } from '#lib/kst.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import { readDraft, typedOf } from '#lib/server/questions/draft-form.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import { fill, proposedDay, TEMPLATES } from '#lib/server/questions/templates.ts';
import { addOptionRow } from '../add-option-row.ts';
import { loadKnown } from '../known.ts';
import type { Actions, PageServerLoad } from './$types';

/** Initial field values without a template. */
const EMPTY = { rows: ['4'], seats: ['1'], scored: ['on'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { companies, rounds } = await loadKnown(locals.app.db);
  const requestedDay = url.searchParams.get('day') ?? '';
  const day = isDay(requestedDay) ? requestedDay : proposedDay(new Date());
  const template = TEMPLATES.find((name) => name === url.searchParams.get('template')) ?? null;
  const round = rounds.at(-1);
  const typed = template && round ? typedOf(fill(template, { round, companies, day })) : EMPTY;
  return { companies, rounds, typed, template, templates: TEMPLATES, day };
};

export const actions: Actions = {
  grow: addOptionRow,
  save: async (event) => {
    const { known } = await loadKnown(event.locals.app.db);
    return runAdminAction(event, {
      read: (form) => readDraft(form, known),
      async change(db, by, draft) {
        await drafts.create(db, by, draft);
        return `/admin/questions/${draft.slug}`;
      },
    });
  },
};
