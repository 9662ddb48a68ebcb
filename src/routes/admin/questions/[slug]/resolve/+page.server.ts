import { fail, redirect } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { kstMinute } from '#lib/kst.ts';
import { ResolutionConflictError } from '#lib/server/errors.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { refusal } from '#lib/server/http/admin-action.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { readForm } from '#lib/server/http/page.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import * as questions from '#lib/server/questions/service.ts';
import { parseAnnulment, type ParsedDecision, parseResult } from '#lib/server/resolutions/form.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import type { FirstView } from '#lib/types/resolution.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, keeper } = locals.app;
  const question = await questions.get(db, keeper, readerOf(locals), params.slug);
  const { id } = await resolutions.getResolvable(db, params.slug);
  const latest = (await resolutions.versions(db, id)).at(-1);
  return {
    question,
    version: latest?.version ?? 0,
    // A correction starts from the latest version.
    knownAt: latest?.knownAt ? kstMinute(latest.knownAt) : '',
    evidence: (latest?.evidenceUrls ?? []).map((url, i) => ({
      url,
      at: kstMinute(latest!.evidenceTimes[i]!),
    })),
  };
};

type Parse = (reader: AdminFormReader, question: resolutions.Resolvable, now: Date) => ParsedDecision | null;

const annulment: Parse = (reader, _, now) => parseAnnulment(reader, now);

async function read(event: RequestEvent, parse: Parse, data: FormData) {
  const { db } = event.locals.app;
  const question = await resolutions.getResolvable(db, event.params.slug);
  const reader = new AdminFormReader(data);
  return { question, reader, parsed: parse(reader, question, await questions.readClock(db)) };
}

async function publish(event: RequestEvent, parse: Parse) {
  const { app, account } = event.locals;
  const { question, reader, parsed } = await read(event, parse, await readForm(event));
  if (!parsed || !account) return sentBack(400, reader);
  const { decision, expectedVersion } = parsed;
  try {
    await app.publisher.publish(account.id, question.slug, decision, expectedVersion);
  } catch (error) {
    return refuse(event, reader, error);
  }
  await app.keeper.poll();
  setFlash(event.cookies, app, decision.result ? 'published' : 'annulled', question.slug);
  redirect(303, localizeHref(`/results/${question.slug}`));
}

function refuse(event: RequestEvent, reader: AdminFormReader, error: unknown) {
  if (error instanceof ResolutionConflictError) {
    const { version, winner, publishedAt } = error;
    const first: FirstView = { version, winner, publishedAt: publishedAt?.toISOString() ?? null };
    return sentBack(409, reader, first);
  }
  const { status, form } = refusal(event, reader, error);
  return fail(status, { form, first: null });
}

/** The form with its errors; `first` names the admin who published first. */
function sentBack(status: number, reader: AdminFormReader, first: FirstView | null = null) {
  return fail(status, { form: reader.form, first });
}

export const actions = {
  preview: async (event) => {
    const { app, account } = event.locals;
    const data = await readForm(event);
    const isAnnulment = data.get('mode') === 'annul';
    const { question, reader, parsed } = await read(event, isAnnulment ? annulment : parseResult, data);
    if (!parsed || !account) return sentBack(400, reader);
    const latest = (await resolutions.versions(app.db, question.id)).at(-1);
    if ((latest?.version ?? 0) !== parsed.expectedVersion && latest) {
      const first = {
        version: latest.version,
        winner: latest.decider,
        publishedAt: latest.publishedAt.toISOString(),
      };
      return sentBack(409, reader, first);
    }
    try {
      const shown = await app.publisher.preview(account, question.slug, parsed.decision);
      return { first: null, form: reader.form, preview: shown, isAnnulment };
    } catch (error) {
      return refuse(event, reader, error);
    }
  },
  publish: (event) => publish(event, parseResult),
  annul: (event) => publish(event, annulment),
} satisfies Actions;
