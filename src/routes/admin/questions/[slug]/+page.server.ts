import type { RequestEvent } from '@sveltejs/kit';
import { momentFor } from '#lib/server/http/reader.ts';
import { type AdminActor, type AdminTask, runAdminAction } from '#lib/server/http/admin-action.ts';
import * as admin from '#lib/server/questions/admin.ts';
import { editWords } from '#lib/server/questions/edit-words.ts';
import { readWordEdit, readDraft, typedOf } from '#lib/server/questions/draft-form.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import { canFollow, links } from '#lib/server/questions/edition.ts';
import { preview } from '#lib/server/questions/preview.ts';
import * as questions from '#lib/server/questions/service.ts';
import { schedule } from '#lib/server/questions/timing.ts';
import type { FlashCode } from '#lib/types/reader.ts';
import { addOptionRow } from '../add-option-row.ts';
import { CLOSE } from '../fields.ts';
import { loadKnown } from '../known.ts';
import type { Actions, PageServerLoad } from './$types';

type Db = Parameters<typeof admin.get>[0];

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

type Event = RequestEvent<{ slug: string }>;

const LIST = '/admin/questions';

/** Runs a change of one question, then refreshes the odds at once. */
function run<T>(event: Event, task: Omit<AdminTask<T>, 'change'>, change: Change<T>) {
  return runAdminAction(event, {
    ...task,
    async change(db, by, input) {
      const next = await change(db, by, event.params.slug, input);
      await event.locals.app.keeper.poll();
      return typeof next === 'string' ? next : `${LIST}/${event.params.slug}`;
    },
  });
}

/** @returns where to go on, or anything else to stay */
type Change<T> = (db: Db, by: AdminActor, slug: string, input: T) => Promise<unknown>;

/** A form without fields. */
const press = (change: Change<null>, flash: FlashCode = 'saved') => {
  return (event: Event) => run(event, { flash, read: () => null }, change);
};

export const actions: Actions = {
  grow: addOptionRow,
  save: async (event) => {
    const { known } = await loadKnown(event.locals.app.db);
    return run(event, { read: (form) => readDraft(form, known) }, async (db, by, slug, draft) => {
      await drafts.save(db, by, slug, draft);
      return `${LIST}/${draft.slug}`;
    });
  },
  edit: async (event) => {
    const { draft } = await admin.get(event.locals.app.db, event.params.slug);
    return run(event, { read: (form) => readWordEdit(form, draft) }, editWords);
  },
  schedule: (event) => run(event, { read: (form) => form.read(CLOSE).closesAt }, schedule),
  unknown: press((db, by, slug) => schedule(db, by, slug, null)),
  open: press(drafts.open, 'opened'),
  close: press(questions.close, 'question-closed'),
  discard: press(async (db, by, slug) => {
    await drafts.discard(db, by, slug);
    return LIST;
  }),
};
