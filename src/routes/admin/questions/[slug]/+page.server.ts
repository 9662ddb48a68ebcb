import type { RequestEvent } from '@sveltejs/kit';
import { momentFor } from '#lib/server/http/reader.ts';
import { type AdminTask, runAdminAction } from '#lib/server/http/admin-action.ts';
import * as admin from '#lib/server/questions/admin.ts';
import { editWords } from '#lib/server/questions/edit-words.ts';
import { readWordEdit, readDraft, typedOf } from '#lib/server/questions/draft-form.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import { canFollow, links } from '#lib/server/questions/edition.ts';
import { preview } from '#lib/server/questions/preview.ts';
import * as questions from '#lib/server/questions/service.ts';
import { schedule } from '#lib/server/questions/timing.ts';
import { addOptionRow } from '../add-option-row.ts';
import { CLOSE } from '../fields.ts';
import { loadKnown } from '../known.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, keeper } = locals.app;
  const question = await admin.get(db, params.slug);
  const { draft, isDraft } = question;
  const [{ companies, rounds }, moment] = await Promise.all([loadKnown(db), momentFor(locals)]);
  const view = isDraft ? preview(draft, new Date()) : questions.getAt(moment, keeper, params.slug);
  return {
    question: view,
    isDraft,
    hasForecasts: question.hasForecasts,
    canFollow: canFollow(question),
    typed: typedOf(draft),
    companies,
    rounds,
    editions: links(moment, params.slug),
  };
};

/** Runs a change of one question, then refreshes the odds at once. */
function run<T>(event: RequestEvent<{ slug: string }>, task: AdminTask<T>) {
  return runAdminAction(event, {
    ...task,
    async change(...given) {
      const next = await task.change(...given);
      await event.locals.app.keeper.poll();
      return next;
    },
  });
}

const addressOf = (slug: string) => `/admin/questions/${slug}`;

export const actions: Actions = {
  grow: addOptionRow,
  save: async (event) => {
    const { known } = await loadKnown(event.locals.app.db);
    return run(event, {
      read: (form) => readDraft(form, known),
      async change(db, by, draft) {
        await drafts.save(db, by, event.params.slug, draft);
        return addressOf(draft.slug);
      },
    });
  },
  open: (event) =>
    run(event, {
      flash: 'opened',
      read: () => null,
      async change(db, by) {
        await drafts.open(db, by, event.params.slug);
        return addressOf(event.params.slug);
      },
    }),
  discard: (event) =>
    run(event, {
      read: () => null,
      async change(db, by) {
        await drafts.discard(db, by, event.params.slug);
        return '/admin/questions';
      },
    }),
  edit: async (event) => {
    const { draft } = await admin.get(event.locals.app.db, event.params.slug);
    return run(event, {
      read: (form) => readWordEdit(form, draft),
      async change(db, by, words) {
        await editWords(db, by, event.params.slug, words);
        return addressOf(event.params.slug);
      },
    });
  },
  close: (event) =>
    run(event, {
      flash: 'question-closed',
      read: () => null,
      async change(db, by) {
        await questions.close(db, by, event.params.slug);
        return addressOf(event.params.slug);
      },
    }),
  schedule: (event) =>
    run(event, {
      read: (form) => form.read(CLOSE).closesAt,
      async change(db, by, closesAt) {
        await schedule(db, by, event.params.slug, closesAt);
        return addressOf(event.params.slug);
      },
    }),
  unknown: (event) =>
    run(event, {
      read: () => null,
      async change(db, by) {
        await schedule(db, by, event.params.slug, null);
        return addressOf(event.params.slug);
      },
    }),
};
