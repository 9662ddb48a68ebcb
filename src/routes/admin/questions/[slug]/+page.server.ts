import type { RequestEvent } from '@sveltejs/kit';
import { viewFields } from '#lib/components/admin/fields.ts';
import { isDay } from '#lib/kst.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import { type AdminActor, type AdminTask, runAdminAction } from '#lib/server/http/admin-action.ts';
import type { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import * as admin from '#lib/server/questions/admin.ts';
import { editWords, schedule } from '#lib/server/questions/admin.ts';
import { NEW, readDraft, readEdition, readWordEdit } from '#lib/server/questions/draft-form.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import { preview } from '#lib/server/questions/draft.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import { fill, proposedDay, TEMPLATES } from '#lib/server/questions/templates.ts';
import type { FieldView, PageView } from '#lib/types/admin-form.ts';
import type { EditionLinks } from '#lib/types/question-admin.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { FlashCode } from '#lib/types/reader.ts';
import { CLOSE, DRAFT, EDITION, TEMPLATE, WORDS } from '../fields.ts';
import { closeForms, draftForm, draftForms, editionForm, wordsForm } from '../forms.ts';
import type { Actions, PageServerLoad } from './$types';

const LIST = '/admin/questions';

type Db = Parameters<typeof admin.get>[0];
type Contest = Awaited<ReturnType<typeof contest.facts>>;

interface Shown {
  page: PageView;
  /** The form that fills a new draft. */
  templates?: FieldView[];
  /** A draft as it will look. */
  draft?: QuestionView;
  opened?: QuestionView;
  editions?: EditionLinks;
}

/** A question or a draft, or the form of a new draft at `new`. */
export const load: PageServerLoad = async ({ locals, params, url }): Promise<Shown> => {
  const { db, keeper } = locals.app;
  const facts = await contest.facts(db);
  if (params.slug === NEW) return newDraft(url, facts);
  const question = await admin.get(db, params.slug);
  const { slug, title } = question.draft;
  if (question.isDraft) {
    const page = { title: title.ko, eyebrow: '초안', forms: draftForms(question, facts) };
    return { page, draft: preview(question.draft, new Date()) };
  }
  const moment = await momentFor(locals);
  const opened = questions.getAt(moment, keeper, slug);
  const { phase, scored, resolution } = opened;
  const resolve = resolution ? '결과 고치기' : '결과 확정';
  const { followedBy } = question;
  const rows = [
    { href: `/questions/${slug}`, title: '질문 페이지 보기' },
    ...(scored ? [{ href: `${LIST}/${slug}/resolve`, title: resolve }] : []),
    ...(followedBy ? [{ href: `${LIST}/${followedBy}`, title: '이어지는 질문', about: followedBy }] : []),
  ];
  const forms = [
    ...(phase === 'open' || phase === 'upcoming' ? closeForms(question.draft) : []),
    ...(editions.canFollow(question) ? [editionForm(question.draft, facts)] : []),
    wordsForm(question),
  ];
  return {
    page: { title: opened.title.ko, eyebrow: `/questions/${slug}`, lists: [{ rows }], forms },
    opened,
    editions: editions.links(moment, slug),
  };
};

/** The form of a new draft, filled from the template that the query names. */
function newDraft(url: URL, facts: Contest): Shown {
  const asked = url.searchParams.get('day') ?? '';
  const day = isDay(asked) ? asked : proposedDay(new Date());
  const template = TEMPLATES.find((name) => name === url.searchParams.get('template'));
  const round = facts.rounds.at(-1);
  const filled = template && round && fill(template, { round, companies: facts.companies, day });
  const lead = '먼저 초안으로 저장돼요. 미리 본 다음에 열어 주세요.';
  return {
    page: { title: '새 질문', lead, forms: [draftForm(facts, filled)] },
    templates: viewFields(TEMPLATE, { template: template ?? TEMPLATES[0], day }),
  };
}

type Event = RequestEvent<{ slug: string }>;

const addressOf = ({ slug }: { slug: string }) => `${LIST}/${slug}`;

/** @returns the address to go on to; anything else stays on the question's page */
type Change<T> = (db: Db, by: AdminActor, slug: string, input: T) => Promise<unknown>;

/** Runs a change of one question. */
function run<T>(event: Event, read: AdminTask<T>['read'], change: Change<T>, flash: FlashCode = 'saved') {
  return runAdminAction(event, {
    flash,
    read,
    async change(db, by, input) {
      const next = await change(db, by, event.params.slug, input);
      return typeof next === 'string' ? next : addressOf(event.params);
    },
  });
}

const nothing = () => null;

export const actions: Actions = {
  save: async (event) => {
    const { companies } = await contest.facts(event.locals.app.db);
    const read = (form: AdminFormReader) => readDraft(form, form.read(DRAFT), companies);
    return run(event, read, async (db, by, slug, draft) => {
      await (slug === NEW ? drafts.create(db, by, draft) : drafts.save(db, by, slug, draft));
      return addressOf(draft);
    });
  },
  follow: async (event) => {
    const { db } = event.locals.app;
    const [{ draft: old }, { companies }] = await Promise.all([
      admin.get(db, event.params.slug),
      contest.facts(db),
    ]);
    const read = (form: AdminFormReader) => readEdition(form, form.read(EDITION), old, companies);
    return run(event, read, async (on, by, slug, draft) => {
      await editions.prepare(on, by, slug, draft);
      return addressOf(draft);
    });
  },
  edit: async (event) => {
    const { draft } = await admin.get(event.locals.app.db, event.params.slug);
    return run(event, (form) => readWordEdit(form, form.read(WORDS), draft), editWords);
  },
  schedule: (event) => run(event, (form) => form.read(CLOSE).closesAt, schedule),
  open: (event) => run(event, nothing, drafts.open, 'opened'),
  close: (event) => run(event, nothing, questions.close, 'question-closed'),
  discard: (event) =>
    run(event, nothing, async (db, by, slug) => {
      await drafts.discard(db, by, slug);
      return LIST;
    }),
};
