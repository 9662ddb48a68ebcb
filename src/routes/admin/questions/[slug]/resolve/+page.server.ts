import { fail, redirect } from '@sveltejs/kit';
import { kstMinute } from '#lib/kst.ts';
import { type FieldErrors, readForm, type Typed } from '#lib/server/form.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { refusalOf } from '#lib/server/http/errors.ts';
import { formState, typedBy } from '#lib/server/http/form.ts';
import { messagesOf } from '#lib/server/http/validation-messages.ts';
import { refusedBy, runPublication } from '#lib/server/http/publication.ts';
import { requireFresh } from '#lib/server/http/require-fresh.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as confirmations from '#lib/server/resolutions/confirmations.ts';
import { evidenceOf } from '#lib/server/resolutions/evidence.ts';
import { annulmentForm, HIGHEST_VERSION, resultForm } from '#lib/server/resolutions/form.ts';
import { prefillOf } from '#lib/server/resolutions/prefill.ts';
import * as publications from '#lib/server/resolutions/publications.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { isYesNo, withOutcomes } from '#lib/server/resolutions/yes-no.ts';
import type { FirstView, PreviewView } from '#lib/types/resolution.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { unpublished } from './unpublished.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, keeper } = locals.app;
  const question = await questions.get(db, keeper, readerOf(locals), params.slug);
  const { id } = await resolutions.getResolvable(db, params.slug);
  const latest = (await resolutions.versions(db, id)).at(-1);
  const prefill = latest ? null : await prefillOf(db, await questions.readClock(db));
  return {
    question,
    isYesNo: isYesNo(question.options),
    running: (await publications.running(db, id)) ?? null,
    unpublished: await unpublished(locals, id, url),
    waiting: locals.account && (await confirmations.waiting(db, id, locals.account.id)),
    version: latest?.version ?? 0,
    // A correction starts from the latest version, a first result from the announcement of the day.
    prefilledFrom: prefill?.from ?? null,
    knownAt: latest?.knownAt ? kstMinute(latest.knownAt) : (prefill?.knownAt ?? ''),
    evidence: latest
      ? evidenceOf(latest).map(({ url, publishedAt }) => ({ url, at: kstMinute(publishedAt) }))
      : (prefill?.evidence ?? []),
  };
};

async function read(event: RequestEvent, formOf: (typed: Typed) => 'result' | 'annulment') {
  const { db } = event.locals.app;
  const question = await resolutions.getResolvable(db, event.params.slug);
  const typed = withOutcomes(await typedBy(event), question.options);
  const now = await questions.readClock(db);
  const isAnnulment = formOf(typed) === 'annulment';
  const schema = isAnnulment ? annulmentForm(now) : resultForm(question, now);
  return { typed, question, isAnnulment, ...readForm(schema, typed) };
}

async function publish(event: RequestEvent, form: 'result' | 'annulment') {
  const { app, account } = event.locals;
  const { typed, question, values, errors } = await read(event, () => form);
  if (errors || !account) return sendBack(400, typed, { errors });
  try {
    await requireFresh(event, typed);
  } catch (cause) {
    const { status, errors } = refusalOf(event, cause);
    const { password, form: other } = messagesOf(errors);
    const preview = await app.publisher.preview(account.id, question.slug, values.decision);
    return sendBack(status, typed, {
      preview,
      isAnnulment: form === 'annulment',
      passwordError: password ?? other ?? null,
    });
  }
  const isAnnulment = form === 'annulment';
  const publication = {
    ...{ questionId: question.id, accountId: account.id, isAnnulment },
    ...{ expectedVersion: values.expectedVersion, typed: formState(typed).typed },
  };
  const { decision, expectedVersion } = values;
  const outcome = await runPublication(event, publication, (progress) =>
    app.publisher.publish(account.id, question.slug, decision, expectedVersion, progress),
  );
  if (outcome && 'id' in outcome) {
    redirect(303, `/admin/questions/${question.slug}/resolve/progress/${outcome.id}`);
  }
  if (outcome) return sendBack(outcome.status, typed, outcome);
  setFlash(event.cookies, app, isAnnulment ? 'annulled' : 'published', question.slug);
  redirect(303, `/results/${question.slug}`);
}

interface Refused {
  errors?: FieldErrors | null;
  /** Where another admin was first. */
  first?: FirstView | null;
  /** Shown again, where the password must be typed again. */
  preview?: PreviewView | null;
  isAnnulment?: boolean;
  passwordError?: string | null;
}

/** Everything typed and what is wrong with it. */
function sendBack(status: number, typed: Typed, refused: Refused) {
  const { errors, first = null, preview = null, isAnnulment = false, passwordError = null } = refused;
  return fail(status, { form: formState(typed, errors ?? {}), first, preview, isAnnulment, passwordError });
}

export const actions = {
  preview: async (event) => {
    const { app, account } = event.locals;
    const { typed, question, isAnnulment, values, errors } = await read(event, ({ mode }) =>
      mode?.[0] === 'annul' ? 'annulment' : 'result',
    );
    if (errors || !account) return sendBack(400, typed, { errors });
    const latest = (await resolutions.versions(app.db, question.id)).at(-1);
    if ((latest?.version ?? 0) !== values.expectedVersion && latest) {
      const { version, decider, publishedAt } = latest;
      const first = { version, winner: decider, publishedAt: publishedAt.toISOString() };
      return sendBack(409, typed, { first });
    }
    try {
      const preview = await app.publisher.preview(account.id, question.slug, values.decision);
      return { first: null, form: formState(typed), preview, isAnnulment, passwordError: null };
    } catch (error) {
      const refused = refusedBy(event, error, values.expectedVersion);
      return sendBack(refused.status, typed, refused);
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
  publish: (event) => publish(event, 'result'),
  annul: (event) => publish(event, 'annulment'),
} satisfies Actions;
