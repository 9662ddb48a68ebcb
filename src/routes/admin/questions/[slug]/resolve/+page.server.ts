import { error, fail, redirect } from '@sveltejs/kit';
import type { Typed } from '#lib/server/http/fields.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { formState, typedBy } from '#lib/server/http/form.ts';
import {
  findUnpublished,
  type Refusal,
  refusedBy,
  runPublication,
} from '#lib/server/results/resolutions/http.ts';
import { readerOf } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as confirmations from '#lib/server/results/resolutions/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { HIGHEST_VERSION, readAnnulment, readResult } from '#lib/server/results/resolutions/form.ts';
import { startOf } from '#lib/server/results/resolutions/prefill.ts';
import * as publications from '#lib/server/results/resolutions/publications.ts';
import type { FirstView } from '#lib/types/resolution.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { confirmationForm } from './fields.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, keeper } = locals.app;
  const question = await questions.get(db, keeper, readerOf(locals), params.slug);
  const { id } = await resolutions.getResolvable(db, params.slug);
  const latest = (await resolutions.versions(db, id)).at(-1);
  const waiting = locals.account && (await confirmations.waiting(db, id, locals.account.id));
  const unpublished = await findUnpublished(locals, url, ({ questionId }) => questionId === id);
  if (unpublished) Object.assign(unpublished.form.typed, seenVersion(unpublished.first));
  return {
    question,
    version: latest?.version ?? 0,
    start: await startOf(db, latest, await questions.readClock(db)),
    running: (await publications.running(db, id)) ?? null,
    unpublished,
    confirmations: waiting ? [confirmationForm(waiting)] : [],
  };
};

/** What was typed is shown beside the result that another admin published; sent again, it corrects that. */
function seenVersion(first: FirstView | null): Typed {
  return first?.publishedAt ? { expectedVersion: [String(first.version)] } : {};
}

type Entered = Awaited<ReturnType<typeof enter>>;

/** Reads the form of a result or of an annulment. */
async function enter(event: RequestEvent, action: 'preview' | 'publish' | 'annul') {
  const { app, account } = event.locals;
  // The hook refuses it, too; checked twice, because a mistake there would open the admin's actions.
  if (!account?.isAdmin) error(404, { message: 'Not Found' });
  const question = await resolutions.getResolvable(app.db, event.params.slug);
  const form = new AdminFormReader(await typedBy(event));
  const now = await questions.readClock(app.db);
  const isAnnulment = action === 'preview' ? form.all('mode')[0] === 'annul' : action === 'annul';
  const decided = isAnnulment ? readAnnulment(form, now) : readResult(form, question, now);
  const preview = async () => ({
    ...(await app.publisher.preview(account.id, question.slug, decided.decision)),
    outcome: decided.decision.result?.outcome ?? null,
  });
  return { ...decided, account, question, form, isAnnulment, preview };
}

interface Answer extends Partial<Pick<Refusal, 'errors' | 'first'>> {
  preview?: Awaited<ReturnType<Entered['preview']>> | null;
}

function answer({ form: { typed } }: Entered, { errors, first = null, preview = null }: Answer) {
  return { at: 'result', form: formState({ ...typed, ...seenVersion(first) }, errors), first, preview };
}

async function publish(event: RequestEvent, action: 'publish' | 'annul') {
  const { app } = event.locals;
  const entered = await enter(event, action);
  const { account, question, form, decision, expectedVersion, isAnnulment } = entered;
  if (!form.isClean) return fail(400, answer(entered, form));
  const { id: questionId, slug } = question;
  const publishing = { slug, questionId, accountId: account.id, isAnnulment, expectedVersion };
  const refusal = await runPublication(event, form.typed, publishing, (progress) =>
    app.publisher.publish(account.id, slug, decision, expectedVersion, progress),
  );
  if (refusal) {
    const preview = refusal.first ? null : await entered.preview();
    return fail(refusal.status, answer(entered, { ...refusal, preview }));
  }
  setFlash(event.cookies, app, isAnnulment ? 'annulled' : 'published', slug);
  redirect(303, `/results/${slug}`);
}

export const actions = {
  preview: async (event) => {
    const entered = await enter(event, 'preview');
    const { form, question, expectedVersion } = entered;
    if (!form.isClean) return fail(400, answer(entered, form));
    try {
      await resolutions.refuseConflict(event.locals.app.db, question.id, expectedVersion);
      return answer(entered, { preview: await entered.preview() });
    } catch (cause) {
      const refusal = refusedBy(event, cause, expectedVersion);
      return fail(refusal.status, answer(entered, refusal));
    }
  },
  confirm: (event) =>
    runAdminAction(event, {
      at: 'confirm',
      needsProof: true,
      read: (form) => form.integer('version', { min: 1, max: HIGHEST_VERSION }) ?? 0,
      change: async (db, by, version) => {
        const { id, slug } = await resolutions.getResolvable(db, event.params.slug);
        await publications.requireNone(db, id);
        await confirmations.confirm(db, by, id, version);
        return `/results/${slug}`;
      },
    }),
  publish: (event) => publish(event, 'publish'),
  annul: (event) => publish(event, 'annul'),
} satisfies Actions;
